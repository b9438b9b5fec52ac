import type { Io } from "../io.js";
import { colorsFor } from "./colors.js";
import { formatDelimited } from "./delimited.js";
import { maskSecrets } from "./secrets.js";
import { formatFields, formatTable, type Column } from "./table.js";
import { printable } from "./text.js";

/** The formats of a list. */
export const formats = ["table", "tsv", "csv", "json"] as const;
export type Format = (typeof formats)[number];

/** The global options that change the output. */
export interface PrinterOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly showSecrets?: boolean;
}

/** Prints results to stdout, and messages to stderr. */
export interface Printer {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Prints a list, by default as a table. */
  list<Row>(columns: readonly Column<Row>[], rows: readonly Row[], format?: Format): void;
  /** Prints the fields of one object, or with `--json` the whole object. */
  record(fields: readonly (readonly [title: string, value: string])[], data: unknown): void;
  /** Prints data as JSON. */
  data(data: unknown): void;
  /** Prints a result as text, or with `--json` as JSON. */
  result(text: string, data: unknown): void;
  /** Prints text to stdout without changes. */
  raw(text: string): void;
  /** Reports a success. */
  done(text: string): void;
  /** Prints a note. */
  note(text: string): void;
  /** Prints a warning. */
  warn(text: string): void;
}

/**
 * Creates a printer. It masks secrets in data, except with `--show-secrets`.
 *
 * @param options - called for each output, because the arguments are parsed later
 */
export function createPrinter(io: Io, options: () => PrinterOptions): Printer {
  const isJson = () => options().json === true;
  const isQuiet = () => options().quiet === true;
  const out = colorsFor(io, io.stdout);
  const err = colorsFor(io, io.stderr);
  const raw = (text: string) => void io.stdout.write(text);
  const data = (value: unknown) =>
    raw(
      `${JSON.stringify(options().showSecrets === true ? value : maskSecrets(value), null, 2)}\n`,
    );
  const say = (sign: string, text: string) => {
    if (!isQuiet()) io.stderr.write(`${sign} ${text}\n`);
  };
  return {
    ...{ data, raw },
    get json() {
      return isJson();
    },
    get quiet() {
      return isQuiet();
    },
    list(columns, rows, format = "table") {
      if (format === "json" || isJson()) data(rows);
      else if (format === "tsv") raw(formatDelimited(columns, rows, "\t"));
      else if (format === "csv") raw(formatDelimited(columns, rows, ","));
      else if (rows.length > 0) raw(formatTable(columns, rows, widthOf(io), out));
      else say(err.dim("·"), "Nothing to show.");
    },
    record(fields, value) {
      if (isJson()) data(value);
      else raw(formatFields(fields, out));
    },
    result(text, value) {
      if (isJson()) data(value);
      else raw(`${printable(text)}\n`);
    },
    done: (text) => say(err.green("✓"), text),
    note: (text) => say(err.dim("·"), text),
    warn(text) {
      io.stderr.write(`${err.yellow("!")} ${text}\n`);
    },
  };
}

function widthOf({ stdout }: Io): number {
  return stdout.isTTY === true ? (stdout.columns ?? 80) : Infinity;
}
