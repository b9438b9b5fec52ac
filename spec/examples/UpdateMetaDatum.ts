import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const id = "0b6d5e92-c3a1-4d7f-8e24-a91f7c305b68";
const definitions = await datameta.getMetaData();
const definition = definitions.find((each) => each.id.uuid === id);
if (!definition) throw new Error(`There is no definition ${id}.`);

// The server requires all members, and "" instead of null.
await datameta.updateMetaDatum({
  id,
  body: {
    name: definition.name,
    longDescription: "The id on the tube.",
    example: definition.example,
    regExp: definition.regExp ?? "",
    regexDescription: definition.regexDescription ?? "",
    dateTimeFmt: definition.dateTimeFmt ?? "",
    isMandatory: definition.isMandatory,
    order: definition.order,
    isFile: definition.isFile,
    isSubmissionUnique: definition.isSubmissionUnique,
    isSiteUnique: definition.isSiteUnique,
    serviceId: definition.serviceId?.uuid ?? "",
  },
});

console.log(`${definition.name} has a new description.`);
