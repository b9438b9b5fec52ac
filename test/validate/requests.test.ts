import { inspect } from "node:util";
import { expect, it } from "vitest";
import { createClient, ValidationError, type DataMetaClient } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { errorOf } from "./support/error-of.js";
import { json, serve } from "../support/loopback.js";
import { startValidated } from "./support/validated.js";

/**
 * Calls that the document forbids. The compiler rejects most of them, but JavaScript programs can
 * make them.
 */
const wrong: readonly { what: string; call: (datameta: DataMetaClient) => Promise<unknown> }[] = [
  {
    what: "a missing member",
    // @ts-expect-error -- label is missing
    call: (datameta) => datameta.createApiKey({ body: {} }),
  },
  {
    what: "unknown members",
    // @ts-expect-error -- there are no such members
    call: (datameta) => datameta.createApiKey({ body: { label: "a", lable: "b", expiry: 1 } }),
  },
  {
    what: "a member of the wrong type, and another that is null",
    // @ts-expect-error -- neither has the type of its member
    call: (datameta) => datameta.createApiKey({ body: { label: 5, expires: null } }),
  },
  {
    what: "an element of the wrong type",
    // @ts-expect-error -- an id is a string
    call: (datameta) => datameta.bulkDeleteStagedFiles({ body: { fileIds: ["a", true] } }),
  },
  {
    what: "an array instead of an object",
    // @ts-expect-error -- the body is an object
    call: (datameta) => datameta.createService({ body: [] }),
  },
  {
    what: "a number instead of a date",
    call: (datameta) => datameta.getMetaDataSets({ submittedAfter: "5" }),
  },
  {
    what: "a text instead of a number",
    // @ts-expect-error -- expires is a number
    call: (datameta) => datameta.getFileUrl({ id: "DMF-1", expires: "soon" }),
  },
];

const issuesIn = (error: Error) => (error instanceof ValidationError ? error.issues : []);

it.each(wrong)("rejects $what with the issues that the server would find", async ({ call }) => {
  await using world = await startValidated();

  const refused = await errorOf(call(world.validated));
  const requests = world.server.requests.length;
  const answered = await errorOf(call(world.unvalidated));

  expect(requests).toBe(0);
  expect(refused).toMatchObject({ outcome: "not-sent", status: 400 });
  expect(issuesIn(answered)).not.toEqual([]);
  expect(issuesIn(refused)).toHaveLength(issuesIn(answered).length);
  // The server does not name the parameter.
  expect(issuesIn(refused)).toMatchObject(issuesIn(answered));
});

it("rejects a body that is null, on which the server fails", async () => {
  await using world = await startValidated();

  // @ts-expect-error -- the body is an object
  const refused = await errorOf(world.validated.createService({ body: null }));

  expect(refused).toMatchObject({ status: 400, outcome: "not-sent" });
  expect(world.server.requests).toEqual([]);
});

it("throws the operation's documented 400, with the issues as its body", async () => {
  await using world = await startValidated();
  const { createApiKey } = world.validated;

  const refused = await errorOf(createApiKey({ body: { label: "a", expires: "soon" } }));

  expect(createApiKey.isError(refused)).toBe(true);
  expect(refused).toMatchObject({
    operationId: "CreateApiKey",
    method: "POST",
    url: `${world.server.url}/keys`,
    body: [{ field: "expires", message: "Wrong datetime format. Please use isoformat." }],
  });
});

it("does not call the token function for an invalid request", async () => {
  let asked = 0;
  const datameta = createClient({
    baseUrl: "http://127.0.0.1:9/api/v1",
    auth: { bearer: () => `token-${++asked}` },
    validate: createValidator(),
  });

  await errorOf(datameta.createApiKey({ body: { label: "\0" } }));

  expect(asked).toBe(0);
});

it("sends a call with validate: null unchecked", async () => {
  await using world = await startValidated();
  const body = { label: "a", expires: "2030-01-31T12:00:00Z" };

  const failed = await errorOf(world.validated.createApiKey({ body }, { validate: null }));

  expect(failed).toMatchObject({ status: 500, attempts: 1 });
});

it("a call can have a validator if its client has none", async () => {
  await using world = await startValidated();
  const body = { label: "a", expires: "2030-01-31T12:00:00Z" };

  const refused = await errorOf(
    world.unvalidated.createApiKey({ body }, { validate: createValidator() }),
  );

  expect(refused).toMatchObject({ status: 400, outcome: "not-sent" });
});

it("http rejects the same requests, with and without middleware", async () => {
  await using world = await startValidated();
  const { http } = world.validated;
  const body = { label: "a", expires: "2030-01-31T12:00:00Z" };

  const refused = await errorOf(http.POST("/keys", { body }));
  http.use({ onRequest: () => undefined });
  const refusedAgain = await errorOf(http.POST("/keys", { body }));

  expect(refused).toMatchObject({ status: 400, issues: [{ field: "expires" }] });
  expect(refusedAgain.message).toBe(refused.message);
  expect(world.server.requests).toEqual([]);
});

it("checks requests after middleware has changed them", async () => {
  await using world = await startValidated();
  const broken = JSON.stringify({ label: "a\0" });
  world.validated.http.use({
    onRequest: ({ request }) =>
      new Request(request, { body: broken, duplex: "half" } as RequestInit),
  });

  const refused = await errorOf(world.validated.createApiKey({ body: { label: "a" } }));

  expect(refused).toMatchObject({ issues: [{ field: "label" }] });
});

it("does not check operations that are not in the document", async () => {
  await using server = await serve(json(200, { pong: true }));
  const datameta = createClient({ baseUrl: server.url, validate: createValidator() });
  const request = datameta.http.request as unknown as (
    ...args: readonly unknown[]
  ) => Promise<{ data?: unknown }>;

  const { data } = await request("post", "/ping", { body: { a: "\0" } });

  expect(data).toEqual({ pong: true });
});

it("rejects with the abort reason before it checks the request", async () => {
  await using world = await startValidated();
  const signal = AbortSignal.abort("enough");

  const reason: unknown = await world.validated
    .createApiKey({ body: { label: "\0" } }, { signal })
    .catch((thrown: unknown) => thrown);

  expect(reason).toBe("enough");
});

const canary = "canary-7f3a";
const leaks: readonly { what: string; call: (datameta: DataMetaClient) => Promise<unknown> }[] = [
  {
    what: "a password of the wrong type",
    // @ts-expect-error -- a password is a string
    call: (datameta) => datameta.createApiKey({ body: { label: "a", password: [canary] } }),
  },
  {
    what: "a body of the wrong type around a password",
    // @ts-expect-error -- the body is an object
    call: (datameta) => datameta.createApiKey({ body: [{ password: { deep: canary } }] }),
  },
  {
    what: "a new password against the policy",
    call: (datameta) =>
      datameta.setUserPassword({
        id: "0",
        body: { passwordChangeCredential: canary, newPassword: `${canary} with spaces` },
      }),
  },
  {
    what: "a reset token with a NUL",
    call: (datameta) =>
      datameta.setUserPassword({
        id: "0",
        body: { passwordChangeCredential: `${canary}\0`, newPassword: "Correct-Horse-7" },
      }),
  },
];

it.each(leaks)("does not show $what in the error", async ({ call }) => {
  await using world = await startValidated();

  const refused = await errorOf(call(world.validated));

  expect(refused).toMatchObject({ status: 400, outcome: "not-sent" });
  expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain(canary);
  expect(JSON.stringify(refused)).not.toContain(canary);
});
