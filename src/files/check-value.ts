import type { MetaDataResponse } from "../../generated/schema.js";
import { isoFormat } from "../python/datetime.js";
import { pythonMatch } from "../python/regexp.js";
import { isReadableFormat, parseWithFormat } from "../python/strptime.js";

/** What is wrong with one value, by its definition; `undefined` if the server will take it. */
export function checkValue(definition: MetaDataResponse, value: string): string | undefined {
  const { isMandatory, isFile, regExp, regexDescription, dateTimeFmt, example } = definition;
  if (value.trim() === "" && isMandatory) return "a value is missing. The column is mandatory";
  if (value.includes("\0")) return "the value holds a NUL character, which the server cannot store";
  if (/\p{Surrogate}/u.test(value)) return "the value holds half of a character";
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

/** A value as the server compares it: dates are the same whatever zeros they have. */
export function comparable({ dateTimeFmt }: MetaDataResponse, value: string): string {
  const date = dateTimeFmt ? parseWithFormat(value, dateTimeFmt) : undefined;
  return date ? isoFormat(date) : value;
}

/** Whether Python finds a match; `undefined` if only Python can tell. */
function matches(regExp: string, value: string): boolean | undefined {
  // What a class like `\w` holds, and what a character is, differs beyond ASCII.
  const isPlain = /^[ -~]*$/.test(value);
  if (!isPlain && (/[\\.]|\(\?|\^[^\]]/.test(regExp.slice(1)) || /[^\0-\uffff]/u.test(value))) {
    return undefined;
  }
  // Forms that JavaScript reads in another way, or Python alone has.
  if (/\{,|\[\^?\]|\\[^\dAZbBdDsSwW\W_]|\\0|\(\?[aLux]|\[:|--|&&|\|\||~~/.test(regExp))
    return undefined;
  return pythonMatch(regExp, value);
}

/** A value in a message: with what cannot be seen, and cut. */
export function quote(value: string): string {
  const cut = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return visible(cut);
}

/** Quotes a text so that invisible characters show. */
export function visible(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\u007f-\u009f]/gu,
    (character) =>
      character === " "
        ? character
        : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
