import type ts from "typescript";

import type { Member } from "./compare-types.js";
import type { Comparison, Side } from "./comparison.js";
import { isThere, partsIn, step, type Part } from "./part.js";

/** An argument of a method. */
export interface Argument extends Member {
  /** What decides how it is sent. */
  readonly sent: unknown;
  /** The parameter or the request body. */
  readonly holder: Part;
}

/** The flat arguments of a method, by name. */
export function argumentsOf(side: Side, comparison: Comparison): Map<string, Argument> {
  const { operation, type, part } = side;
  const { types, bodies, everyMediaType } = comparison;
  const all = new Map<string, Argument>();
  for (const { name, in: place, argument, serialization, required } of operation.parameters) {
    const holder = parameterPart(side, place, name);
    const [content] = partsIn(step(holder, "content"));
    const schema = step(content?.[1] ?? holder, "schema");
    const member = types.member(types.at(type, "parameters", place), name, schema);
    const sent = { place, name, ...serialization };
    const shared = { optional: !required, part: schema, sent, holder };
    all.set(argument, { ...shared, types: member?.types ?? bodies("text") });
  }
  if (operation.body === "none") return all;
  const { contentType } = operation;
  const holder = step(part, "requestBody");
  const contents = contentOf(types.at(type, "requestBody"), holder, comparison);
  const chosen = contents.filter(({ name }) => name === contentType);
  const isTyped = /json|multipart\/|x-www-form-urlencoded/i.test(contentType);
  const given = (everyMediaType ? contents : chosen).flatMap((each) => each.types);
  all.set("body", {
    types: isTyped || everyMediaType ? given : bodies("text"),
    ...{ optional: operation.body === "optional", holder, part: chosen[0]?.part ?? holder },
    sent: [mediaType(contentType), step(holder, "content", contentType, "encoding").value],
  });
  return all;
}

/** A parameter where it was written: at the operation, or at its path. */
function parameterPart({ version, operation, part }: Side, place: string, name: string): Part {
  const owners = [part, step(version.root, "paths", operation.path)];
  const all = owners.flatMap((owner) => partsIn(step(owner, "parameters")));
  const found = all.find(
    ([, each]) => step(each, "name").value === name && step(each, "in").value === place,
  );
  return found?.[1] ?? part;
}

/** A response that an operation documents. */
export interface Answer {
  /** What a success is read as, or `error`. */
  readonly kind: string;
  readonly types: readonly ts.Type[];
  readonly schema: Part;
  readonly holder: Part;
  readonly headers: ReadonlyMap<string, Member>;
}

/** The responses of a method, by status. */
export function answersOf(side: Side, comparison: Comparison): Map<string, Answer> {
  const { types, bodies, everyMediaType } = comparison;
  const kinds = new Map<string, string>(side.operation.success);
  const all = partsIn(step(side.part, "responses")).filter(([status]) => !status.startsWith("x-"));
  return new Map(
    all.map(([status, holder]) => {
      const type = types.at(side.type, "responses", status);
      const contents = contentOf(type, holder, comparison);
      const kind = kinds.get(status) ?? "error";
      const isAll = kind === "error" || everyMediaType;
      const isRead = (name: string): boolean => isAll || /json|^(\*|application)\/\*/i.test(name);
      const read = contents.filter(({ name }) => isRead(name));
      const fixed = contents.length === 0 ? "empty" : isAll ? "" : kind;
      const named = bodies(fixed);
      const headers = partsIn(step(holder, "headers")).flatMap(([name, header]) => {
        const member = types.member(types.at(type, "headers"), name, header);
        return member === undefined ? [] : [[name.toLowerCase(), member] as const];
      });
      return [
        status,
        {
          ...{ kind, holder, schema: (read[0] ?? contents[0])?.part ?? holder },
          types: named.length > 0 ? named : read.flatMap((each) => each.types),
          headers: new Map(headers),
        },
      ];
    }),
  );
}

/** A body in one of its media types. */
export interface Content {
  readonly name: string;
  readonly types: readonly ts.Type[];
  readonly part: Part;
}

export function contentOf(
  type: ts.Type | undefined,
  holder: Part,
  { types }: Comparison,
): Content[] {
  const content = types.at(type, "content");
  return partsIn(step(holder, "content")).map(([name, media]) => {
    // Items that come one by one have no type: they are checked alone.
    const schemas = ["schema", "itemSchema"].map((each) => step(media, each));
    const part = schemas.find(isThere) ?? media;
    return { name, part, types: types.member(content, name, part)?.types ?? [] };
  });
}

/** A media type without its parameters. */
export function mediaType(name: string): string {
  return (name.split(";")[0] ?? "").trim().toLowerCase();
}
