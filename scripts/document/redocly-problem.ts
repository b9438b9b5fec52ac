import { sep } from "node:path";

import {
  ResolveError,
  YamlParseError,
  getLineColLocation,
  type LocationObject,
  type NormalizedProblem,
} from "@redocly/openapi-core";

import { GenerationError, type Problem } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";

/** Converts a problem that Redocly found. Places have the form `file:line:col`. */
export function fromRedocly({ message, ruleId, location, suggest }: NormalizedProblem): Problem {
  const [nearest] = suggest;
  const text = withoutFolder(message.trim());
  return {
    message: `${ruleId}: ${text.includes("resolve $ref") ? quoteReference(text, location) : text}`,
    places: location.map(placeOfLocation),
    ...(nearest !== undefined && { advice: `Did you mean "${nearest}"?` }),
  };
}

/** Adds the reference to a message about a missing target, because Redocly does not name it. */
function quoteReference(message: string, [location]: readonly LocationObject[]): string {
  if (location === undefined) return message;
  const { source, start } = getLineColLocation(location);
  const rest = source
    .getLines()
    .slice(start.line - 1)
    .join("\n")
    .slice(start.col - 1);
  const reference = /\$ref["']?\s*:\s*["']?([^"'\s,}]+)/.exec(rest)?.[1];
  return reference === undefined ? message : message.replace("$ref", `$ref "${reference}"`);
}

export function placeOfLocation(location: LocationObject): string {
  const { source, start } = getLineColLocation(location);
  return `${shownPath(source.absoluteRef)}:${start.line}:${start.col}`;
}

/** Makes the paths in a message relative to the current folder. */
function withoutFolder(message: string): string {
  return message.replaceAll(`${process.cwd()}${sep}`, "");
}

/** Converts Redocly's error about a file that it cannot read or parse. */
export function unreadable(file: string, error: unknown): GenerationError {
  if (error instanceof YamlParseError) {
    const place = Number.isNaN(error.line) ? "" : `:${error.line}:${error.col}`;
    return new GenerationError(
      [
        {
          message: `is not valid YAML: ${error.message.replace(/ in "[^"]*" \(\d+:\d+\)$/, "")}.`,
          places: [`${shownPath(error.source.absoluteRef)}${place}`],
          advice: "Fix the syntax there or just above.",
        },
      ],
      { cause: error },
    );
  }
  const cause = error instanceof ResolveError ? error.originalError : error;
  const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return new GenerationError(
    [
      {
        message: missing
          ? "does not exist."
          : `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        places: [shownPath(file)],
        advice: "Check the path of the file.",
      },
    ],
    { cause: error },
  );
}
