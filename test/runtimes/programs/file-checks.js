// The checks of `datameta-client/files`, for Node, Bun, Deno and browsers. A browser sends and hashes
// with other code than Node. Like the other checks, they use only the platform.
import { ConflictError, ConnectionError, createClient } from "datameta-client";
import {
  FileError,
  SubmissionError,
  downloadFile,
  submit,
  uploadFile,
} from "datameta-client/files";
import { equal, failureOf } from "./checking.js";

/** A megabyte, and its MD5. */
const content = new Uint8Array(1_000_000).map((_, index) => (index * 31 + (index >> 8)) & 255);
const checksum = "4e35f58056fe74ed5ea2bac32c33901a";

export const fileChecks = {
  async "uploads from a Blob, a File, bytes, a buffer and a stream"(setting) {
    const datameta = signedIn(setting);
    const blob = new Blob([content]);
    const sources = [
      { content: blob, name: "blob.fq" },
      new File([content], "file.fq"),
      { content, name: "bytes.fq" },
      { content: blob.stream(), name: "stream.fq" },
      { content: pieces(content), name: "iterable.fq" },
    ];
    for (const source of sources) {
      const file = await uploadFile(datameta, source);

      equal(`${file.name} ${file.filesize}`, `${source.name} ${content.length}`);
      equal(file.checksum, checksum);
    }
  },

  async "reports the progress of an upload and of a download"(setting) {
    const datameta = signedIn(setting);
    const seen = [];
    const onProgress = ({ file, phase, loaded, total }) =>
      seen.push({ file, phase, loaded, total });

    const { id } = await uploadFile(datameta, { content, name: "reads.fq" }, { onProgress });
    await bytesOf((await downloadFile(datameta, id, { onProgress })).stream);

    const phases = seen.map(({ phase }) => phase).filter((phase) => phase !== "hashing");
    equal([...new Set(phases)].join(), "sending,completing,receiving");
    equal(new Set(seen.map(({ file }) => file)).size, 1);
    equal(
      seen.every(({ loaded, total }) => total === content.length && loaded <= total),
      true,
    );
    equal(seen.at(-1).loaded, content.length);
  },

  async "sends a file again after a 500"(setting) {
    await setFaults(setting, { uploadFile: [{ status: 500 }] });

    const file = await uploadFile(signedIn(setting), new File([content], "reads.fq"));

    equal(file.checksum, checksum);
  },

  async "removes a file if its content was changed on the way"(setting) {
    const datameta = signedIn(setting);
    await setFaults(setting, { updateFile: [{ status: 409, body: null }] });

    const error = await failureOf(uploadFile(datameta, { content, name: "reads.fq" }));

    equal(error instanceof ConflictError, true);
    equal(/upload\//.test(`${error.stack} ${JSON.stringify(error)}`), false);
  },

  async "rejects with the reason of an abort"(setting) {
    const datameta = signedIn(setting);
    await setFaults(setting, { uploadFile: ["stall-before-headers"] });
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 100);

    const { signal } = controller;
    const thrown = await failureOf(uploadFile(datameta, { content, name: "a" }, { signal }));

    equal(thrown, reason);
    // The upload may have been aborted before it met the fault.
    await setFaults(setting, {});
  },

  async "resumes a broken download"(setting) {
    const datameta = signedIn(setting);
    const { id } = await uploadFile(datameta, { content, name: "reads.fq" });
    await setFaults(setting, { downloadFile: [{ cutAfter: 300_000 }] });

    const { name, size, stream } = await downloadFile(datameta, id);
    const received = await bytesOf(stream);

    equal(`${name} ${size}`, `reads.fq ${content.length}`);
    equal(firstDifference(received, content), -1);
  },

  async "a downloaded stream ends with an error if its content is wrong"(setting) {
    const datameta = signedIn(setting);
    const { id } = await uploadFile(datameta, { content: new Uint8Array(4), name: "reads.fq" });
    await setFaults(setting, { downloadFile: [{ status: 200, body: "ACGT" }] });

    const { stream } = await downloadFile(datameta, id);
    const error = await failureOf(bytesOf(stream));

    equal(error instanceof FileError && error.code, "CHECKSUM");
  },

  async "submits records with their files"(setting) {
    const datameta = signedIn(setting);
    const phases = new Set();

    const submission = await submit(datameta, {
      label: "Grüße — 分析",
      records: ["a", "b", "c"].map((sample) => ({ sample, reads: `${sample}.fq` })),
      files: ["a", "b", "c"].map((name) => new File([content, name], `${name}.fq`)),
      onProgress: ({ phase, loaded, total }) => {
        phases.add(phase);
        equal(loaded <= total, true);
      },
    });

    equal(submission.metadatasets.length, 3);
    equal(submission.files.map(({ name }) => name).join(), "a.fq,b.fq,c.fq");
    equal([...phases].join(), "checking,staging,uploading,submitting");
  },

  async "lists all problems of a submission"(setting) {
    const files = [new File(["ACGT"], "other.fq")];
    const records = [{ sample: "", reads: "a.fq" }, { smaple: "b" }];

    const error = await failureOf(submit(signedIn(setting), { records, files }));

    equal(error instanceof SubmissionError, true);
    equal(
      error.problems.map(({ row, column, file }) => [row, column, file].join(":")).join(),
      "1:sample:,1:reads:a.fq,2:smaple:,2:sample:,::other.fq",
    );
  },

  async "reports a refused connection"({ closed, account }) {
    const datameta = createClient({ baseUrl: closed, auth: { bearer: account.token }, retry: 0 });

    const error = await failureOf(uploadFile(datameta, { content, name: "reads.fq" }));

    equal(error instanceof ConnectionError, true);
  },
};

function signedIn({ url, account }) {
  const retry = { limit: 2, maxDelay: 1000 };
  return createClient({ baseUrl: url, auth: { bearer: account.token }, retry });
}

/** Each fault is a list, so that it applies once. */
async function setFaults({ faults }, some) {
  await fetch(faults, { method: "POST", body: JSON.stringify(some) });
}

async function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += 300_000) yield bytes.subarray(at, at + 300_000);
}

/** Reads a stream itself: a Response replaces the error of its body in Chromium. */
async function bytesOf(stream) {
  const reader = stream.getReader();
  const bytes = [];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    bytes.push(piece.value);
  }
  return new Uint8Array(await new Blob(bytes).arrayBuffer());
}

function firstDifference(one, other) {
  if (one.length !== other.length) return Math.min(one.length, other.length);
  return one.findIndex((byte, index) => byte !== other[index]);
}
