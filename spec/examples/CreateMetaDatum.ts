import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { id } = await datameta.createMetaDatum({
  body: {
    name: "tissue",
    longDescription: "The tissue that the sample comes from.",
    example: "liver",
    regExp: "^[a-z]+$",
    regexDescription: "Lowercase letters only.",
    dateTimeFmt: "",
    isMandatory: false,
    order: 20,
    isFile: false,
    isSubmissionUnique: false,
    isSiteUnique: false,
    serviceId: "",
  },
});

console.log(`The definition is ${id.uuid}.`);
