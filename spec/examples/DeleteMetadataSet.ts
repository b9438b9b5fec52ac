import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.deleteMetaDataSet({ id: "DMR-64830157" });

console.log("The staged metadata set is deleted.");
