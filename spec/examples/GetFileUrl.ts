import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

// downloadFile of datameta-client/files also verifies the content, and
// continues after a broken connection.
const { fileUrl, expires } = await datameta.getFileUrl({
  id: "DMF-51726093",
  expires: 10,
});

console.log(
  `Anybody with the link can download the file until ${expires}.`,
);
const content = await fetch(fileUrl);
console.log(await content.text());
