import { memberOf, pointerTo, segmentsOf, type SpecDocument } from "../document/spec-document.js";
import { partAt, step, type Part } from "./part.js";

/**
 * Returns a readable name for a part: `Item.name`, `listItems argument limit`, `getItem 404`.
 *
 * @param methods - method names by the pointers of their operations
 */
export function nameOf(part: Part | undefined, methods: ReadonlyMap<string, string>): string {
  if (part === undefined) return "";
  const segments = segmentsOf(part.own);
  const [section = "document", first = "", second = ""] = segments;
  if (section === "servers") return `server ${String(memberOf(part.value, "url"))}`;
  if (section === "components") return `${second}${membersOf(part, 3)}`;
  if (section === "webhooks") return `webhook ${first}${membersOf(part, 3)}`;
  if (section !== "paths") return segments.slice(0, 3).join(" ") || section;
  const method = methods.get(pointerTo(segments.slice(0, 3)));
  return `${method ?? first}${membersOf(part, method === undefined ? 2 : 3)}`;
}

const words: Readonly<Record<string, string>> = {
  ...{ properties: ".", patternProperties: ".", responses: " ", headers: " header " },
  ...{ items: "[]", requestBody: " body" },
};

/** Prints the members on the path of a pointer. Keywords such as `allOf` are left out. */
function membersOf({ spec, own }: Part, start: number): string {
  const segments = segmentsOf(own);
  let text = "";
  for (let index = start; index < segments.length; index++) {
    const segment = segments[index] ?? "";
    if (segment === "items" || segment === "requestBody") text += words[segment] ?? "";
    else if (segments[index + 1] === undefined) continue;
    else if (segment === "parameters") {
      const parameter = partAt(spec, pointerTo(segments.slice(0, ++index + 1)));
      text += ` argument ${String(step(parameter, "name").value)}`;
    } else if (segment in words) text += `${words[segment] ?? ""}${segments[++index] ?? ""}`;
  }
  return text;
}

/** Returns the line of a part, or the line of its parent if the part was removed. */
export function placeOf(part: Part | undefined, { locate }: SpecDocument): string {
  const up = (pointer: string): string => pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
  let [own, pointer] = [part?.own ?? "#", part?.pointer ?? "#"];
  for (; own !== "" && pointer !== ""; [own, pointer] = [up(own), up(pointer)]) {
    // A part that was bundled from another file has a line only at the reference to it.
    const place = [own, pointer].map(locate).find((each) => each.includes(" "));
    if (place !== undefined) return place;
  }
  return part?.own ?? "#";
}
