import { fromIsoFormat } from "../python/datetime.js";
import { pythonMatch } from "./python-regexp.js";
import type { Definitions, RecordValues } from "./records.js";
import { crash, Refusal, type Finding } from "./replies.js";
import type { Definition } from "./state.js";
import { parseWithFormat } from "../python/strptime.js";

/**
 * What is wrong with a record by today's definitions.
 *
 * @param form - whether dates are as they were sent, or in ISO form as they are stored
 * @throws Refusal where a definition's pattern cannot be compiled
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

/** The message is `null` where a pattern has no description. */
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
