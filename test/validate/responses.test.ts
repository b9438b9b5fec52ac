import { inspect } from "node:util";
import { expect, it, vi } from "vitest";
import { createClient, ResponseFormatError } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { errorOf } from "./support/error-of.js";
import { empty, json, serve, type Handler } from "../support/loopback.js";

const whoami = {
  id: { uuid: "8a4c1f0e", site: "DMU-1" },
  name: "Ada",
  ...{ groupAdmin: false, siteAdmin: false, siteRead: true },
  email: "ada@example.org",
  group: { id: { uuid: "9b5d2a1f", site: "DMG-1" }, name: "Analysts" },
};

async function answering(handler: Handler, onMismatch?: (error: ResponseFormatError) => void) {
  const server = await serve(handler);
  const validate = createValidator({ onMismatch });
  const datameta = createClient({ baseUrl: server.url, auth: { bearer: "token" }, validate });
  return { ...server, datameta };
}

it.each([
  { wrong: { ...whoami, name: 5 }, said: "/name is not of type string" },
  { wrong: { ...whoami, group: undefined }, said: "/group is missing" },
  { wrong: { ...whoami, group: { name: "A" } }, said: "/group/id is missing" },
  { wrong: { ...whoami, group: { id: null, name: "A" } }, said: "/group/id is not of type object" },
  { wrong: [], said: "the response is not of type object" },
  { wrong: null, said: "the response is not of type object" },
  { wrong: {}, said: "/id is missing; /name is missing; /groupAdmin is missing; and 4 more" },
])("rejects the response $wrong because $said", async ({ wrong, said }) => {
  await using server = await answering(json(200, wrong));

  const refused = await errorOf(server.datameta.whoami());

  expect(refused).toBeInstanceOf(ResponseFormatError);
  expect(refused.message).toBe(
    `whoami failed: the 200 response does not match the API's documentation: ${said}`,
  );
  expect(refused).toMatchObject({
    ...{ operationId: "GetUserInformation", method: "GET", url: `${server.url}/rpc/whoami` },
    ...{ attempts: 1, outcome: "unknown", retryable: false },
  });
});

it("accepts and returns additional members in a response", async () => {
  const newer = { ...whoami, avatar: "a.png", group: { ...whoami.group, size: 5 } };
  await using server = await answering(json(200, newer));

  expect(await server.datameta.whoami()).toEqual(newer);
});

it("passes the error of a mismatch to onMismatch and returns the data", async () => {
  const onMismatch = vi.fn<(error: ResponseFormatError) => void>();
  const wrong = { ...whoami, name: null };
  await using server = await answering(json(200, wrong), onMismatch);

  const data = await server.datameta.whoami();

  expect(data).toEqual(wrong);
  expect(onMismatch).toHaveBeenCalledOnce();
  expect(onMismatch.mock.calls[0]?.[0]).toBeInstanceOf(ResponseFormatError);
  expect(onMismatch.mock.calls[0]?.[0].message).toMatch(/\/name is not of type string$/);
});

it("does not call onMismatch for a valid response", async () => {
  const onMismatch = vi.fn();
  await using server = await answering(json(200, whoami), onMismatch);

  await server.datameta.whoami();

  expect(onMismatch).not.toHaveBeenCalled();
});

it("escapes names in pointers, and reports only the anyOf if no alternative matches", async () => {
  const set = {
    ...{ id: { uuid: "a" }, record: { "a/b~c": 5 }, fileIds: {}, userId: { uuid: "b" } },
    ...{ submissionId: null, serviceExecutions: { QC: { serviceId: 5 } } },
  };
  await using server = await answering(json(200, [set]));

  const refused = await errorOf(server.datameta.getMetaDataSets());

  expect(refused.message).toMatch(/: \/0\/record\/a~1b~0c is not of type string or null; /);
  expect(refused.message).toMatch(/; \/0\/serviceExecutions\/QC does not match "anyOf"$/);
});

it("does not quote the values of an invalid response", async () => {
  const session = { id: "secret-id", userId: {}, token: ["secret-token"], label: 5, expires: 7 };
  await using server = await answering(json(200, session));

  const refused = await errorOf(server.datameta.createApiKey({ body: { label: "a" } }));

  expect(refused.message).toMatch(/\/token is not of type string/);
  expect(inspect(refused, { depth: 9, showHidden: true })).not.toMatch(/secret-(id|token)/);
});

it("http and withResponse reject the same response", async () => {
  await using server = await answering(json(200, { ...whoami, name: 5 }));
  const { whoami: method, http } = server.datameta;

  const byMethod = await errorOf(method.withResponse());
  const byPath = await errorOf(http.GET("/rpc/whoami"));

  expect(byMethod.message).toMatch(/\/name is not of type string$/);
  expect(byPath.message).toBe(byMethod.message);
});

it("checks a response from middleware like one from the server", async () => {
  await using server = await answering(json(200, whoami));
  server.datameta.http.use({ onRequest: () => Response.json({ ...whoami, name: 5 }) });

  const refused = await errorOf(server.datameta.whoami());

  expect(refused.message).toMatch(/\/name is not of type string$/);
  expect(server.requests).toEqual([]);
});

it("accepts empty responses and responses with an undocumented status", async () => {
  await using nothing = await answering(empty(204));
  await using created = await answering(json(201, { any: "thing" }));
  const body = { passwordChangeCredential: "a", newPassword: "Correct-Horse-7" };

  expect(await nothing.datameta.setUserPassword({ id: "0", body })).toBeUndefined();
  expect(await created.datameta.whoami()).toEqual({ any: "thing" });
});

it("does not change the error for an error response", async () => {
  await using server = await answering(json(403, { message: "No.", code: 5, title: "Forbidden" }));

  const failed = await errorOf(server.datameta.whoami());

  expect(failed).toMatchObject({ name: "ForbiddenError", status: 403 });
});

it("createClient rejects a validator that is not from createValidator()", () => {
  const baseUrl = "https://datameta.example.org/api/v1";

  // @ts-expect-error -- it must be called
  expect(() => createClient({ baseUrl, validate: createValidator })).toThrow(
    "validate must be the result of createValidator(), or null",
  );
});
