import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.changeGroupName({
  id: "DMG-39018264",
  body: { name: "Institute of Human Genetics" },
});

console.log("The group has a new name.");
