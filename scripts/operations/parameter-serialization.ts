import type { Report } from "./operation-list.js";
import { child, elements, isObject, type SpecNode } from "../document/spec-document.js";

type Shape = "primitive" | "array" | "object";

/**
 * How openapi-fetch writes a parameter, by location and shape of the value. A primitive looks the
 * same in every style of its location except label and matrix.
 */
const sent: Record<string, Partial<Record<Shape, readonly [style: string, explode: boolean][]>>> = {
  path: {
    primitive: [
      ["simple", false],
      ["simple", true],
    ],
    array: [
      ["simple", false],
      ["simple", true],
    ],
    object: [["simple", false]],
  },
  query: {
    primitive: [
      ["form", true],
      ["form", false],
    ],
    array: [["form", true]],
    object: [
      ["deepObject", true],
      ["deepObject", false],
    ],
  },
  header: {
    primitive: [
      ["simple", false],
      ["simple", true],
    ],
  },
};

const defaultStyle: Record<string, string> = { path: "simple", query: "form", header: "simple" };

/** Reports a parameter that the client would write otherwise than the document says. */
export function checkSerialization(
  name: string,
  location: string,
  node: SpecNode,
  report: Report,
): void {
  if (child(node, "content").value !== undefined) {
    const message = `The ${location} parameter "${name}" is described by content, which the client does not serialize.`;
    report("error", message, [child(node, "content")], "Describe it by schema.");
    return;
  }
  const styleNode = child(node, "style");
  const style = typeof styleNode.value === "string" ? styleNode.value : defaultStyle[location];
  const explodeNode = child(node, "explode");
  const explode = typeof explodeNode.value === "boolean" ? explodeNode.value : style === "form";
  for (const shape of shapesOf(child(node, "schema"))) {
    const known = sent[location]?.[shape] ?? [];
    if (
      known.some(([knownStyle, knownExplode]) => knownStyle === style && knownExplode === explode)
    )
      continue;
    const message =
      `The ${location} parameter "${name}" is ${article[shape]} in style ${style ?? "?"}, ` +
      `explode ${String(explode)}, which the client does not serialize.`;
    const written = [styleNode, explodeNode].find(({ value }) => value !== undefined) ?? node;
    report("error", message, [written], adviceFor(known));
  }
  const reserved = child(node, "allowReserved");
  if (reserved.value === true) {
    const message = `The parameter "${name}" allows reserved characters; the client encodes them all the same.`;
    report("warning", message, [reserved], "Servers decode them to the same value.");
  }
}

const article: Record<Shape, string> = {
  primitive: "a simple value",
  array: "an array",
  object: "an object",
};

function adviceFor(known: readonly [style: string, explode: boolean][]): string {
  const listed = known.map(([style, explode]) => `style ${style} with explode ${String(explode)}`);
  return listed.length === 0
    ? "Describe it as a simple value."
    : `It does: ${listed.join(", or ")}.`;
}

/** The shapes that a value may have; an open or composed schema may allow several. */
function shapesOf(schema: SpecNode, depth = 0): Set<Shape> {
  if (!isObject(schema.value) || depth > 8) return new Set(["primitive"]);
  const type = schema.value["type"];
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  const shapes = new Set(types.filter((each) => each !== "null").map(shapeOfType));
  if (shapes.size > 0) return shapes;
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((name) => elements(child(schema, name)));
  for (const part of parts) shapesOf(part, depth + 1).forEach((shape) => shapes.add(shape));
  if ("properties" in schema.value) shapes.add("object");
  if ("items" in schema.value) shapes.add("array");
  return shapes.size === 0 ? new Set(["primitive"]) : shapes;
}

function shapeOfType(type: unknown): Shape {
  return type === "array" || type === "object" ? type : "primitive";
}
