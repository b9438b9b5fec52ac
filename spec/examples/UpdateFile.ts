import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

// uploadFile of datameta-client/files also does this.
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
