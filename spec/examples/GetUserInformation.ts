import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { name, email, group, siteRead } = await datameta.whoami();

console.log(`${name} <${email}> of ${group.name}`);
console.log(
  siteRead
    ? "reads the data of all groups"
    : "reads the data of their group",
);
