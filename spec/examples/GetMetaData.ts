import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const definitions = await datameta.getMetaData();

for (const { name, isMandatory, example, serviceId } of definitions) {
  const giver = serviceId ? "a service" : "you";
  console.log(`${name}${isMandatory ? "*" : ""}, like "${example}", comes from ${giver}`);
}
