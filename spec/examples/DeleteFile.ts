import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.deleteFile({ id: "DMF-51726093" });

console.log("The staged file is deleted.");
