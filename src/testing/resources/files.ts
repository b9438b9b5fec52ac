import { createHash } from "node:crypto";

import type { FileResponse, FileUploadResponse, FileUrl } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { Handlers } from "../operation-request.js";
import { findById, identifierOf, newIdentity, newToken } from "../identifiers.js";
import { addDays, isoFormat, localTime } from "../../python/datetime.js";
import {
  crash,
  exception,
  invalid,
  json,
  noContent,
  notModifiable,
  type Reply,
} from "../replies.js";
import { remove, type State, type StoredFile, type User } from "../state.js";
import { requireStorable } from "../storable.js";

/** The server's file name has at most 255 bytes: a UUID, two underscores and the checksum. */
const maximumChecksumLength = 217;
/** Python's dates go from year 1 to year 9999. */
const earliestDate = Date.parse("0001-01-01T00:00:00Z");
const latestDate = Date.parse("9999-12-31T23:59:59.999Z");

const emptyName = invalid([{ message: "File names cannot be empty." }]);

export const fileHandlers: Handlers = {
  CreateFile(operationRequest) {
    const { context, request, body } = operationRequest;
    const user = authenticate(operationRequest);
    if (body.name === "") return emptyName;
    requireStorable(body.name, body.checksum);
    if (!isFileName(body.checksum)) return crash;
    const file: StoredFile = {
      ...newIdentity("file"),
      user,
      uploadToken: newToken(),
      expires: addDays(localTime(context.now()), 1),
      name: body.name,
      checksum: body.checksum,
      // The server creates an empty file immediately, so a file without an upload can be frozen as
      // empty.
      content: new Uint8Array(),
      modified: context.now().getTime(),
      filesize: null,
      record: null,
    };
    context.state.files.push(file);
    const announced: FileUploadResponse = {
      id: identifierOf(file),
      name: file.name,
      userId: identifierOf(user),
      expires: isoFormat(file.expires),
      urlToUpload: `${request.origin}/api/${context.api}/upload/${file.uuid}`,
      requestHeaders: { "Access-Token": file.uploadToken },
    };
    return json(200, announced);
  },

  GetFile(operationRequest) {
    const user = authenticate(operationRequest);
    const file = findById(
      operationRequest.context.state.files,
      operationRequest.parameters.text("id"),
    );
    if (!file) return exception(404);
    return mayView(user, file) ? json(200, printFile(file)) : json(403, []);
  },

  UpdateFile(operationRequest) {
    const { context, parameters, body } = operationRequest;
    const user = authenticate(operationRequest);
    const file = findById(context.state.files, parameters.text("id"));
    if (!file) return json(404, null);
    // The body of the 403 is `null`, and the server fails when it checks this response.
    if (file.user !== user) return crash;
    if (file.filesize !== null) return notModifiable;
    const { name = file.name, checksum = file.checksum } = body;
    if (name === "") return emptyName;
    const freezes = body.contentUploaded === true;
    if (freezes && createHash("md5").update(file.content).digest("hex") !== checksum) {
      return json(409, null);
    }
    requireStorable(name, checksum);
    file.name = name;
    file.checksum = checksum;
    if (freezes) file.filesize = file.content.length;
    return json(200, printFile(file));
  },

  DeleteFile(operationRequest) {
    const user = authenticate(operationRequest);
    const { state } = operationRequest.context;
    return deleteAll(state, user, [operationRequest.parameters.text("id")]) ?? noContent;
  },

  BulkDeleteStagedFiles(operationRequest) {
    const user = authenticate(operationRequest);
    const ids = new Set(operationRequest.body.fileIds);
    return deleteAll(operationRequest.context.state, user, [...ids]) ?? noContent;
  },

  GetFileUrl(operationRequest) {
    const { context, request, parameters } = operationRequest;
    const user = authenticate(operationRequest);
    const file = findById(context.state.files, parameters.text("id"));
    if (!file) return exception(404);
    if (!mayView(user, file)) return json(403, []);
    const expires = context.now().getTime() + parameters.number("expires") * 60_000;
    if (!(expires >= earliestDate && expires <= latestDate)) return crash;
    const token = newToken();
    context.state.downloadTokens.push({ token, file, expires });
    const fileUrl = `${request.origin}/api/${context.api}/download/${token}`;
    const url: Omit<FileUrl, "checksum"> & Partial<FileUrl> = {
      fileId: identifierOf(file),
      fileUrl,
      expires: isoFormat({ wallClock: expires, microseconds: 0, offset: 0 }),
      ...(context.api !== "v0" && { checksum: file.checksum }),
    };
    return parameters.flag("redirect") ? json(307, url, { Location: fileUrl }) : json(200, url);
  },
};

/**
 * Whether the user may read the file. Before submission, only the owner may. After submission, the
 * submitting group and `siteRead` may.
 */
function mayView(user: User, { user: owner, record }: StoredFile): boolean {
  const submission = record?.metaDataSet.submission ?? null;
  return submission === null ? owner === user : user.siteRead || submission.group === user.group;
}

function isFileName(checksum: string): boolean {
  return !checksum.includes("/") && Buffer.byteLength(checksum) <= maximumChecksumLength;
}

/** Deletes all files, or none of them if one cannot be deleted. */
function deleteAll(state: State, user: User, ids: readonly string[]): Reply | undefined {
  const filesToDelete = new Set<StoredFile>();
  for (const id of ids) {
    const file = findById(state.files, id);
    // The list had both ids of this file, so it was just deleted.
    if (!file || filesToDelete.has(file)) return json(404, null);
    if (file.user !== user) return json(403, null);
    if (file.record !== null) return notModifiable;
    filesToDelete.add(file);
  }
  // A file with a download URL, expired or not, cannot be deleted.
  if (state.downloadTokens.some(({ file }) => filesToDelete.has(file))) return crash;
  for (const file of filesToDelete) remove(state.files, file);
  return undefined;
}

function printFile(file: StoredFile): FileResponse {
  return {
    id: identifierOf(file),
    name: file.name,
    userId: identifierOf(file.user),
    expires: isoFormat(file.expires),
    checksum: file.checksum,
    contentUploaded: file.filesize !== null,
    filesize: file.filesize,
  };
}
