import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forAll } from "./support/check.js";
import { argumentsOf, operations, withMember } from "./support/every-operation.js";
import {
  headerName,
  headerValue,
  illegalCookie,
  illegalHeaderName,
  illegalHeaderValue,
  illegalSecret,
  legalSecret,
} from "./support/examples.js";
import { Wire } from "./support/wire.js";

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
});
afterAll(() => wire[Symbol.asyncDispose]());

/** Headers that the platform sets or reserves. */
const ofThePlatform =
  /^(accept.*|authorization|connection|content-.*|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|sec-.*|te|trailer|transfer-encoding|upgrade|user-agent|via)$/i;

const freeName = headerName.filter((name) => !ofThePlatform.test(name) && name !== "__proto__");

describe.each(operations)("the headers of $name", (operation) => {
  const args = argumentsOf(operation);

  it("reach the server unchanged, whatever their names", () =>
    forAll(fc.tuple(freeName, headerValue), async ([name, value]) => {
      const headers = withMember({}, name, value);
      const { rawHeaders } = await wire.requestOf(() => wire.call(operation, args, { headers }));

      const named = rawHeaders.filter((_, index) => index % 2 === 0);
      const at = named.findIndex((each) => each.toLowerCase() === name.toLowerCase());
      expect(rawHeaders[2 * at + 1]).toBe(value);
      expect(rawHeaders).not.toContain("X-Injected");
    }));

  it("are rejected by name if they would end the header", () =>
    forAll(
      fc.tuple(freeName, headerValue, illegalHeaderName, illegalHeaderValue),
      async ([name, value, badName, badValue]) => {
        const byValue = await wire.refusalOf(() =>
          wire.call(operation, args, { headers: withMember({}, name, badValue) }),
        );
        const byName = await wire.refusalOf(() =>
          wire.call(operation, args, { headers: withMember({}, badName, value) }),
        );

        expect(byValue.message).toContain(`${operation.name}: header "${name}" `);
        expect(byName.message).toContain(`${operation.name}: header "`);
      },
    ));
});

const withCredential = operations.filter(({ security }) => /^(required|optional)$/.test(security));

describe.each(withCredential)("the credential of $name", (operation) => {
  const args = argumentsOf(operation);
  const scheme = fc.constantFrom("bearer" as const, "cookie" as const);
  /** The secret itself, and functions that return it or a promise of it. */
  const forms = fc.constantFrom<((secret: unknown) => unknown)[]>(
    (secret) => secret,
    (secret) => () => secret,
    (secret) => () => Promise.resolve(secret),
  );

  const illegal = fc.oneof(
    fc.tuple(fc.constant("bearer"), illegalSecret),
    fc.tuple(fc.constant("cookie"), illegalCookie),
  );

  it("reaches the server unchanged", () =>
    forAll(fc.tuple(scheme, forms, legalSecret), async ([name, by, secret]) => {
      const auth = { [name]: by(secret) };
      const { headers } = await wire.requestOf(() => wire.call(operation, args, { auth }));

      expect(headers).toMatchObject(
        name === "bearer"
          ? { authorization: `Bearer ${secret}` }
          : { cookie: `datameta=${secret}` },
      );
    }));

  it("is rejected without being quoted if it would end the header", () =>
    forAll(fc.tuple(illegal, forms), async ([[name, secret], by]) => {
      const auth = { [name]: by(secret) };
      const refusal = await wire.refusalOf(() => wire.call(operation, args, { auth }));

      expect(refusal.message).toMatch(
        new RegExp(`^(\\w+: )?auth(\\.${name} (is empty|must be)| must be)`),
      );
      const text = typeof secret === "string" ? secret : "";
      if (text.length > 12) expect(String(refusal.stack)).not.toContain(text);
    }));
});
