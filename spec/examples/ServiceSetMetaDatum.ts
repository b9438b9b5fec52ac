import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { record } = await datameta.executeService({
  serviceId: "DMP-80542671",
  metadatasetId: "DMR-64830157",
  body: { record: { qc_result: "pass" }, fileIds: [] },
});

console.log(
  `The results for ${record["sample_id"] ?? "the sample"} are stored.`,
);
