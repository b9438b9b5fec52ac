import { createClient } from "datameta-client";
import { downloadFile, uploadFile } from "datameta-client/files";

/** Uploads the file in its arguments, downloads it, and prints its checksum or the error. */
const [baseUrl = "", bearer = "", path = ""] = process.argv.slice(2);
const datameta = createClient({ baseUrl, auth: { bearer }, retry: 0 });
try {
  const { id } = await uploadFile(datameta, { path });
  const { checksum } = await downloadFile(datameta, id, { to: `${path}.copy` });
  process.stdout.write(checksum);
} catch (error) {
  process.stdout.write(String(error));
}
