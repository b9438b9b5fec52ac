import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

await datameta.updateUser({
  id: "DMU-20461837",
  body: { name: "Ada Other", siteRead: true },
});

console.log(
  "The user has a new name and can read the data of all groups.",
);
