import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { name, contentUploaded, filesize } = await datameta.getFile({
  id: "DMF-51726093",
});

console.log(
  contentUploaded
    ? `${name} has ${filesize} bytes`
    : `${name} is not complete`,
);
