import type { Report } from "./report.js";
import { child, elements, isObject, members, type SpecNode } from "../document/spec-document.js";

/** The part of the request that contains a parameter. */
export type ParameterLocation = "path" | "query" | "header" | "cookie";

type Shape = "primitive" | "array" | "object";

/** The serialization of a parameter, without members that have the default of its location. */
export interface Serialization {
  readonly style?: string;
  readonly explode?: boolean;
  /** Whether reserved characters such as `/` are not encoded. */
  readonly allowReserved?: true;
  /** The media type of a parameter whose value is sent as a document, such as JSON. */
  readonly content?: string;
}

/** The default styles of the standard. Only `form` explodes by default. */
const defaultStyle: Record<ParameterLocation, string> = {
  path: "simple",
  query: "form",
  header: "simple",
  cookie: "form",
};

/** The styles that the standard defines for each location, with the shapes that they support. */
const defined: Record<ParameterLocation, Readonly<Record<string, readonly Shape[]>>> = {
  path: {
    simple: ["primitive", "array", "object"],
    label: ["primitive", "array", "object"],
    matrix: ["primitive", "array", "object"],
  },
  query: {
    form: ["primitive", "array", "object"],
    spaceDelimited: ["array", "object"],
    pipeDelimited: ["array", "object"],
    deepObject: ["object"],
  },
  header: { simple: ["primitive", "array", "object"] },
  cookie: { form: ["primitive", "array", "object"], cookie: ["primitive", "array", "object"] },
};

/** Reads the serialization of a parameter. Reports combinations that the standard does not define. */
export function readSerialization(
  name: string,
  location: ParameterLocation,
  node: SpecNode,
  report: Report,
): Serialization {
  const [mediaType] = members(child(node, "content"));
  if (mediaType !== undefined) return { content: mediaType[0] };
  const styleNode = child(node, "style");
  const style = typeof styleNode.value === "string" ? styleNode.value : defaultStyle[location];
  const explodeNode = child(node, "explode");
  const explodesByDefault = style === "form" || style === "cookie";
  const explode = typeof explodeNode.value === "boolean" ? explodeNode.value : explodesByDefault;
  const shapes = shapesOf(child(node, "schema"));
  const wanted = defined[location][style];
  const odd = [...shapes].find((shape) => shape !== "primitive" && !wanted?.includes(shape));
  if (wanted === undefined || odd !== undefined) {
    const what = article[odd ?? "primitive"];
    const message = `The ${location} parameter "${name}" is ${what} with style ${style}, which OpenAPI does not define.`;
    report(
      "warning",
      message,
      [styleNode.value === undefined ? node : styleNode],
      adviceFor(style),
    );
  }
  if (wanted === undefined) return {};
  const plain = [...shapes].every((shape) => shape === "primitive");
  return {
    ...(style !== defaultStyle[location] && { style }),
    // `explode` does not change how a single value is written.
    ...(explode !== explodesByDefault && !plain && style !== "deepObject" && { explode }),
    ...(child(node, "allowReserved").value === true && { allowReserved: true }),
  };
}

const article: Record<Shape, string> = {
  primitive: "a simple value",
  array: "an array",
  object: "an object",
};

function adviceFor(style: string): string {
  return style === "deepObject"
    ? "It is sent as name[0]=…&name[1]=…, which most servers with this style accept."
    : "It is sent in the default style of its location.";
}

/** Returns the shapes that a schema allows. A composed schema can allow several. */
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
