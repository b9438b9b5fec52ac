import type ts from "typescript";

import type { Operation } from "../operations.js";
import { KeywordComparer } from "./checks.js";
import type { Direction, Findings, Kind } from "./findings.js";
import { canonical, clipped, follow, partAt, partsIn, step, type Part } from "./part.js";
import { TypeComparer, type Member } from "./types.js";

/** An operation of one document, with its type in schema.ts. */
export interface Side {
  readonly operation: Operation;
  readonly part: Part;
  readonly type: ts.Type | undefined;
}

/** An argument, a response or a header. */
interface Place extends Member {
  /** The parameter, request body, response or header in the document. */
  readonly holder: Part;
  /** A value that must not change, such as the serialization of a parameter. */
  readonly fixed: unknown;
  /** The schemas by media type. A parameter has one entry with an empty name. */
  readonly contents: readonly Content[];
}

interface ResponsePlace extends Place {
  readonly headers: ReadonlyMap<string, Place>;
}

interface Content extends Pick<Member, "part" | "types"> {
  readonly name: string;
}

/** Returns the method and path without the names of path parameters, which are never sent. */
export function routeOf({ method, path }: Operation): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
}

/** Compares the arguments, the request and the responses of one method in two clients. */
export class OperationComparer {
  readonly #findings: Findings;
  readonly #types: TypeComparer;
  readonly #checks: KeywordComparer;

  /** @param everyMediaType - whether to compare all media types of a body, as `http` needs */
  constructor(
    checker: ts.TypeChecker,
    findings: Findings,
    private readonly everyMediaType: boolean,
  ) {
    this.#findings = findings;
    this.#types = new TypeComparer(checker, findings);
    this.#checks = new KeywordComparer(findings);
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

    const [before, after] = [this.#argumentsOf(old), this.#argumentsOf(now)];
    const sides = { before: old.part, after: now.part, direction: "request" } as const;
    this.#types.members(before, after, sides);
    this.#shared(before, after, "request");
    this.#responses(this.#responsesOf(old), this.#responsesOf(now));
  }

  /** Reports types that the type checker does not accept as a break at an unknown place. */
  reportUnassignable(old: Side, now: Side): void {
    const compareAll = (
      before: ReadonlyMap<string, Place>,
      after: ReadonlyMap<string, Place>,
      direction: Direction,
    ): void => {
      for (const [name, one] of before) {
        const other = after.get(name);
        if (other === undefined) continue;
        const [from, to] = direction === "request" ? [one, other] : [other, one];
        if (!this.#types.isAssignable(from.types, to.types))
          this.#findings.add({ kind: "changed", direction, before: one.part, after: other.part });
      }
    };
    compareAll(this.#argumentsOf(old), this.#argumentsOf(now), "request");
    compareAll(this.#responsesOf(old), this.#responsesOf(now), "response");
  }

  #report(kind: Kind, about: string, before: Part, after: Part, from: unknown, to: unknown): void {
    if (canonical(from) === canonical(to)) return;
    const values = { from: clipped(from), to: clipped(to) };
    this.#findings.add({ kind, direction: "request", about, before, after, ...values });
  }

  #argumentsOf({ operation, part, type }: Side): Map<string, Place> {
    const all = new Map<string, Place>();
    for (const { name, in: place, argument, node, ...parameter } of operation.parameters) {
      const own = this.#types.at(type, part, "parameters", place);
      const holder = partAt(part.spec, node.pointer);
      const fixed = { place, name, ...parameter.serialization };
      all.set(argument, this.#placeOf(own, name, holder, !parameter.required, fixed));
    }
    if (operation.body === "none") return all;
    const { contentType } = operation;
    const holder = step(part, "requestBody");
    const contents = this.#contentsOf(this.#types.at(type, part, "requestBody"), holder);
    const isTyped = /json|multipart\/|x-www-form-urlencoded/i.test(contentType);
    const chosen = contents.filter(({ name }) => this.everyMediaType || name === contentType);
    all.set("body", {
      ...{ holder, contents: chosen, optional: operation.body === "optional" },
      types: isTyped || this.everyMediaType ? chosen.flatMap(({ types }) => types) : [],
      part: onlyPart(chosen, holder),
      fixed: [mediaType(contentType), step(holder, "content", contentType, "encoding").value],
    });
    return all;
  }

  #responsesOf({ operation, part, type }: Side): Map<string, ResponsePlace> {
    const kinds = new Map<string, string>(operation.success);
    const all = partsIn(step(part, "responses")).filter(([status]) => !status.startsWith("x-"));
    return new Map(
      all.map(([status, holder]) => {
        const own = this.#types.at(type, part, "responses", status);
        const kind = kinds.get(status) ?? "error";
        const isAll = kind === "error" || this.everyMediaType;
        const contents = this.#contentsOf(own, holder);
        const read = contents.filter(
          ({ name }) => isAll || kind !== "json" || /json|^(\*|application)\/\*/i.test(name),
        );
        const types = isAll || kind === "json" ? read.flatMap((each) => each.types) : [];
        const headers = partsIn(step(holder, "headers")).map(([name, header]) => {
          const isOptional = step(header, "required").value !== true;
          const typed = this.#types.at(own, part, "headers");
          return [name.toLowerCase(), this.#placeOf(typed, name, header, isOptional, "")] as const;
        });
        const place = { types, holder, contents: read, part: onlyPart(read, holder) };
        return [status, { ...place, fixed: kind, optional: false, headers: new Map(headers) }];
      }),
    );
  }

  #placeOf(
    type: ts.Type | undefined,
    name: string,
    holder: Part,
    optional: boolean,
    fixed: unknown,
  ): Place {
    const [content] = partsIn(step(holder, "content"));
    const part = step(content?.[1] ?? holder, "schema");
    const { types = [] } = this.#types.member(type, name, part) ?? {};
    return { part, types, optional, holder, fixed, contents: [{ name: "", part, types }] };
  }

  /** Returns the contents of a body by media type. The items of a stream have no type. */
  #contentsOf(type: ts.Type | undefined, holder: Part): Content[] {
    const content = this.#types.at(type, holder, "content");
    return partsIn(step(holder, "content")).map(([name, media]) => {
      const schemas = ["schema", "itemSchema"].map((each) => step(media, each));
      const part = schemas.find(({ value }) => value !== undefined) ?? media;
      return { name, part, types: this.#types.member(content, name, part)?.types ?? [] };
    });
  }

  /** Compares what types do not show, for each place that both documents have. */
  #shared(
    before: ReadonlyMap<string, Place>,
    after: ReadonlyMap<string, Place>,
    direction: Direction,
  ): void {
    for (const [name, one] of before) {
      const other = after.get(name);
      if (other !== undefined) this.#place(one, other, direction);
    }
  }

  #place(one: Place, other: Place, direction: Direction): void {
    this.#report("sent", "", one.part, other.part, one.fixed, other.fixed);
    const [old, now] = [one, other].map(({ holder }) => step(holder, "deprecated").value === true);
    if (now === true) this.#report("deprecated", "", one.holder, other.holder, old, now);
    const [from, to] = [one, other].map(({ holder }) =>
      partsIn(step(holder, "content")).map(([name]) => mediaType(name)),
    );
    if (from?.length && to?.length)
      this.#report("kept-data", "content", one.holder, other.holder, from.sort(), to.sort());
    for (const { name, part } of one.contents) {
      const isOnly = one.contents.length === 1 && other.contents.length === 1;
      const next = other.contents.find((each) => isOnly || each.name === name);
      if (next !== undefined) this.#checks.compare([part], [next.part], direction);
    }
  }

  #responses(
    before: ReadonlyMap<string, ResponsePlace>,
    after: ReadonlyMap<string, ResponsePlace>,
  ): void {
    const direction = "response";
    const left = new Map(after);
    for (const [status, one] of before) {
      const next = after.has(status) ? status : (rangeOf(status, one, before, after) ?? "");
      const other = after.get(next);
      left.delete(next);
      const holders = { before: one.holder, after: other?.holder, direction } as const;
      if (other === undefined) {
        const kind = this.#isKept(one, [...after.values()]) ? "kept-data" : "lost-status";
        this.#findings.add({ kind, ...holders, from: status });
        continue;
      }
      if (next !== status)
        this.#findings.add({ kind: "kept-data", ...holders, from: status, to: next });
      const sides = { before: one.part, after: other.part, direction } as const;
      if (one.fixed === other.fixed) this.#types.types(one.types, other.types, sides);
      this.#place(one, other, direction);
      const parts = { before: one.holder, after: other.holder, direction } as const;
      this.#types.members(one.headers, other.headers, parts);
      this.#shared(one.headers, other.headers, direction);
    }
    for (const [to, { holder }] of left)
      this.#findings.add({ kind: "new-status", direction, after: holder, to });
  }

  /** Whether another success response still has the data of a removed one. */
  #isKept(gone: ResponsePlace, left: readonly ResponsePlace[]): boolean {
    const successes = left.filter(({ fixed }) => fixed !== "error");
    if (gone.fixed === "error" || successes.length === 0) return false;
    const available = successes.flatMap(({ types }) => types);
    return gone.fixed === "empty" || this.#types.isAssignable(gone.types, available);
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
    this.#findings.add({
      ...{ kind: isWider ? "widened" : "narrowed", direction: "request", about: "credentials" },
      ...{ before: was === is ? securityOf(old) : old.part },
      ...{ after: was === is ? securityOf(now) : now.part },
      ...{ from: print(before, was), to: print(after, is) },
    });
  }
}

/** Returns the schema of a place if there is only one, else the place itself. */
function onlyPart(contents: readonly Content[], holder: Part): Part {
  const [only] = contents;
  return only !== undefined && contents.length === 1 ? only.part : follow(holder);
}

function acceptOf({ accept = "application/json" }: Operation): string {
  return [...new Set(accept.split(",").map(mediaType))].join(", ");
}

/** Members that other comparisons cover, or that do not affect the request. */
const compared = new Set<string>([
  ...["methodName", "operationId", "hasMadeId", "method", "path", "summary", "description"],
  ...["deprecated", "parameters", "success", "errors", "security", "alternatives", "accept"],
  ...["since", "node", "pathItem", "body", "contentType", "contentTypes"],
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
  { fixed }: ResponsePlace,
  before: ReadonlyMap<string, ResponsePlace>,
  after: ReadonlyMap<string, ResponsePlace>,
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
