import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.bulkDeleteStagedMetaDataSets({
  body: { metadatasetIds: ["DMR-64830157", "DMR-18275046"] },
});

console.log(
  "Both sets are deleted. If one had been refused, neither would be.",
);
