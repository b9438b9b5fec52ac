import { Ajv2020 } from "ajv/dist/2020.js";
import type { Operation } from "../../../src/engine/operation.js";
import { responseSchema } from "../../support/document.js";
import { findOperation } from "../../support/operations.js";
import { documentedAnswers } from "./documented-answers.js";

/** The kind of a response body. */
export type BodyKind = "array" | "empty" | "null" | "object" | "page" | "text" | "value";

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/**
 * Records every response that its `fetch` receives, and checks it against the document. This
 * ensures that the document and the generated types are correct.
 */
export class Recorder {
  /** The kinds of body, by operation and status, such as `CreateApiKey 200`. */
  readonly seen = new Map<string, Set<BodyKind>>();
  /** Returns the violations of the document since the last call. */
  readonly #violations: string[] = [];

  constructor(private readonly baseUrl: string) {}

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(url, init);
    const operation = findOperation(init.method ?? "GET", url, this.baseUrl);
    if (operation) await this.#record(operation, response.clone());
    return response;
  };

  takeViolations(): string[] {
    return this.#violations.splice(0);
  }

  async #record(operation: Operation, response: Response): Promise<void> {
    const { status } = response;
    const mediaType = (response.headers.get("content-type") ?? "").replace(/;.*/, "").trim();
    const text = await response.text();
    const isJson = mediaType === "application/json" && text !== "";
    const body: unknown = isJson ? JSON.parse(text) : text;
    const key = `${operation.operationId} ${status}`;
    const kinds = this.seen.get(key) ?? new Set();
    kinds.add(isJson ? jsonKind(body) : textKind(mediaType, text));
    this.seen.set(key, kinds);
    const violation = findViolation(operation, status, mediaType, body);
    if (violation !== undefined) this.#violations.push(`${key}: ${violation}; got ${text}`);
  }
}

function jsonKind(body: unknown): BodyKind {
  if (body === null) return "null";
  if (Array.isArray(body)) return "array";
  return typeof body === "object" ? "object" : "value";
}

function textKind(mediaType: string, text: string): BodyKind {
  if (text === "") return "empty";
  return mediaType === "text/html" ? "page" : "text";
}

function findViolation(
  operation: Operation,
  status: number,
  mediaType: string,
  body: unknown,
): string | undefined {
  const mediaTypes = documentedAnswers(operation).get(status);
  if (!mediaTypes) return "the document has no such status";
  // If no body is documented, any body is allowed, because the client ignores it.
  if (mediaTypes.length === 0) return undefined;
  if (!mediaTypes.includes(mediaType)) return `the document has no body of type "${mediaType}"`;
  const valid = ajv.validate(responseSchema(operation, status, mediaType), body);
  return valid ? undefined : ajv.errorsText();
}
