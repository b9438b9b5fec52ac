import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { group } = await datameta.whoami();
// Use the site identifier: with the UUID, members get 403.
const submissions = await datameta.getGroupSubmissions({
  id: group.id.site ?? group.id.uuid,
});

for (const { id, label, metadatasetIds } of submissions) {
  console.log(
    `${label ?? id.site ?? id.uuid}: ${metadatasetIds.length} samples`,
  );
}
