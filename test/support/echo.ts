import { canaries } from "./canaries.js";
import { hangUp, stall, type Handler } from "./loopback.js";

/** Everything that the server received. */
function said(request: Parameters<Handler>[0]): string {
  const { authorization, cookie } = request.headers;
  return `${request.body} ${authorization ?? ""} ${cookie ?? ""}`;
}

/** Repeats the request in the body and in headers. */
export function echo(status: number, contentType: string, body: (text: string) => string): Handler {
  return (request, response) => {
    const text = said(request);
    response.writeHead(status, {
      "Content-Type": contentType,
      "X-Echo": text,
      "Set-Cookie": `datameta=${canaries.cookie}`,
      "Content-Location": `/download/${canaries.token}`,
      Location: `http://canary@localhost/canary?token=${canaries.token}`,
    });
    response.end(body(text));
  };
}

export const list = (message: string): string => JSON.stringify([{ message, field: message }]);
const tree = (message: string) => JSON.stringify({ [message]: [{ deep: message }], message });
const plain = (message: string) => `500 Internal Server Error\n\n${message}\n`;
const page = (message: string) => `<html><p>${message}</p></html>`;
const escapedPage = (message: string) =>
  page(message.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"));
const query = (message: string) => new URLSearchParams({ message }).toString();

/** Secrets that only the response contains. Some of these members should be objects. */
const answer = JSON.stringify({
  token: canaries.responseToken,
  tfaToken: canaries.otp,
  fileUrl: canaries.signedUrl,
  urlToUpload: canaries.signedUrl,
  requestHeaders: { "Access-Token": canaries.responseToken },
  id: canaries.responseToken,
  userId: canaries.otp,
  fileId: canaries.signedUrl,
  expires: { at: canaries.otp },
});

/** Responses of servers and proxies that repeat the request. */
export const echoes: Readonly<Record<string, Handler>> = {
  "an error list": echo(400, "application/json", list),
  "an error with members named by it": echo(400, "application/json", tree),
  "an unauthorized": echo(401, "application/json", list),
  "a text": echo(500, "text/plain", plain),
  "a page": echo(502, "text/html", page),
  "an escaped page": echo(502, "text/html", escapedPage),
  "a query": echo(502, "text/plain", query),
  "a page for a success": echo(200, "text/html", page),
  "a type with parameters for a success": echo(200, `text/html; q=${canaries.token}`, page),
  "cut JSON for a success": echo(200, "application/json", (text) => list(text).slice(0, -1)),
  "a cut answer": echo(200, "application/json", () => answer.slice(0, -1)),
  "an error that breaks off": (request, response) => {
    // The cut is in the middle of a secret, wherever the credential is.
    response.writeHead(400, { "Content-Type": "application/json", "Content-Length": 10_000 });
    response.write(list(said(request)).slice(0, -15), () =>
      setTimeout(() => response.destroy(), 20),
    );
  },
  "a redirect": echo(302, "text/html", page),
  "a redirect to a signed URL": (_, response) => {
    response.writeHead(303, { Location: canaries.signedUrl.replace("canary.", "") }).end(answer);
  },
  "a reason": (request, response) => {
    const { authorization = "", cookie = "" } = request.headers;
    response.writeHead(418, `${authorization} ${cookie}`).end();
  },
  "a broken connection": hangUp,
  "an answer that is no HTTP": (request, { socket }) =>
    void socket?.end(`HTTP/1.1 ${said(request)}\r\n\r\n`),
  "a stall": stall,
};

/**
 * Responses with secrets in members that should have another type. Only `validate` rejects them.
 */
export const wrongAnswers: Readonly<Record<string, Handler>> = {
  "an answer of another shape": echo(200, "application/json", () => answer),
  "a list of another shape": echo(200, "application/json", () => `[${answer}]`),
};
