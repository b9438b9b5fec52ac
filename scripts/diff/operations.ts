import type ts from "typescript";

import type { Operation } from "../operations.js";
import type { Direction, Kind } from "./findings.js";
import { canonical, clipped, follow, partAt, partsIn, step, type Part } from "./part.js";
import { SchemaComparer, type Context, type Member, type Place } from "./schemas.js";
import type { Types } from "./types.js";

/** An operation of one document, with its type in schema.ts. */
export interface Side {
  readonly operation: Operation;
  readonly part: Part;
  readonly type: ts.Type | undefined;
}

/** An argument, a response or a header. */
interface Entry extends Member {
  /** The parameter, request body, response or header in the document. */
  readonly holder: Part;
  /** A value that must not change, such as the serialization of a parameter. */
  readonly fixed?: unknown;
  /** Which half of an identifier object is sent. */
  readonly identifier?: string | undefined;
  /** The values by media type. */
  readonly contents: ReadonlyMap<string, Place>;
  /** The headers of a response. */
  readonly headers?: ReadonlyMap<string, Entry>;
}

type Entries = ReadonlyMap<string, Entry>;

/** Returns the method and path without the names of path parameters, which are never sent. */
export function routeOf({ method, path }: Operation): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
}

/** Compares the arguments, the request and the responses of one method in two clients. */
export class OperationComparer {
  readonly #schemas: SchemaComparer;

  constructor(private readonly context: Context) {
    this.#schemas = new SchemaComparer(context);
  }

  compare(old: Side, now: Side): void {
    const [one, other] = [old.operation, now.operation];
    const report = (kind: Kind, about: string, from: unknown, to: unknown): void =>
      this.#report(kind, about, old.part, now.part, from, to);
    report("renamed", "method", one.methodName, other.methodName);
    report("renamed", "operationId", one.operationId, other.operationId);
    report("sent", "route", routeOf(one), routeOf(other));
    report("sent", "header Accept", acceptOf(one), acceptOf(other));
    report("sent", "operation", restOf(one), restOf(other));
    // Programs choose a media type by the option contentType. A new one changes nothing for them.
    const kept = one.contentTypes?.filter((type) => other.contentTypes?.includes(type));
    if (other.body !== "none") report("sent", "media types", one.contentTypes, kept);
    if (other.deprecated) report("deprecated", "", one.deprecated, true);
    this.#credentials(old, now);
    this.#entries(this.#argumentsOf(old), this.#argumentsOf(now), "request");
    this.#responses(this.#responsesOf(old), this.#responsesOf(now));
  }

  /** Reports types that the type checker does not accept as a break at an unknown place. */
  reportUnassignable(old: Side, now: Side): void {
    const { findings, types } = this.context;
    const compareAll = (before: Entries, after: Entries, direction: Direction): void => {
      for (const [name, one] of before) {
        const other = after.get(name);
        if (one.types === undefined || other?.types === undefined) continue;
        const [from, to] = direction === "request" ? [one, other] : [other, one];
        if (!types.isAssignable(from.types ?? [], to.types ?? []))
          findings.add({ kind: "changed", direction, before: one.part, after: other.part });
      }
    };
    compareAll(this.#argumentsOf(old), this.#argumentsOf(now), "request");
    compareAll(this.#responsesOf(old), this.#responsesOf(now), "response");
  }

  #report(kind: Kind, about: string, before: Part, after: Part, from: unknown, to: unknown): void {
    if (canonical(from) === canonical(to)) return;
    const values = { from: clipped(from), to: clipped(to) };
    this.context.findings.add({ kind, direction: "request", about, before, after, ...values });
  }

  #argumentsOf({ operation, part, type }: Side): Entries {
    const { types } = this.context;
    const all = new Map<string, Entry>();
    for (const { name, in: place, argument, node, ...parameter } of operation.parameters) {
      const holder = partAt(part.spec, node.pointer);
      const own = types.at(type, "parameters", place);
      const fixed = { place, name, ...parameter.serialization };
      const optional = !parameter.required;
      const { identifier } = parameter;
      all.set(argument, { ...this.#valueOf(holder, own, name), optional, fixed, identifier });
    }
    if (operation.body === "none") return all;
    const holder = step(part, "requestBody");
    const fixed = mediaType(operation.contentType);
    const body = this.#bodyOf(holder, types.at(type, "requestBody"));
    return all.set("body", { ...body, optional: operation.body === "optional", fixed });
  }

  #responsesOf({ operation, part, type }: Side): Entries {
    const { types } = this.context;
    const kinds = new Map<string, string>(operation.success);
    const all = partsIn(step(part, "responses")).filter(([status]) => !status.startsWith("x-"));
    return new Map(
      all.map(([status, holder]) => {
        const own = types.at(type, "responses", status);
        const headers = partsIn(step(holder, "headers")).map(([name, header]) => {
          const optional = step(header, "required").value !== true;
          const value = this.#valueOf(header, types.at(own, "headers"), name);
          return [name.toLowerCase(), { ...value, optional }] as const;
        });
        const fixed = kinds.get(status) ?? "error";
        const body = this.#bodyOf(holder, own);
        return [status, { ...body, optional: false, fixed, headers: new Map(headers) }];
      }),
    );
  }

  /** Returns the value of a parameter or header. */
  #valueOf(holder: Part, type: ts.Type | undefined, name: string) {
    const [content] = partsIn(step(holder, "content"));
    const part = step(content?.[1] ?? holder, "schema");
    const place = { part, types: this.#typesOf(type, name) };
    return { ...place, holder, contents: new Map([["", place]]) };
  }

  /** Returns the body of a request or a response. The items of a stream have no type. */
  #bodyOf(holder: Part, type: ts.Type | undefined) {
    const content = this.context.types.at(type, "content");
    const contents = partsIn(step(holder, "content")).map(([name, media]): [string, Place] => {
      const schemas = ["schema", "itemSchema"].map((each) => step(media, each));
      const part = schemas.find(({ value }) => value !== undefined) ?? media;
      return [name, { part, types: this.#typesOf(content, name) }];
    });
    const [first, ...others] = contents;
    const part = first !== undefined && others.length === 0 ? first[1].part : follow(holder);
    const types = contents.flatMap(([, each]) => each.types ?? []);
    return { part, types, holder, contents: new Map(contents) };
  }

  #typesOf(type: ts.Type | undefined, name: string): Types | undefined {
    return type && this.context.types.below([type], `properties/${name}`);
  }

  #entries(before: Entries, after: Entries, direction: Direction): void {
    for (const [one, other] of this.#schemas.members(before, after, direction))
      this.#entry(one, other, direction);
  }

  #entry(one: Entry, other: Entry, direction: Direction): void {
    const { findings, types } = this.context;
    const [before, after] = [one.part, other.part];
    this.#report("sent", "", before, after, one.fixed, other.fixed);
    const kind = one.identifier === undefined ? "widened" : "sent";
    this.#report(kind, "identifier", one.holder, other.holder, one.identifier, other.identifier);
    const [old, now] = [one, other].map(({ holder }) => step(holder, "deprecated").value === true);
    if (now === true) this.#report("deprecated", "", one.holder, other.holder, old, now);
    const [from, to] = [one, other].map(({ contents }) =>
      [...contents.keys()].map(mediaType).sort(),
    );
    const isOnly = one.contents.size === 1 && other.contents.size === 1;
    for (const [name, content] of one.contents) {
      const next = isOnly ? [...other.contents.values()][0] : other.contents.get(name);
      if (next !== undefined)
        this.#schemas.compare(content, next, direction, !one.optional && !other.optional);
    }
    if (canonical(from) === canonical(to)) return;
    if (from?.length && to?.length)
      this.#report("kept-data", "content", one.holder, other.holder, from, to);
    const changed = isOnly ? undefined : types.compare(one.types ?? [], other.types ?? []);
    const values = { from: types.print(one.types ?? []), to: types.print(other.types ?? []) };
    if (changed) findings.add({ kind: changed, direction, before, after, ...values });
  }

  #responses(before: Entries, after: Entries): void {
    const { findings } = this.context;
    const direction = "response";
    const left = new Map(after);
    for (const [status, one] of before) {
      const next = after.has(status) ? status : (rangeOf(status, one, before, after) ?? "");
      const other = after.get(next);
      left.delete(next);
      const holders = { before: one.holder, after: other?.holder, direction } as const;
      if (other === undefined) {
        const kind = this.#isKept(one, [...after.values()]) ? "kept-data" : "lost-status";
        findings.add({ kind, ...holders, from: status });
        continue;
      }
      if (next !== status) findings.add({ kind: "kept-data", ...holders, from: status, to: next });
      this.#entry(one, other, direction);
      this.#entries(one.headers ?? new Map(), other.headers ?? new Map(), direction);
    }
    for (const [to, { holder }] of left)
      findings.add({ kind: "new-status", direction, after: holder, to });
  }

  /** Whether another success response still has the data of a removed one. */
  #isKept(gone: Entry, left: readonly Entry[]): boolean {
    const successes = left.filter(({ fixed }) => fixed !== "error");
    if (gone.fixed === "error" || successes.length === 0) return false;
    const available = successes.flatMap(({ types = [] }) => types);
    return gone.fixed === "empty" || this.context.types.isAssignable(gone.types ?? [], available);
  }

  /** Compares the credentials that an operation accepts. Requiring fewer scopes is no break. */
  #credentials(old: Side, now: Side): void {
    const [before, after] = [alternativesOf(old), alternativesOf(now)];
    const isCovered = (available: readonly string[][], required: readonly string[][]): boolean =>
      available.every((one) =>
        required.some((alternative) => alternative.every((each) => one.includes(each))),
      );
    // The server may accept any credential without a check.
    const [was, is] = [old, now].map(({ operation }) => operation.security !== "any");
    const isWider = isCovered(before, after) && (was === is || was === true);
    if (was === is && isWider && isCovered(after, before)) return;
    const print = (alternatives: readonly string[][], isChecked = true): string =>
      alternatives.map((alternative) => alternative.join(" and ") || "none").join(" or ") +
      (isChecked ? "" : " (not checked)");
    this.context.findings.add({
      ...{ kind: isWider ? "widened" : "narrowed", direction: "request", about: "credentials" },
      ...{ before: was === is ? securityOf(old) : old.part },
      ...{ after: was === is ? securityOf(now) : now.part },
      ...{ from: print(before, was), to: print(after, is) },
    });
  }
}

function acceptOf({ accept = "application/json" }: Operation): string {
  return [...new Set(accept.split(",").map(mediaType))].join(", ");
}

/** Members that other comparisons cover, or that do not affect the request. */
const compared = new Set<string>([
  ...["methodName", "operationId", "hasMadeId", "method", "path", "summary", "description"],
  ...["deprecated", "parameters", "success", "mediaKinds", "errors", "security", "alternatives"],
  ...["accept", "since", "node", "pathItem", "body", "contentType", "contentTypes"],
]);

/** Returns the remaining members. Their effect is unknown, so a difference counts as a break. */
function restOf(operation: Operation): unknown {
  return Object.fromEntries(Object.entries(operation).filter(([name]) => !compared.has(name)));
}

/** Returns a media type without its parameters. */
function mediaType(name: string): string {
  return (name.split(";")[0] ?? "").trim().toLowerCase();
}

/** Finds the new status of a success: a range that replaces a status, or a status from a range. */
function rangeOf(
  status: string,
  { fixed }: Entry,
  before: Entries,
  after: Entries,
): string | undefined {
  const isRange = (name: string): boolean => /^\dXX$/i.test(name);
  if (fixed === "error") return undefined;
  return [...after.keys()].find(
    (name) =>
      !before.has(name) && name.startsWith(status.slice(0, 1)) && isRange(name) !== isRange(status),
  );
}

/** Returns the `security` that applies to an operation: its own or the document's. */
function securityOf({ part }: Side): Part {
  const own = step(part, "security");
  return own.value === undefined ? partAt(part.spec, "#/security") : own;
}

/** Returns the alternative sets of credentials, as scheme names and scopes. */
function alternativesOf(side: Side): string[][] {
  const alternatives = partsIn(securityOf(side)).map(([, alternative]) =>
    partsIn(alternative).flatMap(([name, scopes]) => [
      name,
      ...partsIn(scopes).map(([, { value }]) => `${name} ${String(value)}`),
    ]),
  );
  return alternatives.length === 0 ? [[]] : alternatives;
}
