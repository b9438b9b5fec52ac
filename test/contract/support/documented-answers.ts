import document from "datameta-client/openapi.json" with { type: "json" };
import type { Operation } from "../../../src/engine/operation.js";

type Json = Readonly<Record<string, unknown>>;

/** The media types of an operation's documented responses, by status. */
export function documentedAnswers(operation: Operation): ReadonlyMap<number, readonly string[]> {
  const paths: Readonly<Record<string, Json | undefined>> = document.paths;
  // Safe: the table of operations is generated from this document.
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
  // The bundled document only refers to its own components.
  const name = reference.split("/").at(-1) as keyof typeof document.components.responses;
  return document.components.responses[name];
}
