import type { MetaDataResponse } from "../../generated/schema.js";
import { isoFormat } from "../python/datetime.js";
import { pythonMatch } from "../python/regexp.js";
import { isReadableFormat, parseWithFormat } from "../python/strptime.js";

/** Returns what is wrong with a value, or `undefined` if the server will accept it. */
export function checkValue(definition: MetaDataResponse, value: string): string | undefined {
  const { isMandatory, isFile, regExp, regexDescription, dateTimeFmt, example } = definition;
  if (value.trim() === "" && isMandatory) return "a value is missing. The column is mandatory";
  if (value.includes("\0"))
    return "the value contains a NUL character, which the server cannot store";
  if (/\p{Surrogate}/u.test(value))
    return "the value contains an incomplete character (a lone surrogate)";
  // A file column without a name means no file.
  if (isFile && value === "") return undefined;
  const like = example ? `, like ${JSON.stringify(example)}` : "";
  if (dateTimeFmt && isReadableFormat(dateTimeFmt) && !parseWithFormat(value, dateTimeFmt)) {
    if (value === "") return "the value is empty. Use null for no date";
    return `${quote(value)} is not a date in the form ${dateTimeFmt}${like}`;
  }
  if (regExp && matches(regExp, value) === false) {
    const wanted = regexDescription === "" ? undefined : regexDescription;
    return `${quote(value)} has the wrong form: ${wanted ?? `it must match ${regExp}`}${like}`;
  }
  return undefined;
}

/** Normalizes a value as the server does. Dates are equal with and without leading zeros. */
export function comparable({ dateTimeFmt }: MetaDataResponse, value: string): string {
  const date = dateTimeFmt ? parseWithFormat(value, dateTimeFmt) : undefined;
  return date ? isoFormat(date) : value;
}

/** Returns whether a value matches in Python, or `undefined` if JavaScript cannot decide. */
function matches(regExp: string, value: string): boolean | undefined {
  // Beyond ASCII, classes like `\w` and the length of a character differ from Python.
  const isPlain = /^[ -~]*$/.test(value);
  if (!isPlain && (/[\\.]|\(\?|\^[^\]]/.test(regExp.slice(1)) || /[^\0-\uffff]/u.test(value))) {
    return undefined;
  }
  // These have another meaning in JavaScript, or exist only in Python.
  if (/\{,|\[\^?\]|\\[^\dAZbBdDsSwW\W_]|\\0|\(\?[aLux]|\[:|--|&&|\|\||~~/.test(regExp))
    return undefined;
  return pythonMatch(regExp, value);
}

/** Quotes a value for a message: shortens it and makes invisible characters visible. */
export function quote(value: string): string {
  const cut = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return visible(cut);
}

/** Quotes a text with escapes for invisible characters. */
export function visible(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\u007f-\u009f]/gu,
    (character) =>
      character === " "
        ? character
        : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
