import { expect, test } from "vitest";
import { startTestServer } from "datameta-client/testing";

import { requestOperations } from "../../generated/request-validators.js";
import { isReleased } from "../server/api-version.js";
import { send } from "./send.js";

/** A valid body for each operation with a body. */
const bodies: Readonly<Record<string, unknown>> = {
  BulkDeleteStagedFiles: { fileIds: [] },
  BulkDeleteStagedMetaDataSets: { metadatasetIds: [] },
  ChangeGroupName: { name: "x" },
  CreateApiKey: { label: "x" },
  CreateFile: { name: "x", checksum: "x" },
  CreateMetaDataSet: { record: {} },
  CreateMetaDatum: {
    name: "x",
    regexDescription: "",
    longDescription: "",
    example: "",
    regExp: "",
    dateTimeFmt: "",
    isMandatory: false,
    order: 1,
    isFile: false,
    isSubmissionUnique: false,
    isSiteUnique: false,
    serviceId: "",
  },
  CreateSubmission: { metadatasetIds: [], fileIds: [] },
  PostRegistration: {
    name: "x",
    email: "x@example.org",
    org_select: null,
    org_create: "",
    org_new_name: "x",
    check_user_agreement: true,
  },
  PostService: { name: "x" },
  PrevalidateSubmission: { metadatasetIds: [], fileIds: [] },
  PutService: {},
  ServiceSetMetaDatum: { record: {}, fileIds: [] },
  SetUserPassword: { passwordChangeCredential: "x", newPassword: "x" },
  UpdateAppSettings: { value: "x" },
  UpdateFile: {},
  UserUpdateRequest: {},
};

const operations = Object.entries(requestOperations)
  .filter(([, { since }]) => isReleased(since))
  .map(([operationId, operation]) => ({
    operationId,
    ...operation,
    request:
      `${operation.method} ${operation.path.replace(/\{[^}]+\}/g, "x")}` as `${string} /${string}`,
  }));

function bodyOf(operationId: string): { body?: unknown } {
  const body = operationId === "UpdateMetaDatum" ? bodies["CreateMetaDatum"] : bodies[operationId];
  return body === undefined ? {} : { body };
}

test.each(operations)("$operationId has a handler", async ({ operationId, request }) => {
  await using server = await startTestServer();
  const { token } = server.account("admin@example.org");

  const answer = await send(server, request, { token, ...bodyOf(operationId) });

  expect(answer.status).not.toBe(501);
  expect(answer.text).not.toContain("Defect");
  expect(server.requests.at(-1)?.operationId).toBe(operationId);
});

test.each(operations.filter(({ placeholderCredential }) => !placeholderCredential))(
  "$operationId rejects an unknown token",
  async ({ operationId, request }) => {
    await using server = await startTestServer();

    const answer = await send(server, request, { token: "nobody's", ...bodyOf(operationId) });

    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ code: "401 Unauthorized" });
  },
);

const closed = operations.filter(
  ({ placeholderCredential, security }) =>
    !placeholderCredential && security.every((schemes) => schemes.length > 0),
);

test.each(closed)(
  "$operationId rejects a request without a credential",
  async ({ operationId, request }) => {
    await using server = await startTestServer();

    const answer = await send(server, request, bodyOf(operationId));

    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject([{ exception: "InvalidSecurity" }]);
  },
);

test.each(operations.filter(({ body }) => body !== undefined))(
  "$operationId rejects a body of the wrong type before it checks the token",
  async ({ request }) => {
    await using server = await startTestServer();

    const answer = await send(server, request, { token: "nobody's", body: "[]" });

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual([
      { exception: "ValidationError", message: "[] is not of type object" },
    ]);
  },
);
