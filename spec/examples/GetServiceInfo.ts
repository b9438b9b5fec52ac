import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const services = await datameta.getServices();

for (const { id, name, userIds } of services) {
  console.log(
    `${name} (${id.site ?? id.uuid}) is run by ${userIds.length} users`,
  );
}
