import { responseValidators, type DataViolation } from "../../generated/response-validators.js";

/** The maximum number of places in a message, so that it stays readable. */
const mostNamed = 3;

/**
 * Describes how the data of a response differs from its schema, with JSON pointers and expected
 * types. Does not quote any values.
 */
export function findMismatch(
  operationId: string,
  status: number,
  data: unknown,
): string | undefined {
  const validate = validatorOf(operationId, status);
  // A response without data is documented as empty.
  if (validate === undefined || data === undefined || validate(data)) return undefined;
  const violations = outermost(validate.errors ?? []);
  const named = violations.slice(0, mostNamed).map(describe);
  const rest = violations.length - named.length;
  return named.join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}

function validatorOf(operationId: string, status: number) {
  const statuses = responseValidators[operationId];
  return statuses?.[status] ?? statuses?.[`${Math.floor(status / 100)}XX`];
}

/**
 * If no alternative of an `anyOf` or `oneOf` matches, reports only that. The violations inside the
 * alternatives do not help, because it is not known which alternative the server intended.
 */
function outermost(violations: readonly DataViolation[]): DataViolation[] {
  const alternatives = violations.filter(({ keyword }) => /^(any|one)Of$/.test(keyword));
  return violations.filter(
    (violation) =>
      !alternatives.some(
        (alternative) =>
          alternative !== violation &&
          `${violation.instancePath}/`.startsWith(`${alternative.instancePath}/`),
      ),
  );
}

function describe({ instancePath, keyword, params }: DataViolation): string {
  if (keyword === "required") {
    return `${instancePath}/${escapeToken(String(params["missingProperty"]))} is missing`;
  }
  const place = instancePath === "" ? "the response" : instancePath;
  if (keyword === "type") return `${place} is not of type ${[params["type"]].flat().join(" or ")}`;
  return `${place} does not match "${keyword}"`;
}

function escapeToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
