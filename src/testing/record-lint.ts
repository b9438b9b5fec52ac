import { fromIsoFormat } from "../python/datetime.js";
import { pythonMatch } from "../python/regexp.js";
import type { Definitions, RecordValues } from "./records.js";
import { crash, Refusal, type Finding } from "./replies.js";
import type { Definition } from "./state.js";
import { parseWithFormat } from "../python/strptime.js";

/**
 * Checks a record against the current definitions.
 *
 * @param form - whether dates are in the format of their definition ("sent") or in ISO format
 * ("stored")
 * @throws Refusal with 500 if a definition's pattern cannot be compiled
 */
export function lintRecord(
  definitions: Definitions,
  record: RecordValues,
  form: "sent" | "stored",
): Finding[] {
  const findings = [...definitions.values()].flatMap((definition) => {
    const message = lintValue(definition, record, form);
    return message === undefined ? [] : [{ field: definition.name, message }];
  });
  const unexpected = Object.keys(record).filter((name) => !definitions.has(name));
  return [
    ...findings,
    ...unexpected.map((field) => ({ field, message: "The field was not expected." })),
  ];
}

/** The message is `null` if the pattern has no description. */
function lintValue(
  definition: Definition,
  record: RecordValues,
  form: "sent" | "stored",
): string | null | undefined {
  const { name, isMandatory, regExp, regexDescription, dateTimeFmt } = definition;
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  if (value === undefined) {
    return isMandatory ? "Field was not specified but is mandatory" : undefined;
  }
  if (value === null) {
    return isMandatory ? "Field value was null, but the field is mandatory" : undefined;
  }
  if (regExp !== null) {
    const matches = pythonMatch(regExp, value);
    if (matches === undefined) throw new Refusal(crash);
    if (!matches) return regexDescription;
  }
  if (dateTimeFmt !== null) {
    const date = form === "stored" ? fromIsoFormat(value) : parseWithFormat(value, dateTimeFmt);
    if (!date) return "The field could not be parsed as a valid date / time";
  }
  return undefined;
}
