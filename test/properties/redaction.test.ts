import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/engine/redact.js";

const { PROPERTY_RUNS: runs = "2000", PROPERTY_SEED: seed } = process.env;
const settings = { numRuns: Number(runs), ...(seed !== undefined && { seed: Number(seed) }) };

type Quote = (text: string) => string;

const hex = (code: number, length: number) => code.toString(16).padStart(length, "0");
const escapeEach = (text: string, which: RegExp, escape: (unit: string) => string) =>
  text.replace(which, escape);
const json: Quote = (text) => JSON.stringify(text).slice(1, -1);
const html: Quote = (text) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");
const lowerCase: Quote = (text) => text.replace(/%../g, (code) => code.toLowerCase());

/** The encodings that servers, proxies and libraries apply to a text that they quote. */
const quotes: Readonly<Record<string, Quote>> = {
  text: (text) => text,
  json,
  "json in ascii": (text) =>
    escapeEach(json(text), /[^ -~]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`),
  "json in ascii, capital": (text) =>
    escapeEach(json(text), /[^ -~]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4).toUpperCase()}`),
  "json with slashes": (text) => json(text).replaceAll("/", "\\/"),
  html,
  "html, decimal": (text) => escapeEach(text, /[^a-z\d ]/gi, (unit) => `&#${unit.charCodeAt(0)};`),
  "html, hexadecimal": (text) =>
    escapeEach(text, /[^a-z\d ]/gi, (unit) => `&#x${unit.charCodeAt(0).toString(16)};`),
  "url component": encodeURIComponent,
  "url component, lower case": (text) => lowerCase(encodeURIComponent(text)),
  form: (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "form, lower case": (text) => lowerCase(new URLSearchParams([["", text]]).toString().slice(1)),
  "url of a browser": encodeURI,
  "python repr": (text) =>
    escapeEach(text.replaceAll("\\", "\\\\").replaceAll("'", "\\'"), /[^ -~]/g, (unit) => {
      const code = unit.charCodeAt(0);
      return code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
    }),
  "python repr of bytes": (text) =>
    [...new TextEncoder().encode(text)]
      .map((byte) =>
        byte === 39 || byte === 92
          ? `\\${String.fromCharCode(byte)}`
          : byte >= 32 && byte < 127
            ? String.fromCharCode(byte)
            : `\\x${hex(byte, 2)}`,
      )
      .join(""),
  sql: (text) => text.replaceAll("'", "''"),
  csv: (text) => text.replaceAll('"', '""'),
};

const names = Object.keys(quotes);
const quote = (name: string, text: string) => quotes[name]?.(text) ?? text;

const unit = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789")),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...Array.from("\"'\\/&<>%+#?=;:-_.~!()*,@$^`{}[]| \t\n")),
  },
  { weight: 1, arbitrary: fc.constantFrom(...Array.from("äöüßéñøжпктαΣ漢字כ‐–€\u00a0\u2028😀𝒜")) },
);
const secrets = fc
  .array(unit, { minLength: 8, maxLength: 24 })
  .map((units) => units.join("").trim());

const runsOf = (secret: string): string[] => secret.match(/[\p{L}\p{N}]+/gu) ?? [];

const lengthOf = (text: string) => Array.from(text).length;

/** Whether a secret is long enough to be found in every form. */
function isFound(secret: string): boolean {
  const found = runsOf(secret);
  return found.every((run) => lengthOf(run) >= 2) && lengthOf(found.join("")) >= 8;
}

describe("a secret with enough letters and digits", { timeout: 120_000 }, () => {
  const forms = { checked: 0 };

  it("is masked in every form, quoted once or twice", () => {
    fc.assert(
      fc.property(
        secrets.filter(isFound),
        fc.shuffledSubarray(names, { minLength: 2, maxLength: 2 }),
        (secret, [inner = "", outer = ""]) => {
          const redact = createRedactor([secret]);
          const twice: Quote = (text) => quote(outer, quote(inner, text));
          // Runs of letters more than 99 characters apart are not found. An escape has up to 20 characters.
          fc.pre(secret.split(/[\p{L}\p{N}]+/u).every((between) => twice(between).length <= 79));
          for (const form of [quote(inner, secret), twice(secret)]) {
            const masked = redact(
              `The value of it is as follows: (${form}), as far as can be told: bad.`,
            );
            // Letters next to the secret may be masked if they look like its beginning or end.
            expect(masked, form).toMatch(/^The .*\*\*\*.*told: bad\.$/su);
            for (const run of runsOf(secret)) {
              if (run.length > 3 && /^[a-z\d]+$/i.test(run)) expect(masked).not.toContain(run);
            }
            forms.checked++;
          }
        },
      ),
      settings,
    );
    expect(forms.checked).toBeGreaterThanOrEqual(2 * settings.numRuns);
  });

  it("is masked if a text was cut within it", () => {
    fc.assert(
      fc.property(
        secrets.filter(isFound),
        fc.constantFrom(...names),
        fc.nat(),
        (secret, name, at) => {
          const form = quote(name, secret);
          const cut = `>>> ${form.slice(0, 1 + (at % form.length))}`;
          const masked = createRedactor([secret])(cut, true);

          const [first = ""] = runsOf(secret);
          if (/^[a-z\d]+$/i.test(first) && cut.includes(first)) expect(masked).not.toContain(first);
        },
      ),
      { ...settings, numRuns: Math.ceil(settings.numRuns / 10) },
    );
  });
});

it("a short secret is masked as text, as JSON and in a URL", () => {
  const short = fc
    .array(unit, { minLength: 3, maxLength: 7 })
    .map((units) => units.join("").trim())
    .filter((secret) => secret.length >= 3);
  const exact = ["text", "json", "json in ascii", "url component", "form", "form, lower case"];

  fc.assert(
    fc.property(short, fc.constantFrom(...exact), (secret, name) => {
      const form = quote(name, secret);

      expect(createRedactor([secret])(`[${form}]`)).toBe("[***]");
    }),
    { ...settings, numRuns: Math.ceil(settings.numRuns / 4) },
  );
});

describe("texts that servers send", () => {
  const samples = JSON.parse(
    readFileSync(new URL("../fixtures/samples-v1.json", import.meta.url), "utf8"),
  ) as { samples: { response: { body: string | null } }[] };
  const texts = samples.samples.flatMap(({ response }) => response.body ?? []);

  it("do not change if they do not quote a secret", () => {
    const all = texts.join("\n");
    expect(texts.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(
        fc.array(secrets.filter(isFound), { minLength: 3, maxLength: 3 }),
        (unrelated) => {
          expect(createRedactor(unrelated)(all) === all).toBe(true);
        },
      ),
      { ...settings, numRuns: Math.ceil(settings.numRuns / 200) },
    );
  });
});
