import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { userIds } = await datameta.updateService({
  id: "DMP-80542671",
  body: { userIds: ["DMU-20461837"] },
});

console.log(`${userIds.length} user may run the service.`);
