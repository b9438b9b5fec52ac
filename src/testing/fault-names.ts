/**
 * All named faults, for a test that runs once per fault. Except with `"answer-lost"`, the server
 * does not carry out the operation. Unless noted otherwise, the response has status 200 and a JSON
 * content type. Some faults end the connection before that.
 *
 * @example
 * ```ts
 * test.each(faultNames)("keeps the form's data after %s", async (fault) => {
 *   await using server = await startTestServer({ faults: { createMetaDataSet: fault } });
 *   // …
 * });
 * ```
 */
export const faultNames = [
  /**
   * The server carries out the operation, but resets the connection instead of sending the
   * response.
   */
  "answer-lost",
  /** The connection is reset while the request arrives, or immediately if it has no body. */
  "reset-in-request",
  /** The server stops reading the request. The connection stays open. */
  "stall-in-request",
  "reset-before-headers",
  "reset-in-headers",
  "reset-after-headers",
  /** No response. The connection stays open. */
  "stall-before-headers",
  /** Only a part of the body arrives. The connection stays open. */
  "stall-in-body",
  /** The connection closes normally before the end of the body. */
  "cut-body",
  /** `Content-Length` is larger than the body. */
  "content-length-too-long",
  /** `Content-Length` is smaller than the body. */
  "content-length-too-short",
  /** The size of the second chunk is not a number. */
  "broken-chunking",
  /** A complete HTTP response with truncated gzip data. */
  "cut-gzip",
  /** A complete HTTP response whose body is not gzip data. */
  "broken-gzip",
  /** 1 GiB of JSON, as a stream. */
  "huge-body",
  /** JSON that never ends until the client closes the connection. */
  "endless-body",
  "too-many-headers",
  /** 502 with the HTML page of a proxy. */
  "proxy-page",
  /** 200 with the HTML page of a login form. */
  "login-page",
  "empty-body",
  /** Truncated JSON in a complete body. */
  "cut-json",
  /** A number. No operation returns one: their JSON is an object or an array. */
  "wrong-json",
  "null-json",
  /** JSON that contains invalid UTF-8. */
  "invalid-utf-8",
  /** 302 to a host that does not exist. */
  "redirect-elsewhere",
  /** 302 to the same URL. */
  "redirect-loop",
  /** 307 with a JSON body and a `Location` on this server. */
  "redirect-with-body",
  /** 204 followed by a body. */
  "no-content-with-body",
  /** 418 with a text. */
  "teapot",
  /** 429 with `Retry-After: 1`. */
  "too-many-requests",
  /** 503 with `Retry-After: 1`. */
  "unavailable",
  /** 599 with a text. */
  "unknown-status",
] as const;

/** The name of a fault. {@link faultNames} describes each of them. */
export type FaultName = (typeof faultNames)[number];
