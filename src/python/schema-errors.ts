import { pythonLiteral } from "./text.js";

/** A schema violation, as ajv reports it. */
export interface SchemaViolation {
  /** JSON pointer to the invalid value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that contains the keyword. */
  readonly parentSchema: Readonly<Record<string, unknown>>;
  /** The invalid value. */
  readonly data: unknown;
}

/** A violation in the server's words, with the member that the server names. */
export interface ServerMessage {
  readonly message: string;
  readonly field?: string;
}

/**
 * Keywords that only our document has. The server checks them later in its own code, with other
 * messages.
 */
const ownLimits: ReadonlySet<string> = new Set(["minLength", "minimum", "maximum"]);

/** Converts the violations of a body to the messages of the server's own validator. */
export function serverMessagesOf(violations: readonly SchemaViolation[]): ServerMessage[] {
  const merged = new Set<string>();
  return violations.flatMap((violation) => {
    if (ownLimits.has(violation.keyword)) return [];
    // The server lists all unexpected members of an object in one entry.
    if (violation.keyword === "additionalProperties") {
      if (merged.has(violation.instancePath)) return [];
      merged.add(violation.instancePath);
      return [messageOfUnexpected(violation, violations)];
    }
    return [messageOf(violation)];
  });
}

function messageOf(violation: SchemaViolation): ServerMessage {
  const { keyword, params, parentSchema, data } = violation;
  switch (keyword) {
    case "required":
      return {
        message: `${pythonLiteral(params["missingProperty"])} is a required property`,
        // The server lists all required members here, not only the missing one.
        field: textList(parentSchema["required"]).join("/"),
      };
    case "type":
      return {
        message:
          data === null
            ? "None for not nullable"
            : `${pythonLiteral(data)} is not of type ${typeNames(params["type"])}`,
        ...fieldOf(violation),
      };
    default:
      return { message: `${pythonLiteral(data)} is not valid: ${keyword}`, ...fieldOf(violation) };
  }
}

function messageOfUnexpected(
  violation: SchemaViolation,
  violations: readonly SchemaViolation[],
): ServerMessage {
  const names = violations
    .filter(
      ({ keyword, instancePath }) =>
        keyword === "additionalProperties" && instancePath === violation.instancePath,
    )
    .map(({ params }) => pythonLiteral(params["additionalProperty"]));
  const verb = names.length === 1 ? "was" : "were";
  return {
    message: `Additional properties are not allowed (${names.join(", ")} ${verb} unexpected)`,
    ...fieldOf(violation),
  };
}

function fieldOf({ instancePath }: SchemaViolation): { field?: string } {
  const field = instancePath
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join("/");
  return field === "" ? {} : { field };
}

function typeNames(type: unknown): string {
  return textList(type)
    .filter((name) => name !== "null")
    .join(", ");
}

function textList(value: unknown): string[] {
  return [value].flat().filter((each): each is string => typeof each === "string");
}
