import document from "datameta-client/openapi.json" with { type: "json" };
import type { Operation } from "../../../src/engine/operation.js";

type Json = Readonly<Record<string, unknown>>;

/** The media types of an operation's documented answers, by status. */
export function documentedAnswers(operation: Operation): ReadonlyMap<number, readonly string[]> {
  const paths: Readonly<Record<string, Json | undefined>> = document.paths;
  // Every operation is one of the document's: its table is made from it.
  const { responses } = paths[operation.path]?.[operation.method.toLowerCase()] as {
    responses: Readonly<Record<string, Json>>;
  };
  return new Map(
    Object.entries(responses).map(([status, response]) => [
      Number(status),
      Object.keys((resolve(response)["content"] ?? {}) as Json),
    ]),
  );
}

function resolve(response: Json): Json {
  const reference = response["$ref"];
  if (typeof reference !== "string") return response;
  // The bundled document refers to its own components alone.
  const name = reference.split("/").at(-1) as keyof typeof document.components.responses;
  return document.components.responses[name];
}
