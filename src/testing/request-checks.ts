import type { RequestOperation, RequestParameter } from "../../generated/request-validators.js";
import { cookieValue } from "./authentication.js";
import { Parameters, type IncomingRequest } from "./operation-request.js";
import { parseQueryDateTime } from "../python/query-datetime.js";
import { readPythonInteger } from "../python/integer.js";
import { pythonBytes, pythonLiteral } from "../python/text.js";
import { json, type Finding, type Reply } from "./replies.js";
import { serverMessagesOf } from "../python/schema-errors.js";

/**
 * An error of the checks that run before the handler. `exception` is the name of a Python class.
 */
interface CheckEntry extends Finding {
  readonly exception: string;
}

/** The checked parameters and body, or the reply if a check failed. */
export type CheckedRequest =
  { readonly parameters: Parameters; readonly body: unknown } | { readonly reply: Reply };

/**
 * Whether the request has a credential that the operation accepts. Does not check the credential
 * itself.
 */
export function hasCredential(operation: RequestOperation, request: IncomingRequest): boolean {
  return operation.security.some((schemes) =>
    schemes.every(({ type, name }) => {
      if (type === "bearer") return /^bearer /i.test(request.headers["authorization"] ?? "");
      return type === "cookie" && cookieValue(request, name ?? "") !== undefined;
    }),
  );
}

/** Converts the parameters and validates the body by the document. */
export function checkRequest(
  operation: RequestOperation,
  request: IncomingRequest,
  pathValues: ReadonlyMap<string, string>,
): CheckedRequest {
  const values = new Map<string, unknown>();
  const entries: CheckEntry[] = [];
  for (const parameter of operation.parameters) {
    const text =
      parameter.in === "path"
        ? pathValues.get(parameter.name)
        : request.query.getAll(parameter.name).at(-1);
    const cast = castParameter(parameter, text);
    if ("entry" in cast) entries.push(cast.entry);
    else values.set(parameter.name, cast.value);
  }
  const read = operation.body ? readBody(operation.body, request) : { value: undefined };
  if ("entries" in read) entries.push(...read.entries);
  if (entries.length > 0) return { reply: json(400, entries) };
  return { parameters: new Parameters(values), body: "value" in read ? read.value : undefined };
}

/** The 401 for a request without a bearer token and without a session cookie. */
export const noCredential: Reply = json(401, [
  { exception: "InvalidSecurity", message: "Security not valid for any requirement" },
]);

function readBody(
  validate: NonNullable<RequestOperation["body"]>,
  request: IncomingRequest,
): { value: unknown } | { entries: CheckEntry[] } {
  const [mediaType = ""] = (request.headers["content-type"] ?? "").split(";");
  // The comparison is case-sensitive, as on the server.
  if (mediaType.trim() !== "application/json") {
    const message = `Content for following mimetype not found: ${mediaType.trim()}`;
    return { entries: [{ exception: "InvalidContentType", message }] };
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.body));
  } catch {
    const message = `Failed to deserialize value ${pythonBytes(request.body)} with style application/json`;
    return { entries: [{ exception: "DeserializeError", message }] };
  }
  // `null` passes these checks, but the handler then fails.
  if (value === null || validate(value)) return { value };
  const findings = serverMessagesOf(validate.errors ?? []);
  if (findings.length === 0) return { value };
  return { entries: findings.map((finding) => ({ exception: "ValidationError", ...finding })) };
}

function castParameter(
  { name, type, format, default: preset }: RequestParameter,
  text: string | undefined,
): { value: unknown } | { entry: CheckEntry } {
  if (text === undefined) return { value: preset };
  if (text === "") {
    const message = `Value of parameter cannot be empty: ${name}`;
    return { entry: { exception: "EmptyParameterValue", message, field: name } };
  }
  if (format === "date-time" && parseQueryDateTime(text) === undefined) {
    const message = `${pythonLiteral(text)} is not a 'date-time'`;
    return { entry: { exception: "ValidationError", message } };
  }
  const value = casts[type]?.(text) ?? (type in casts ? undefined : text);
  if (value === undefined) {
    const message = `Failed to cast value ${text} to type ${type}`;
    return { entry: { exception: "CastError", message } };
  }
  return { value };
}

const booleansByText: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(["y", "yes", "t", "true", "on", "1"].map((word) => [word, true])),
  ...Object.fromEntries(["n", "no", "f", "false", "off", "0"].map((word) => [word, false])),
};

const casts: Readonly<Record<string, (text: string) => number | boolean | undefined>> = {
  integer: readPythonInteger,
  number: (text) => (Number.isFinite(Number(text)) ? Number(text) : undefined),
  boolean: (text) => booleansByText[text.toLowerCase()],
};
