import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.deleteApiKey({
  id: "d5b0c8e3-27f1-4a96-b3c4-5e8f10a9d762",
});

console.log("The key is deleted, and its token no longer works.");
