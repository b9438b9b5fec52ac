import type { Identifier, SubmissionResponse } from "datameta-client";
import type { Account } from "./contract-server.js";
import { freezeFile, localFile } from "./files.js";
import { uniqueSample } from "./unique.js";

type Id = Required<Identifier>;

/** Stages a valid metadata set. */
export async function stage(owner: Account, record: Record<string, unknown> = {}): Promise<Id> {
  const { id } = await owner.client.createMetaDataSet({
    body: { record: { Sample: uniqueSample(), ...record } },
  });
  return { uuid: id.uuid, site: id.site ?? "" };
}

/** The parts of a submission. */
export interface Submitted {
  readonly submission: SubmissionResponse;
  readonly metaDataSet: Id;
  readonly file: Id;
  readonly fileName: string;
  readonly content: string;
  readonly sample: string;
}

/** Submits one metadata set with one file. */
export async function submitOne(owner: Account): Promise<Submitted> {
  const local = localFile();
  const sample = uniqueSample();
  const file = await freezeFile(owner, local);
  const metaDataSet = await stage(owner, { Sample: sample, Reads: local.name });
  const submission = await owner.client.createSubmission({
    body: { metadatasetIds: [metaDataSet.uuid], fileIds: [file.uuid] },
  });
  const { name: fileName, content } = local;
  return { submission, metaDataSet, file, fileName, content, sample };
}
