import type { Operation } from "./operation.js";

/** What makes the server fail with 500 where it should refuse and say why, by operationId. */
const causes: Readonly<Record<string, string>> = {
  BulkDeleteStagedFiles: "getFileUrl was called for a file",
  CreateApiKey: "expires with a Z or an offset; label over 200 characters",
  CreateFile: "checksum with a / or over 200 characters",
  CreateMetaDataSet: "regExp without regexDescription",
  CreateMetaDatum: "serviceId null",
  CreateSubmission: "label over 100 characters; regExp without regexDescription",
  DeleteFile: "getFileUrl was called for a file",
  DeleteMetadataSet: "another user's set; a set with a service execution",
  GetFileUrl: "expires after the year 9999",
  PostRegistration: "email or org_select null",
  PrevalidateSubmission: "regExp without regexDescription",
  UpdateAppSettings: "unknown id",
  UpdateFile: "another user's file",
  UpdateMetaDatum: "unknown id",
};

/** What is known to make the server fail over an operation, to end a sentence with. */
export function knownCauses({ operationId, body }: Operation): string {
  const known = [causes[operationId], body !== "none" && "a NUL or lone surrogate in a text"];
  const text = known.filter(Boolean).join("; ");
  return text && ` (known causes: ${text})`;
}
