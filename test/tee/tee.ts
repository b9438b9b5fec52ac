import { isSame, Pairs } from "./compare.js";
import { sendRequest, type WireResponse, type WireRequest } from "./send-request.js";
import type { Credential, PlannedRequest } from "./plan.js";
import type { ServerPair } from "./servers.js";
import { Placeholder } from "./texts.js";
import { addIds, idOf, Things, type Kind, type Reference, type Side } from "./things.js";

/** A request with both responses. */
export interface Comparison {
  readonly planned: PlannedRequest;
  readonly wire: WireRequest;
  readonly real: WireResponse;
  readonly embedded: WireResponse;
  /** Whether status, kind of body and content are the same. */
  readonly isSame: boolean;
}

/** The kind of resource in the response of an operation. */
const made: Readonly<Record<string, Kind>> = {
  ...{ CreateApiKey: "key", CreateFile: "file", CreateMetaDataSet: "set", PostService: "service" },
  ...{ CreateSubmission: "submission", CreateMetaDatum: "definition", AppSettings: "setting" },
  ...{ GetMetaData: "definition", GetUserInformation: "user" },
};

/** Sends each request to two servers, with each server's own ids. */
export class Tee {
  readonly things = new Things();
  readonly #pairs = new Pairs();
  readonly #servers: ServerPair;

  constructor(servers: ServerPair) {
    this.#servers = servers;
  }

  async send(planned: PlannedRequest): Promise<Comparison> {
    const { origin } = this.#servers;
    const wire = this.#write(planned, "embedded");
    const [real, embedded] = await Promise.all([
      sendRequest(origin.real, this.#write(planned, "real")),
      sendRequest(origin.embedded, wire),
    ]);
    const same = real.status === embedded.status && real.kind === embedded.kind;
    const isSameContent =
      isSame(this.#pairs, real.content, embedded.content) &&
      isSame(this.#pairs, real.location, embedded.location);
    if (real.status < 300 && same)
      this.#remember(planned.operation, real.content, embedded.content);
    return { planned, wire, real, embedded, isSame: same && isSameContent };
  }

  #write(
    { method, path, credential, accept, contentType, body }: PlannedRequest,
    side: Side,
  ): WireRequest {
    const text = path
      .map((part) => (typeof part === "string" ? part : this.#encode(part, side)))
      .join("");
    const bytes = this.#writeBody(body, side);
    return {
      method,
      // Links of the server and planned paths with two slashes begin at the root.
      path: /^\/api\/|^\/\//.test(text)
        ? text.replace(/^\/\//, "/")
        : `/api/${this.#servers.api}${text}`,
      headers: {
        ...(accept !== undefined && { Accept: accept }),
        ...(contentType !== undefined && { "Content-Type": contentType }),
        ...(bytes && { "Content-Length": String(bytes.length) }),
        ...this.#authorize(credential, side),
      },
      ...(bytes && { body: bytes }),
    };
  }

  #encode(reference: Reference, side: Side): string {
    const name = this.things.resolve(reference, side);
    return reference.kind === "download" ? name : encodeURIComponent(name);
  }

  #writeBody(body: unknown, side: Side): Buffer | undefined {
    if (body === undefined) return undefined;
    if (body instanceof Buffer) return body;
    const resolved = (_: string, value: unknown): unknown =>
      value instanceof Placeholder ? this.things.resolve(value.reference, side) : value;
    return Buffer.from(typeof body === "string" ? body : JSON.stringify(body, resolved));
  }

  #authorize(credential: Credential, side: Side): Record<string, string> {
    if (credential === null) return {};
    if ("header" in credential) return { Authorization: credential.header };
    if ("account" in credential) {
      return {
        Authorization: `Bearer ${this.#servers.tokens.get(credential.account)?.[side] ?? ""}`,
      };
    }
    const token = this.things.resolve(credential, side);
    return credential.kind === "upload"
      ? { "Access-Token": token }
      : { Authorization: `Bearer ${token}` };
  }

  #remember(operation: string, real: unknown, embedded: unknown): void {
    const kind = made[operation];
    const others = [embedded].flat();
    for (const each of kind ? [real].flat() : []) {
      const partner = this.#pairs.partnerOf(idOf(each)?.uuid ?? "");
      const other = others.find((candidate) => idOf(candidate)?.uuid === partner);
      if (kind) addIds(this.things, kind, each, other);
    }
    this.#addTexts("token", real, embedded, "token");
    this.#addTexts("upload", real, embedded, "requestHeaders", "Access-Token");
    this.#addTexts("download", real, embedded, "fileUrl");
    this.#addGroups(real, embedded);
  }

  #addGroups(real: unknown, embedded: unknown): void {
    const [a, b] = [member(real, "group"), member(embedded, "group")];
    addIds(this.things, "group", a, b);
  }

  #addTexts(kind: Kind, real: unknown, embedded: unknown, ...names: readonly string[]): void {
    const [a, b] = [names.reduce(member, real), names.reduce(member, embedded)];
    if (typeof a !== "string" || typeof b !== "string") return;
    const path = (text: string) => (kind === "download" ? new URL(text).pathname : text);
    this.things.add(kind, { real: path(a), embedded: path(b) });
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name]; // Safe: every object may be read at any name.
}
