import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.bulkDeleteStagedFiles({
  body: { fileIds: ["DMF-51726093", "DMF-70493825"] },
});

console.log(
  "Both files are deleted. If one had been refused, neither would be.",
);
