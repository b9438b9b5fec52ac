import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { record, submissionId } = await datameta.getMetaDataSet({
  id: "DMR-64830157",
});

console.log(submissionId ? "submitted" : "staged");
for (const [name, value] of Object.entries(record))
  console.log(`${name}: ${value ?? "(none)"}`);
