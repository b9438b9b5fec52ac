import { gzipSync } from "node:zlib";

import type { FaultName } from "./fault-names.js";
import type { FaultAnswer } from "./faults.js";
import { head, jsonType, transmissionOf, type Transmission } from "./transmission.js";

/** Where a request went, for the faults that repeat it. */
export interface Target {
  /** Path and query as they were sent. */
  readonly url: string;
  /** Scheme and host as the client addressed them. */
  readonly origin: string;
}

/** JSON like that of an answer, long enough to be broken anywhere. */
const whole = JSON.stringify({ message: "An answer of the test server. ".repeat(8) });
const half = whole.slice(0, whole.length / 2);

const sized = (length: number): string => head(200, { ...jsonType, "Content-Length": `${length}` });
const chunked = head(200, { ...jsonType, "Transfer-Encoding": "chunked" });
const chunkOf = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

const gigabyte = 2 ** 30;
/** One chunk, however often it is sent: a body of any size takes no more memory than this. */
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

/** Some 350 kB: Node takes 16, and Chromium 256. In parts, so that a client can hang up early. */
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

/** What each name stands for: an answer as one could write it by hand, or what HTTP does not allow. */
const misbehaviours: Record<FaultName, (target: Target) => FaultAnswer | Transmission> = {
  "answer-lost": () => ({ status: 0, parts: [], end: "reset" }),
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
  // A name that never resolves, by RFC 6761.
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
  "unknown-status": () => ({ status: 599, body: "Nobody knows what this is." }),
};

/** What a fault of this name sends. */
export function misbehaviourOf(name: FaultName, target: Target): Transmission {
  const answer = misbehaviours[name](target);
  return "parts" in answer ? answer : transmissionOf(answer);
}
