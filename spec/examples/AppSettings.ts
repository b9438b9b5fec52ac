import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const settings = await datameta.getAppSettings();

for (const { key, value, valueType } of settings) {
  console.log(`${key} = ${value} (${valueType})`);
}
