import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const definitions = await datameta.getMetaData();

for (const { name, isMandatory, example, serviceId } of definitions) {
  const from = serviceId ? "a service" : "you";
  const mark = isMandatory ? "*" : "";
  console.log(`${name}${mark}, like "${example}", comes from ${from}`);
}
