import { describe, expect, it } from "vitest";
import { ConfigurationError } from "datameta-client";
import { createValidator, type ValidatorOptions } from "datameta-client/validate";
import { errorOf } from "./support/error-of.js";
import { startValidated, type Validated } from "./support/validated.js";

/** Sets a new password with a reset token, first with the validator, then without it. */
async function setPassword(world: Validated, newPassword: string) {
  const change = (client: Validated["validated"]) => {
    const token = world.server.createResetToken({ email: "ada@example.org" });
    const body = { passwordChangeCredential: token, newPassword };
    return client.setUserPassword({ id: "0", body }).then(
      () => "set",
      (error: unknown) => (error as { issues: { message: string }[] }).issues[0]?.message,
    );
  };
  const refusal = await change(world.validated);
  const sent = world.server.requests.length;
  return { refusal, sent, answer: await change(world.unvalidated) };
}

it.each([
  "short.1A",
  "alllowercase",
  "NOLOWER.1234",
  "A.12345678",
  "NoDigits.abc",
  "NoPunct12345",
  "日本日本日本日本日1.",
  "ÄÖÜß",
])("rejects the new password %j in the server's words", async (password) => {
  await using world = await startValidated();

  const { refusal, sent, answer } = await setPassword(world, password);

  expect(refusal).toBe(answer);
  expect(refusal).not.toBe("set");
  expect(sent).toBe(0);
});

it.each(["Has Space.12", "Tab\t.Abc1234", "Euro€.Abc123"])(
  "rejects the forbidden characters of %j without quoting them",
  async (password) => {
    await using world = await startValidated();

    const { refusal, sent, answer } = await setPassword(world, password);

    expect(refusal).toMatch(/^Invalid password characters: only letters/);
    expect(answer).toMatch(/^Invalid password characters:/);
    expect(sent).toBe(0);
  },
);

it.each(["Correct-Horse-7", "Ünïcödé-1815", "٣-Ten-Chars", "Just-Ten-7"])(
  "sends the new password %j",
  async (password) => {
    await using world = await startValidated();

    const { refusal, sent } = await setPassword(world, password);

    expect([refusal, sent]).toEqual(["set", 1]);
  },
);

it("requires only the length on /api/v0", async () => {
  await using world = await startValidated({ api: "v0" });

  const short = await setPassword(world, "short");
  const plain = await setPassword(world, "ten small.");

  expect(short.refusal).toBe(short.answer);
  expect(short.refusal).toMatch(/a length of at least 10 characters/);
  expect(short.sent).toBe(0);
  expect(plain.refusal).toBe("set");
});

it("passwordPolicy replaces some of the default rules", async () => {
  const appSettings = { security_password_minimum_length: 4, security_password_minimum_digits: 3 };
  await using world = await startValidated({
    appSettings,
    passwordPolicy: { length: 4, digits: 3 },
  });

  const few = await setPassword(world, "Ab.12");
  const enough = await setPassword(world, "Ab.123");

  expect(few.refusal).toBe(few.answer);
  expect(few.refusal).toMatch(/and 3 digit/);
  expect(enough.refusal).toBe("set");
});

it("passwordPolicy can allow any password", async () => {
  const nothing = { length: 0, uppercase: 0, lowercase: 0, digits: 0, punctuation: 0 };
  await using world = await startValidated({ passwordPolicy: nothing });
  const token = world.server.createResetToken({ email: "ada@example.org" });
  const body = { passwordChangeCredential: token, newPassword: "日" };

  expect(await errorOf(world.validated.setUserPassword({ id: "0", body }))).toMatchObject({
    status: 400,
    attempts: 1,
  });
});

it("passwordPolicy applies on /api/v0, too", async () => {
  await using world = await startValidated({ api: "v0", passwordPolicy: { length: 12 } });

  const { refusal, answer } = await setPassword(world, "just lowercase");

  expect(refusal).toMatch(/^Password must contain/);
  expect(answer).toBe("set");
});

it("passwordPolicy: null leaves passwords to the server", async () => {
  await using world = await startValidated({ passwordPolicy: null });
  const token = world.server.createResetToken({ email: "ada@example.org" });
  const body = { passwordChangeCredential: token, newPassword: "short" };

  const answered = await errorOf(world.validated.setUserPassword({ id: "0", body }));

  expect(answered).toMatchObject({ status: 400, attempts: 1 });
});

describe("createValidator", () => {
  const option = "createValidator: option";
  const policy = "createValidator: passwordPolicy";

  it.each([
    {
      options: { onMissmatch: () => undefined },
      problem: `${option} "onMissmatch" is unknown. Valid names: onMismatch, passwordPolicy`,
    },
    { options: { onMismatch: "throw" }, problem: "createValidator: onMismatch must be a function" },
    {
      options: { passwordPolicy: { size: 4 } },
      problem: `${policy} option "size" is unknown. Valid names: length, uppercase, lowercase, digits, punctuation`,
    },
    {
      options: { passwordPolicy: { length: "4" } },
      problem: `${policy}.length must be an integer, 0 or greater`,
    },
    {
      options: { passwordPolicy: { uppercase: 0.5 } },
      problem: `${policy}.uppercase must be an integer, 0 or greater`,
    },
    {
      options: { passwordPolicy: { digits: -1 } },
      problem: `${policy}.digits must be an integer, 0 or greater`,
    },
    { options: { passwordPolicy: 4 }, problem: `${policy} must be an object or null` },
    { options: null, problem: "createValidator: options must be an object" },
    { options: 5, problem: "createValidator: options must be an object" },
  ])("rejects $options", ({ options, problem }) => {
    // JavaScript programs can pass any value.
    const make = () => createValidator(options as unknown as ValidatorOptions);

    expect(make).toThrow(new ConfigurationError(problem));
  });
});
