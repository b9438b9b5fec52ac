import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

// The function uploadFile of datameta-client/files does this, too.
try {
  const { name, filesize } = await datameta.updateFile({
    id: "DMF-51726093",
    body: { contentUploaded: true },
  });
  console.log(`${name} is complete: ${filesize} bytes`);
} catch (error) {
  if (!datameta.updateFile.isError(error) || error.status !== 409)
    throw error;
  console.log(
    "The content does not match the checksum. Upload it again.",
  );
}
