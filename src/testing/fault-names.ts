/**
 * Every fault that has a name, to run one test over each of them. All but `"answer-lost"` leave the
 * operation undone. Those of which an answer remains say 200 and JSON in its head, unless they say
 * otherwise here.
 *
 * @example
 * ```ts
 * test.each(faultNames)("keeps what was entered through %s", async (fault) => {
 *   await using server = await startTestServer({ faults: { createMetaDataSet: fault } });
 *   // …
 * });
 * ```
 */
export const faultNames = [
  /** The operation is carried out, and the connection is reset in place of its answer. */
  "answer-lost",
  "reset-before-headers",
  "reset-in-headers",
  "reset-after-headers",
  /** No answer; the connection stays open. */
  "stall-before-headers",
  /** A part of the body, and no more; the connection stays open. */
  "stall-in-body",
  /** The connection ends, in good order, before the body does. */
  "cut-body",
  /** The head announces more than there is. */
  "content-length-too-long",
  /** The head announces less than there is. */
  "content-length-too-short",
  /** The second chunk's size is no number. */
  "broken-chunking",
  /** Whole as HTTP, and the compressed data in it break off. */
  "cut-gzip",
  /** Whole as HTTP, and the compressed data in it are no such thing. */
  "broken-gzip",
  /** JSON of 1 GiB, which is streamed. */
  "huge-body",
  /** JSON that goes on until the client hangs up. */
  "endless-body",
  "too-many-headers",
  /** 502 with the HTML of a proxy. */
  "proxy-page",
  /** 200 with the HTML of a login page. */
  "login-page",
  "empty-body",
  /** JSON that breaks off, in a body that does not. */
  "cut-json",
  /** A number, where every operation that answers JSON answers an object or an array. */
  "wrong-json",
  "null-json",
  /** JSON but for bytes that are no UTF-8. */
  "invalid-utf-8",
  /** 302 to a host that there is not. */
  "redirect-elsewhere",
  /** 302 to the same URL. */
  "redirect-loop",
  /** 307 with a JSON body, and a `Location` of this server. */
  "redirect-with-body",
  /** 204, and a body after it all the same. */
  "no-content-with-body",
  /** 418 with a text. */
  "teapot",
  /** 429, to come back after a second. */
  "too-many-requests",
  /** 503, to come back after a second. */
  "unavailable",
  /** 599 with a text. */
  "unknown-status",
] as const;

/** A fault that has a name; {@link faultNames} says what each of them does. */
export type FaultName = (typeof faultNames)[number];
