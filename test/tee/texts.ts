import { createHash } from "node:crypto";
import fc from "fast-check";
import type { Kind, Reference } from "./things.js";

/** A placeholder for a reference in a body. */
export class Placeholder {
  constructor(readonly reference: Reference) {}
}

export const contents = ["", "ACGT\n", "two\r\nlines", "--b\r\n"] as const;

export const checksumOf = (content: string): string =>
  createHash("md5").update(content, "latin1").digest("hex");

/** Texts that have caused errors in servers. */
const odd = fc.constantFrom(
  ...[
    "",
    " ",
    "x",
    "0",
    "ä",
    "日本",
    "😀",
    "a'b",
    'a"b',
    "a'\"b",
    "a\\b",
    "a\nb",
    "\u00a0",
    "\u200b",
  ],
  ...[
    "a/b",
    "a\0b",
    "\ud800",
    "x".repeat(101),
    "x".repeat(201),
    "ä".repeat(109),
    "😀".repeat(101),
    "null",
    "\u{e000}",
  ],
);

export const refer = (kind: Kind): fc.Arbitrary<Reference> =>
  fc.record(
    {
      kind: fc.constant(kind),
      back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(20)),
      form: fc.constantFrom("uuid", "site"),
    },
    { noNullPrototype: true },
  );

/** Generates an id for a body, mostly of the right kind. */
const id = (kind: Kind): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 12, arbitrary: refer(kind).map((reference) => new Placeholder(reference)) },
    { weight: 1, arbitrary: refer("user").map((reference) => new Placeholder(reference)) },
    { weight: 1, arbitrary: odd },
  );

const oneOf = (...texts: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: odd });

/** The initial passwords of the accounts are the same on both servers. */
export const firstPassword = "First-Password.1";

/** The values of members by name. Other members get a text of `odd`. */
const byName: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: oneOf("Reads", "Lane", "qc", "Group A", "reads.txt", "läsningar.txt", "Extra"),
  checksum: oneOf(...contents.map(checksumOf), "unknown", "a/b"),
  label: oneOf("a key", "first"),
  email: oneOf("member@example.org", "MEMBER@example.org", "new@example.org", "a@b", "none"),
  password: oneOf(firstPassword, "wrong"),
  passwordChangeCredential: oneOf(firstPassword, "wrong"),
  newPassword: oneOf(
    "Second-Password.2",
    "short",
    "no-capital.1",
    "Ünïcode-Pass.1",
    "With Space.1",
  ),
  expires: oneOf(
    ...["2030-01-31", "2026-12-01", "2026-12-01T12:00:00.5", "2026-12-01 12:00", "20261201"],
    ...["2026-W49-1", "2026-12-01T12:00:00Z", "2026-12-01T12+01:00", "2020-01-01", "2026-02-30"],
  ),
  regExp: oneOf("", "^[A-Z]{2}$", "^x$", "(", "(?i)abc", "\\d+"),
  dateTimeFmt: oneOf("", "", "%d.%m.%Y", "%H:%M", "%Q", "%", "%j"),
  serviceId: id("service"),
  groupId: id("group"),
  org_select: id("group"),
  org_new_name: oneOf("Group N"),
  fileIds: id("file"),
  metadatasetIds: id("set"),
  userIds: id("user"),
  value: oneOf("5", "x", " 7 ", "1_0", "+3", "1.5", "2026-01-01", "12:00:00", "٣", "99999999999"),
};

export const textFor = (name: string): fc.Arbitrary<unknown> => byName[name] ?? odd;

export const integers = fc.constantFrom(
  0,
  1,
  -1,
  100,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
);

const recordValues: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ID: oneOf("AB12", "CD34", "AB12\n", "ab12", "AB1"),
  Date: oneOf("24.11.2026", "1.2.2026", "31.02.2026", "2026-11-24", " 1.2.2026"),
  Lane: oneOf("1", "2", "2026-11-24", "2026-11-24T10:00:00"),
  Reads: oneOf("reads.txt", "läsningar.txt"),
  Plain: oneOf("x", "y"),
  QC: oneOf("pass", "fail", "unsure"),
  Report: oneOf("reads.txt"),
};

const otherValues = fc.oneof(
  odd,
  fc.constantFrom(5, -1.5, 1e-7, 1e21, true, false, null, [], ["a'b", 1, null], {}, { a: "ä" }),
);

/** Generates a record, mostly with valid names and values. */
export const record: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.record(
      Object.fromEntries(
        Object.entries(recordValues).map(([name, value]) => [
          name,
          fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: otherValues }),
        ]),
      ),
      { requiredKeys: ["ID"], noNullPrototype: true },
    ),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      fc.dictionary(odd, otherValues, { maxKeys: 1, noNullPrototype: true }),
    ),
    fc.boolean(),
  )
  .map(([known, extra, ofService]) => {
    // The server rejects service values in an ordinary record, and other values in a service's record.
    const { QC, Report, ...plain } = known;
    return { ...(ofService ? { QC, Report } : plain), ...extra };
  });
