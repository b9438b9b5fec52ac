import { createClient } from "datameta-client";
import { submit } from "datameta-client/files";

/** Submits the data in its argument and prints the result. The test kills it at a random moment. */
const { url, token, records, files, journal } = JSON.parse(process.argv[2] ?? "") as {
  readonly url: string;
  readonly token: string;
  readonly records: readonly Record<string, string>[];
  readonly files: readonly { path: string }[];
  readonly journal: string;
};
const datameta = createClient({ baseUrl: url, auth: { bearer: token } });
const submission = await submit(datameta, { records, files, journal });
process.stdout.write(JSON.stringify(submission));
