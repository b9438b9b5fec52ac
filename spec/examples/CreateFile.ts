import { createHash } from "node:crypto";

import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const content = Buffer.from("@read_1\nACGT\n+\nIIII\n");
const checksum = createHash("md5").update(content).digest("hex");

const { id, urlToUpload, requestHeaders } = await datameta.createFile({
  body: { name: "reads_1.fastq", checksum },
});

// Send the content, then complete the upload with updateFile. uploadFile of
// datameta-client/files performs all three steps.
const body = new FormData();
body.append("file", new Blob([content]), "reads_1.fastq");
const upload = await fetch(urlToUpload, {
  method: "POST",
  headers: requestHeaders,
  body,
});

console.log(
  `${id.site ?? id.uuid}: the upload returned ${upload.status}`,
);
