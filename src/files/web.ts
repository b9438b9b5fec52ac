import { download } from "./download.js";
import type * as node from "./node.js";
import { webPlatform } from "./platform-web.js";
import { runSubmit } from "./submit.js";
import { upload } from "./upload.js";

export { defineColumns } from "./columns.js";
export { FileError, SubmissionError } from "./errors.js";

/** See `node.ts`. Both entry points have the same types. */
export const uploadFile: typeof node.uploadFile = (client, source, options) =>
  upload(webPlatform, client, source, options ?? {});

// Safe: the options determine which of the two results is returned.
export const downloadFile = ((client, id, options = {}) =>
  download(webPlatform, client, id, options)) as typeof node.downloadFile;

// Safe: the options determine which of the two results is returned.
export const submit = ((client, options) =>
  runSubmit(webPlatform, client, options)) as typeof node.submit;
