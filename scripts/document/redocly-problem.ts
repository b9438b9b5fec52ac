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

/** A problem that redocly found, with its rule and its places as `file:line:col`. */
export function fromRedocly({ message, ruleId, location, suggest }: NormalizedProblem): Problem {
  const [nearest] = suggest;
  const said = withoutFolder(message.trim());
  return {
    message: `${ruleId}: ${said.includes("resolve $ref") ? quoteReference(said, location) : said}`,
    places: location.map(placeOfLocation),
    ...(nearest !== undefined && { advice: `Did you mean "${nearest}"?` }),
  };
}

/** Redocly does not say which reference leads nowhere. */
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

/** Paths in a message as they are shown: from the current folder. */
function withoutFolder(message: string): string {
  return message.replaceAll(`${process.cwd()}${sep}`, "");
}

/** What redocly says of a file that it cannot read or parse, as an error of ours. */
export function unreadable(file: string, error: unknown): GenerationError {
  if (error instanceof YamlParseError) {
    const place = Number.isNaN(error.line) ? "" : `:${error.line}:${error.col}`;
    return new GenerationError(
      [
        {
          message: `is not valid YAML: ${error.message.replace(/ in "[^"]*" \(\d+:\d+\)$/, "")}.`,
          places: [`${shownPath(error.source.absoluteRef)}${place}`],
          advice: "Correct the syntax there, or just above.",
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
        advice: "Check the file's name and place.",
      },
    ],
    { cause: error },
  );
}
