import { afterEach, describe, expect, it, vi } from "vitest";
import { ServerError, ValidationError, type DataMetaClient } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { errorOf } from "./support/error-of.js";
import { startValidated } from "./support/validated.js";

interface TrapCase {
  readonly trap: string;
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

const expiring = (expires: string): TrapCase => ({
  trap: `expires ${expires}`,
  call: (datameta) => datameta.createApiKey({ body: { label: "key", expires } }),
  field: "expires",
  message: /neither a Z nor an offset.*like 2030-01-31T12:00:00/,
});

/** What makes the server fail with 500. */
const failures: readonly TrapCase[] = [
  expiring("2030-01-31T12:00:00Z"),
  expiring("2030-01-31T12:00:00.000Z"),
  expiring("2030-01-31T12:00:00+00:00"),
  expiring("2030-01-31 12:00-0130"),
  {
    trap: "a Date for expires, which JSON ends with a Z",
    // @ts-expect-error -- the compiler refuses what a program without types may do
    call: (datameta) => datameta.createApiKey({ body: { label: "key", expires: new Date() } }),
    field: "expires",
    message: /neither a Z nor an offset/,
  },
  {
    trap: "a key's label of 201 characters",
    call: (datameta) => datameta.createApiKey({ body: { label: "😀".repeat(201) } }),
    field: "label",
    message: /at most 200 characters/,
  },
  {
    trap: "a NUL in a text",
    call: (datameta) => datameta.createApiKey({ body: { label: "a\0b" } }),
    field: "label",
    message: /NUL/,
  },
  {
    trap: "half of a surrogate pair in a text",
    call: (datameta) => datameta.createService({ body: { name: "a\ud83d" } }),
    field: "name",
    message: /half of a surrogate pair/,
  },
  {
    trap: "a NUL in a record",
    call: (datameta) => datameta.createMetaDataSet({ body: { record: { ZIP: "a\0" } } }),
    field: "record/ZIP",
    message: /NUL/,
  },
  {
    trap: "a definition's order beyond 32 bits",
    call: (datameta) => datameta.createMetaDatum({ body: { ...definition, order: 2 ** 31 } }),
    field: "order",
    message: /must be a 32-bit number/,
  },
  {
    trap: "a checksum with a slash",
    call: (datameta) => datameta.createFile({ body: { name: "a.txt", checksum: "a/b" } }),
    field: "checksum",
    message: /must not contain a \//,
  },
  {
    trap: "a checksum of 218 bytes",
    call: (datameta) => datameta.createFile({ body: { name: "a.txt", checksum: "ä".repeat(109) } }),
    field: "checksum",
    message: /at most 217 bytes/,
  },
  {
    trap: "a new definition's serviceId null",
    call: (datameta) => datameta.createMetaDatum({ body: { ...definition, serviceId: null } }),
    field: "serviceId",
    message: /must be ""/,
  },
  {
    trap: "a registration's email null",
    call: (datameta) => datameta.createRegistration({ body: { ...registration, email: null } }),
    field: "email",
    message: /must not be null/,
  },
  {
    trap: "a registration's org_select and org_create null",
    call: (datameta) =>
      datameta.createRegistration({ body: { ...registration, org_create: null } }),
    field: "org_select",
    message: /must not be null unless org_create/,
  },
];

it.each(failures)("$trap is refused without a request", async ({ call, field, message }) => {
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
  expect(refused.message).toMatch(/^\w+ refused before it was sent: /);
  expect(world.server.requests).toEqual([]);
});

it.each(failures)("$trap makes the server fail where nobody checks it", async ({ call }) => {
  await using world = await startValidated({ metadata: [{ name: "ZIP" }] });

  const failed = await errorOf(call(world.unvalidated));

  expect(failed).toBeInstanceOf(ServerError);
  expect(failed.message).toMatch(/ failed: 500 Internal Server Error/);
});

it("a NUL in a list within a record is sent, since the server stores it escaped", async () => {
  await using world = await startValidated({ metadata: [{ name: "ZIP" }] });

  const stored = await world.validated.createMetaDataSet({ body: { record: { ZIP: ["a\0"] } } });

  expect(stored.record).toEqual({ ZIP: "['a\\x00']" });
});

it("an empty file name is refused, as the server would", async () => {
  await using world = await startValidated();
  const body = { name: "", checksum: "unknown" };

  const refused = await errorOf(world.validated.createFile({ body }));
  const answered = await errorOf(world.unvalidated.createFile({ body }));

  expect(refused).toMatchObject({ issues: [{ message: "File names cannot be empty." }] });
  expect(answered).toMatchObject({ issues: [{ message: "File names cannot be empty." }] });
});

it.each(["%Q", "%d.%m.%Y %"])(
  "the format %j, which no value would fit, is refused",
  async (format) => {
    await using world = await startValidated();
    const body = { ...definition, dateTimeFmt: format };
    const field = "dateTimeFmt";

    const refused = await errorOf(world.validated.createMetaDatum({ body }));
    const stored = await world.unvalidated.createMetaDatum({ body });
    const update = world.validated.updateMetaDatum({ id: stored.id.uuid, body });

    expect(refused).toMatchObject({ issues: [{ field }], outcome: "not-sent" });
    expect(await errorOf(update)).toMatchObject({ issues: [{ field }], outcome: "not-sent" });
  },
);

it("a format of all the directives is sent", async () => {
  await using world = await startValidated();
  const dateTimeFmt = "%a%A%b%B%d%f%H%I%j%m%M%p%S%y%Y%z%Z%%";
  const body = { ...definition, dateTimeFmt };

  const { id } = await world.validated.createMetaDatum({ body });

  expect(await world.validated.updateMetaDatum({ id: id.uuid, body })).toMatchObject({ id });
});

it("an expires of get-file-url beyond the year 9999 is refused, and fails unchecked", async () => {
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
  ])("may lead from %d ms to what is %d minutes later", (now, minutes) => {
    vi.useFakeTimers({ toFake: ["Date"], now });

    expect(refusalOf(minutes)).toBe("none");
  });

  it.each([
    [0, 9_999_999_999],
    [0, -2_000_000_000],
    [year1 + 59_999, -1],
    [year9999 - 59_999, 1],
  ])("may not lead from %d ms to what is %d minutes later", (now, minutes) => {
    vi.useFakeTimers({ toFake: ["Date"], now });

    expect(refusalOf(minutes)).toBe(
      "getFileUrl refused before it was sent: expires: must lead to a year from 1 to 9999: " +
        "the server fails over others",
    );
  });
});

it("a submission's label of 101 characters is refused, also where the rest would be, too", async () => {
  await using world = await startValidated();
  const body = { metadatasetIds: ["DMR-1"], fileIds: [], label: "x".repeat(101) };

  const refused = await errorOf(world.validated.createSubmission({ body }));

  expect(refused).toMatchObject({ issues: [{ field: "label" }], outcome: "not-sent" });
  expect(world.server.requests).toEqual([]);
});

it("an unknown member of updateUser, which the server ignores, is refused by name", async () => {
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

it("what is at the edge of a trap is sent", async () => {
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
