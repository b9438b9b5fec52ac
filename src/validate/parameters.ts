import type { RequestParameter } from "../../generated/request-validators.js";
import type { Issue } from "../engine/errors.js";
import { parseQueryDateTime } from "../python/query-datetime.js";
import { pythonLiteral } from "../python/text.js";

/** Returns the problem with a parameter in the URL, in the server's words. */
export function findParameterIssue(
  { name, required, type, format }: RequestParameter,
  text: string | undefined,
): Issue | undefined {
  if (text === undefined) {
    return required
      ? { exception: "MissingRequiredParameter", message: `Missing required parameter: ${name}` }
      : undefined;
  }
  if (text === "") {
    const message = `Value of parameter cannot be empty: ${name}`;
    return { exception: "EmptyParameterValue", message, field: name };
  }
  if (format === "date-time" && parseQueryDateTime(text) === undefined) {
    return {
      exception: "ValidationError",
      message: `${pythonLiteral(text)} is not a 'date-time'`,
      field: name,
    };
  }
  if (forms[type]?.test(text) === false) {
    const message = `Failed to cast value ${text} to type ${type}`;
    return { exception: "CastError", message, field: name };
  }
  return undefined;
}

/** The texts that Python's `int`, `float` and `distutils.util.strtobool` accept. */
const forms: Readonly<Record<string, RegExp>> = {
  integer: /^\s*[+-]?\d+\s*$/,
  number: /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i,
  boolean: /^(y|yes|t|true|on|1|n|no|f|false|off|0)$/i,
};
