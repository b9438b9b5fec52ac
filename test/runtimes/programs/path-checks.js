// The checks of `datameta-client/files` with files on disk, in Node, Bun and Deno.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { createClient } from "datameta-client";
import { FileError, downloadFile, submit, uploadFile } from "datameta-client/files";
import { equal, failureOf } from "./checking.js";

const folder = "transfers";

export const pathChecks = {
  async "uploads from a path, and downloads to a path"({ url, account }) {
    const datameta = createClient({ baseUrl: url, auth: { bearer: account.token } });
    await mkdir(folder);
    await writeFile(`${folder}/reads.fq`, "ACGT".repeat(500_000));

    const file = await uploadFile(datameta, { path: `${folder}/reads.fq` });
    const same = await uploadFile(datameta, pathToFileURL(`${folder}/reads.fq`));
    await downloadFile(datameta, file.id, { to: `${folder}/copy.fq` });
    const again = await failureOf(downloadFile(datameta, file.id, { to: `${folder}/copy.fq` }));

    equal(`${file.name} ${file.filesize} ${same.checksum}`, `reads.fq 2000000 ${file.checksum}`);
    equal(await readFile(`${folder}/copy.fq`, "utf8"), "ACGT".repeat(500_000));
    equal(again instanceof FileError && again.code, "EEXIST");
    equal((await readdir(folder)).sort().join(), "copy.fq,reads.fq");
  },

  async "resumes a submission with its journal"({ url, account }) {
    const datameta = createClient({ baseUrl: url, auth: { bearer: account.token } });
    const journal = `${folder}/journal`;
    const options = {
      ...{ records: [{ sample: "a", reads: "reads.fq" }], journal },
      files: [{ path: `${folder}/reads.fq` }],
    };

    const first = await submit(datameta, options);
    const second = await submit(datameta, options);

    equal(second.id.uuid, first.id.uuid);
    equal((await readdir(folder)).sort().join(), "copy.fq,journal,reads.fq");
  },
};
