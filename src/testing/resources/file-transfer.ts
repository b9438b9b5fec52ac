import { hasExpired } from "../authentication.js";
import type { IncomingRequest, ServerContext } from "../operation-request.js";
import { findById } from "../identifiers.js";
import { findUploadedFile } from "../multipart.js";
import { crash, exception, json, noContent, type Reply } from "../replies.js";

/** Receives the content of an announced file. The token in the header is the only credential. */
export function uploadFile(context: ServerContext, request: IncomingRequest, id: string): Reply {
  // The server checks the token only after it has received the whole body.
  const content = findUploadedFile(request.headers["content-type"] ?? "", request.body);
  if (!content) return json(400, null);
  const file = findById(context.state.files, id);
  const token = request.headers["access-token"];
  if (file?.uploadToken !== token || !file || hasExpired(context, file.expires)) {
    return json(404, null);
  }
  if (file.filesize !== null) return json(409, null);
  file.content = content;
  file.modified = context.now().getTime();
  return noContent;
}

/** Sends the content of a file. The token in the link is the only credential. */
export function downloadFile(
  context: ServerContext,
  request: IncomingRequest,
  token: string,
): Reply {
  const download = context.state.downloadTokens.find((each) => each.token === token);
  if (!download || context.now().getTime() >= download.expires) return exception(404);
  const { name, content, modified } = download.file;
  // The server writes the unchanged name into a header, which must be a single line in Latin-1.
  // eslint-disable-next-line no-control-regex -- The pattern must match control characters.
  if (/[^\x00-\xff]|[\r\n]/.test(name)) return crash;
  const lastModified = new Date(modified).toUTCString();
  const headers = {
    "Content-Disposition": `attachment; filename="${name}"`,
    "Last-Modified": lastModified,
  };
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  if (since >= Date.parse(lastModified)) {
    const body = new Uint8Array();
    return { kind: "bytes", status: 304, body, headers: { ...headers, Connection: "close" } };
  }
  return sendRange(content, request.headers["range"], headers);
}

function sendRange(
  content: Uint8Array,
  range: string | undefined,
  headers: Readonly<Record<string, string>>,
): Reply {
  // If there are several ranges, only the first one counts.
  const match = /^bytes=(?:(\d+)-(\d*)|-(\d+))/.exec(range ?? "");
  const size = content.length;
  if (!match) {
    const contentType = "application/octet-stream";
    return { kind: "bytes", status: 200, contentType, body: content, headers };
  }
  const [, from, to, last] = match;
  const start = from === undefined ? Math.max(0, size - Number(last)) : Number(from);
  const end = to ? Math.min(Number(to), size - 1) : size - 1;
  if (start > end) {
    return {
      kind: "bytes",
      status: 416,
      contentType: "text/plain",
      body: new TextEncoder().encode(`Requested range not satisfiable: ${range ?? ""}`),
      headers: { ...headers, "Content-Range": `bytes */${size}` },
    };
  }
  return {
    kind: "bytes",
    status: 206,
    contentType: "application/octet-stream",
    body: content.subarray(start, end + 1),
    headers: { ...headers, "Content-Range": `bytes ${start}-${end}/${size}` },
  };
}
