import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { id, name } = await datameta.createService({
  body: { name: "quality control" },
});

console.log(`"${name}" is ${id.site ?? id.uuid}; nobody may run it yet.`);
