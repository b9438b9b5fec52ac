/** The rules for the values of a column. */
export interface ColumnRules {
  readonly regexDescription: string | null;
  readonly regExp: string | null;
  readonly dateTimeFmt: string | null;
  readonly isFile: boolean;
  readonly isSubmissionUnique: boolean;
  readonly isSiteUnique: boolean;
}

/** Describes the rules of a column in a few words. */
export function describeColumn(rules: ColumnRules): string {
  const { regexDescription, regExp, dateTimeFmt } = rules;
  const pattern = regExp === null || regExp === "" ? "" : `matches ${regExp}`;
  const hasWords = regexDescription !== null && regexDescription !== "";
  return [
    rules.isFile ? "name of a file" : "",
    dateTimeFmt === null || dateTimeFmt === "" ? "" : `date as ${readableFormat(dateTimeFmt)}`,
    hasWords ? regexDescription : pattern,
    rules.isSubmissionUnique && !rules.isSiteUnique ? "different in each row" : "",
    rules.isSiteUnique ? "never used before" : "",
  ]
    .filter((part) => part !== "")
    .join("; ");
}

const directives: Readonly<Record<string, string>> = {
  ...{ Y: "YYYY", y: "YY", m: "MM", d: "DD", H: "hh", M: "mm", S: "ss" },
  ...{ b: "Jan", B: "January", a: "Mon", A: "Monday" },
};

/** Makes a date format of Python readable: `%Y-%m-%d` becomes `YYYY-MM-DD`. */
export function readableFormat(format: string): string {
  return format.replace(/%(.)/g, (all, letter: string) => directives[letter] ?? all);
}
