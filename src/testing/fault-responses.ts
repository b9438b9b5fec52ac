import { gzipSync } from "node:zlib";

import type { FaultName } from "./fault-names.js";
import type { FaultAnswer } from "./faults.js";
import { head, jsonType, transmissionOf, type Transmission } from "./transmission.js";

/** The target of a request, for the faults that redirect to it. */
export interface Target {
  /** Path and query as sent. */
  readonly url: string;
  /** Scheme and host that the client used. */
  readonly origin: string;
}

/** JSON for a response, long enough to be cut at different places. */
const whole = JSON.stringify({ message: "An answer of the test server. ".repeat(8) });
const half = whole.slice(0, whole.length / 2);

const sized = (length: number): string => head(200, { ...jsonType, "Content-Length": `${length}` });
const chunked = head(200, { ...jsonType, "Transfer-Encoding": "chunked" });
const chunkOf = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

const gigabyte = 2 ** 30;
/** One chunk, sent many times, so that a large body does not need more memory. */
const filler = "x".repeat(65_536);

function* hugeBody(): Generator<string> {
  yield `${sized(gigabyte)}"`;
  for (let rest = gigabyte - 2; rest > 0; rest -= filler.length) yield filler.slice(0, rest);
  yield '"';
}

function* endlessBody(): Generator<string> {
  yield chunked + chunkOf('"');
  const chunk = chunkOf(filler);
  for (;;) yield chunk;
}

/**
 * About 350 kB of headers. Node accepts 16 kB, and Chromium 256 kB. Sent in parts, so that a client
 * can close the connection early.
 */
function* manyHeaders(): Generator<string> {
  yield head(200, jsonType).slice(0, -2);
  for (let count = 0; count < 10_000; count += 100) {
    const names = Array.from(
      { length: 100 },
      (_, index) => `X-Filler-${count + index}: ${"x".repeat(16)}\r\n`,
    );
    yield names.join("");
  }
  yield `Content-Length: ${whole.length}\r\n\r\n${whole}`;
}

const page = (title: string): Pick<FaultAnswer, "headers" | "body"> => ({
  headers: { "Content-Type": "text/html; charset=utf-8" },
  body: `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
});

const packed = (body: Uint8Array): FaultAnswer => ({
  status: 200,
  headers: { ...jsonType, "Content-Encoding": "gzip" },
  body,
});

const later = { headers: { "Retry-After": "1" } };

/**
 * The response for each named fault: a valid HTTP response, or a transmission that HTTP does not
 * allow.
 */
const faultResponses: Record<FaultName, (target: Target) => FaultAnswer | Transmission> = {
  "answer-lost": () => ({ status: 0, parts: [], end: "reset" }),
  "reset-in-request": () => ({ status: 0, parts: [], end: "reset" }),
  "stall-in-request": () => ({ status: 0, parts: [], end: "hold" }),
  "reset-before-headers": () => ({ status: 0, parts: [], end: "reset" }),
  "reset-in-headers": () => ({ status: 0, parts: [chunked.slice(0, 30)], end: "reset" }),
  "reset-after-headers": () => ({ status: 200, parts: [sized(whole.length)], end: "reset" }),
  "stall-before-headers": () => ({ status: 0, parts: [], end: "hold" }),
  "stall-in-body": () => ({ status: 200, parts: [sized(whole.length), half], end: "hold" }),
  "cut-body": () => ({ status: 200, parts: [chunked, chunkOf(half)], end: "close" }),
  "content-length-too-long": () => ({
    status: 200,
    parts: [sized(whole.length + 10), whole],
    end: "close",
  }),
  "content-length-too-short": () => ({
    status: 200,
    parts: [sized(half.length), whole],
    end: "close",
  }),
  "broken-chunking": () => ({
    status: 200,
    parts: [chunked, chunkOf(half), "size\r\n"],
    end: "close",
  }),
  "cut-gzip": () => packed(gzipSync(whole).subarray(0, -20)),
  "broken-gzip": () => packed(gzipSync(whole).fill(0xff, 10)),
  "huge-body": () => ({ status: 200, parts: hugeBody(), end: "close" }),
  "endless-body": () => ({ status: 200, parts: endlessBody(), end: "close" }),
  "too-many-headers": () => ({ status: 200, parts: manyHeaders(), end: "close" }),
  "proxy-page": () => ({ status: 502, ...page("502 Bad Gateway") }),
  "login-page": () => ({ status: 200, ...page("Log in") }),
  "empty-body": () => ({ status: 200, headers: jsonType }),
  "cut-json": () => ({ status: 200, headers: jsonType, body: half }),
  "wrong-json": () => ({ status: 200, body: 42 }),
  "null-json": () => ({ status: 200, body: null }),
  "invalid-utf-8": () => ({
    status: 200,
    headers: jsonType,
    body: Buffer.from('{"message":"\xff\xfe\xc3"}', "latin1"),
  }),
  // By RFC 6761, this name never resolves.
  "redirect-elsewhere": () => ({
    status: 302,
    headers: { Location: "http://elsewhere.invalid/api/v1/rpc/whoami" },
  }),
  "redirect-loop": ({ url }) => ({ status: 302, headers: { Location: url } }),
  "redirect-with-body": ({ origin }) => ({
    status: 307,
    headers: { Location: `${origin}/api` },
    body: JSON.parse(whole) as unknown,
  }),
  "no-content-with-body": () => ({ status: 204, headers: jsonType, body: whole }),
  teapot: () => ({ status: 418, body: "I am a teapot." }),
  "too-many-requests": () => ({ status: 429, ...later }),
  unavailable: () => ({ status: 503, ...later }),
  "unknown-status": () => ({ status: 599, body: "An unknown status." }),
};

/** Returns what the server sends for a named fault. */
export function faultResponseOf(name: FaultName, target: Target): Transmission {
  const answer = faultResponses[name](target);
  return "parts" in answer ? answer : transmissionOf(answer);
}
