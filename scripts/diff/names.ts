import { memberOf, segmentsOf } from "../document/spec-document.js";
import type { Comparison } from "./comparison.js";
import { rootPart, step, type Part } from "./part.js";

/** A part as people call it: `Item.name`, `listItems argument limit`, `getItem 404`. */
export function nameOf(part: Part | undefined, { before, after }: Comparison): string {
  const [section, first = "", second = "", ...rest] = segmentsOf(part?.own ?? "");
  if (part === undefined || section === undefined) return "document";
  if (section === "servers") return `server ${String(memberOf(part.value, "url"))}`;
  if (section === "components") return `${second}${membersOf(rest)}`;
  if (section === "webhooks") return `webhook ${first}${membersOf(rest)}`;
  if (section !== "paths") return [section, first, second, ...rest].filter(Boolean).join(" ");
  const operation = [...after.operations, ...before.operations].find(
    ({ path, method }) => path === first && method.toLowerCase() === second,
  );
  const owner = operation?.methodName ?? first;
  // The parameters of an operation, or those of its path.
  const [index, ...deeper] = second === "parameters" ? rest : rest.slice(1);
  if (index === undefined || (second !== "parameters" && rest[0] !== "parameters")) {
    return `${owner}${membersOf(rest)}`;
  }
  const holder = second === "parameters" ? [first] : [first, second];
  const parameter = step(rootPart(part.spec), "paths", ...holder, "parameters", index);
  return `${owner} argument ${String(step(parameter, "name").value)}${membersOf(deeper)}`;
}

/** The members that a pointer leads through; a composition has no name. */
function membersOf([segment, name = "", ...rest]: readonly string[]): string {
  switch (segment) {
    case undefined:
      return "";
    case "properties":
    case "patternProperties":
      return `.${name}${membersOf(rest)}`;
    case "items":
      return `[]${membersOf([name, ...rest].filter(Boolean))}`;
    case "responses":
      return name === "" ? "" : ` ${name}${membersOf(rest)}`;
    case "headers":
      return name === "" ? "" : ` header ${name}${membersOf(rest)}`;
    case "requestBody":
      return ` body${membersOf([name, ...rest].filter(Boolean))}`;
    default:
      return membersOf([name, ...rest].filter(Boolean));
  }
}

/** The line of what is there; of what is gone, the line of what held it. */
export function placeOf(
  after: Part | undefined,
  before: Part | undefined,
  { after: { root } }: Comparison,
): string {
  if (after !== undefined) return after.spec.locate(after.pointer);
  const pointer = before?.pointer ?? "#";
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) {
    const place = root.spec.locate(pointer.slice(0, end));
    if (place.includes(" ")) return place;
  }
  return pointer;
}
