import { afterEach, describe, expect, it, vi } from "vitest";
import { ServerError, ValidationError, type DataMetaClient } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { errorOf } from "./support/error-of.js";
import { startValidated } from "./support/validated.js";

interface Pitfall {
  readonly name: string;
  readonly call: (datameta: DataMetaClient) => Promise<unknown>;
  readonly field: string | undefined;
  readonly message: RegExp;
}

const definition = {
  ...{ name: "ZIP", regexDescription: "", longDescription: "", example: "", regExp: "" },
  ...{ dateTimeFmt: "", isMandatory: false, order: 1, isFile: false },
  ...{ isSubmissionUnique: false, isSiteUnique: false, serviceId: "" },
};

const registration = {
  ...{ name: "Bob", email: "bob@example.org", org_select: null },
  ...{ org_create: "", org_new_name: "New", check_user_agreement: true },
};

const expiring = (expires: string): Pitfall => ({
  name: `expires ${expires}`,
  call: (datameta) => datameta.createApiKey({ body: { label: "key", expires } }),
  field: "expires",
  message: /must not have a Z or an offset.*such as 2030-01-31T12:00:00/,
});

/** Requests that make the server fail with 500. */
const failures: readonly Pitfall[] = [
  expiring("2030-01-31T12:00:00Z"),
  expiring("2030-01-31T12:00:00.000Z"),
  expiring("2030-01-31T12:00:00+00:00"),
  expiring("2030-01-31 12:00-0130"),
  {
    name: "a Date for expires, which JSON writes with a Z",
    // @ts-expect-error -- only a JavaScript program can pass a Date
    call: (datameta) => datameta.createApiKey({ body: { label: "key", expires: new Date() } }),
    field: "expires",
    message: /must not have a Z or an offset/,
  },
  {
    name: "a key's label of 201 characters",
    call: (datameta) => datameta.createApiKey({ body: { label: "😀".repeat(201) } }),
    field: "label",
    message: /at most 200 characters/,
  },
  {
    name: "a NUL in a text",
    call: (datameta) => datameta.createApiKey({ body: { label: "a\0b" } }),
    field: "label",
    message: /NUL/,
  },
  {
    name: "a lone surrogate in a text",
    call: (datameta) => datameta.createService({ body: { name: "a\ud83d" } }),
    field: "name",
    message: /a lone surrogate/,
  },
  {
    name: "a NUL in a record",
    call: (datameta) => datameta.createMetaDataSet({ body: { record: { ZIP: "a\0" } } }),
    field: "record/ZIP",
    message: /NUL/,
  },
  {
    name: "a definition's order beyond 32 bits",
    call: (datameta) => datameta.createMetaDatum({ body: { ...definition, order: 2 ** 31 } }),
    field: "order",
    message: /must be a 32-bit integer/,
  },
  {
    name: "a checksum with a slash",
    call: (datameta) => datameta.createFile({ body: { name: "a.txt", checksum: "a/b" } }),
    field: "checksum",
    message: /must not contain \//,
  },
  {
    name: "a checksum of 218 bytes",
    call: (datameta) => datameta.createFile({ body: { name: "a.txt", checksum: "ä".repeat(109) } }),
    field: "checksum",
    message: /at most 217 bytes/,
  },
  {
    name: "a new definition with serviceId null",
    call: (datameta) => datameta.createMetaDatum({ body: { ...definition, serviceId: null } }),
    field: "serviceId",
    message: /must be ""/,
  },
  {
    name: "a registration with email null",
    call: (datameta) => datameta.createRegistration({ body: { ...registration, email: null } }),
    field: "email",
    message: /must not be null/,
  },
  {
    name: "a registration with org_select and org_create null",
    call: (datameta) =>
      datameta.createRegistration({ body: { ...registration, org_create: null } }),
    field: "org_select",
    message: /must not be null unless org_create/,
  },
];

it.each(failures)("rejects $name without a request", async ({ call, field, message }) => {
  await using world = await startValidated();

  const refused = await errorOf(call(world.validated));

  expect(refused).toBeInstanceOf(ValidationError);
  expect(refused).toMatchObject({ status: 400, outcome: "not-sent", attempts: 0 });
  expect(refused).toMatchObject({
    retryable: false,
    issues: [
      {
        exception: "ValidationError",
        message: expect.stringMatching(message) as unknown,
        ...(field !== undefined && { field }),
      },
    ],
  });
  expect(refused.message).toMatch(/^\w+ failed: the request is invalid and was not sent. /);
  expect(world.server.requests).toEqual([]);
});

it.each(failures)("$name makes the server fail if it is not checked", async ({ call }) => {
  await using world = await startValidated({ metadata: [{ name: "ZIP" }] });

  const failed = await errorOf(call(world.unvalidated));

  expect(failed).toBeInstanceOf(ServerError);
  expect(failed.message).toMatch(/ failed: 500 Internal Server Error/);
});

it("sends a NUL in a list within a record, because the server stores it escaped", async () => {
  await using world = await startValidated({ metadata: [{ name: "ZIP" }] });

  const stored = await world.validated.createMetaDataSet({ body: { record: { ZIP: ["a\0"] } } });

  expect(stored.record).toEqual({ ZIP: "['a\\x00']" });
});

it("rejects an empty file name in the server's words", async () => {
  await using world = await startValidated();
  const body = { name: "", checksum: "unknown" };

  const refused = await errorOf(world.validated.createFile({ body }));
  const answered = await errorOf(world.unvalidated.createFile({ body }));

  expect(refused).toMatchObject({ issues: [{ message: "File names cannot be empty." }] });
  expect(answered).toMatchObject({ issues: [{ message: "File names cannot be empty." }] });
});

it.each(["%Q", "%d.%m.%Y %"])("rejects the format %j, which no value can match", async (format) => {
  await using world = await startValidated();
  const body = { ...definition, dateTimeFmt: format };
  const field = "dateTimeFmt";

  const refused = await errorOf(world.validated.createMetaDatum({ body }));
  const stored = await world.unvalidated.createMetaDatum({ body });
  const update = world.validated.updateMetaDatum({ id: stored.id.uuid, body });

  expect(refused).toMatchObject({ issues: [{ field }], outcome: "not-sent" });
  expect(await errorOf(update)).toMatchObject({ issues: [{ field }], outcome: "not-sent" });
});

it("sends a format with all directives", async () => {
  await using world = await startValidated();
  const dateTimeFmt = "%a%A%b%B%d%f%H%I%j%m%M%p%S%y%Y%z%Z%%";
  const body = { ...definition, dateTimeFmt };

  const { id } = await world.validated.createMetaDatum({ body });

  expect(await world.validated.updateMetaDatum({ id: id.uuid, body })).toMatchObject({ id });
});

it("rejects an expires of get-file-url beyond the year 9999, on which the server fails", async () => {
  const file = { name: "a.txt", owner: "ada@example.org" };
  await using world = await startValidated({ files: [file] });
  const id = world.server.files[0]?.id.uuid ?? "";

  const refused = await errorOf(world.validated.getFileUrl({ id, expires: 99_999_999_999 }));
  const requests = world.server.requests.length;
  const failed = await errorOf(world.unvalidated.getFileUrl({ id, expires: 99_999_999_999 }));
  const allowed = await world.validated.getFileUrl({ id, expires: 99_999_999 });

  expect(refused).toMatchObject({ status: 400, issues: [{ field: "expires" }] });
  expect(requests).toBe(0);
  expect(failed).toMatchObject({ name: "ServerError", status: 500 });
  expect(allowed.fileId.uuid).toBe(id);
});

describe("the expires of get-file-url", () => {
  const year1 = Date.parse("0001-01-01T00:00:00Z");
  const year9999 = Date.parse("9999-12-31T23:59:59Z");
  const refusalOf = (minutes: number) => {
    const details = {
      ...{ caller: "getFileUrl", operationId: "GetFileUrl", method: "GET", url: "", attempts: 0 },
    };
    const url = `https://host/api/v1/rpc/get-file-url/x?expires=${minutes}`;
    try {
      createValidator().checkRequest({ ...details, outcome: "not-sent" }, url, undefined);
      return "none";
    } catch (error) {
      return (error as Error).message;
    }
  };
  afterEach(() => void vi.useRealTimers());

  it.each([
    [0, 2_000_000_000],
    [0, -1_000_000_000],
    [year1 + 60_000, -1],
    [year9999 - 60_000, 1],
  ])("is valid at %d ms for %d minutes", (now, minutes) => {
    vi.useFakeTimers({ toFake: ["Date"], now });

    expect(refusalOf(minutes)).toBe("none");
  });

  it.each([
    [0, 9_999_999_999],
    [0, -2_000_000_000],
    [year1 + 59_999, -1],
    [year9999 - 59_999, 1],
  ])("is invalid at %d ms for %d minutes", (now, minutes) => {
    vi.useFakeTimers({ toFake: ["Date"], now });

    expect(refusalOf(minutes)).toBe(
      "getFileUrl failed: the request is invalid and was not sent. " +
        "expires: must result in a year from 1 to 9999 (the server fails with 500 on others)",
    );
  });
});

it("rejects a submission's label of 101 characters before the server checks the ids", async () => {
  await using world = await startValidated();
  const body = { metadatasetIds: ["DMR-1"], fileIds: [], label: "x".repeat(101) };

  const refused = await errorOf(world.validated.createSubmission({ body }));

  expect(refused).toMatchObject({ issues: [{ field: "label" }], outcome: "not-sent" });
  expect(world.server.requests).toEqual([]);
});

it("rejects unknown members of updateUser by name, although the server ignores them", async () => {
  await using world = await startValidated();
  const { uuid: id } = world.server.account("ada@example.org").id;
  const body = { nmae: "Ada", name: "Ada" };
  const more = { ...body, eMail: "ada@example.org" };

  const refused = await errorOf(world.validated.updateUser({ id, body }));
  const refusedAgain = await errorOf(world.validated.updateUser({ id, body: more }));
  const { response } = await world.unvalidated.updateUser.withResponse({ id, body });

  expect(refused).toMatchObject({
    issues: [{ message: "Additional properties are not allowed ('nmae' was unexpected)" }],
  });
  expect(refusedAgain).toMatchObject({
    issues: [
      { message: "Additional properties are not allowed ('nmae', 'eMail' were unexpected)" },
    ],
  });
  expect(response.status).toBe(204);
});

it("sends values at the limits", async () => {
  await using world = await startValidated();
  const { validated } = world;

  await validated.createApiKey({ body: { label: "😀".repeat(200) } });
  await validated.createApiKey({ body: { label: "week", expires: "2026-W48-1" } });
  await validated.createFile({ body: { name: "a.txt", checksum: "PROVISIONAL" } });
  await validated.createMetaDatum({ body: definition });
  await validated.createService({ body: { name: "😀" } });
  await validated.createRegistration({ body: registration });

  expect(world.server.requests.map(({ status }) => status)).toEqual([
    ...[200, 200, 200, 200, 200, 204],
  ]);
});
