import { describe, expect } from "vitest";
import { ApiError, type DataMetaClient } from "datameta-client";
import { failureOf, it, type Site } from "../support/contract.js";
import type { Account } from "../support/contract-server.js";
import { plainDefinition } from "../support/definitions.js";
import { anyString, containing } from "../support/matchers.js";
import { uniqueEmail, uniqueName } from "../support/unique.js";

/** An invalid body for each operation: a member is missing, null or unknown. */
const refused: Readonly<Record<string, object>> = {
  bulkDeleteStagedFiles: {},
  bulkDeleteStagedMetaDataSets: { metadatasetIds: "DMR-00000001" },
  changeGroupName: { name: null },
  createApiKey: {},
  createFile: { name: "reads.fastq" },
  createMetaDataSet: {},
  createMetaDatum: { name: "Sample" },
  createRegistration: { name: "Grace" },
  createService: { name: null },
  createSubmission: { fileIds: [] },
  executeService: { record: {} },
  prevalidateSubmission: { metadatasetIds: [] },
  setUserPassword: { newPassword: "Long-Enough.1" },
  updateAppSettings: { value: 12 },
  updateFile: { checksum: null },
  updateMetaDatum: { name: "Sample" },
  updateService: { userIds: "DMU-00000001" },
  updateUser: { name: null },
};

describe("a body that the document does not allow", () => {
  it.for(Object.entries(refused))("is rejected by %s", async ([name, body], { member }) => {
    const ids = { id: "no-such-id", serviceId: "no-such-id", metadatasetId: "no-such-id" };
    const error = await failureOf(callUntyped(member.client, name, body, ids));

    expect(error).toMatchObject({
      name: "ValidationError",
      status: 400,
      outcome: "rejected",
    });
    expect(error).toHaveProperty("body.0", {
      exception: "ValidationError",
      field: anyString,
      message: anyString,
    });
  });

  it("gets an error with the names of all required members", async ({ member }) => {
    const error = await failureOf(callUntyped(member.client, "createFile", { name: "x" }, {}));

    expect(error).toMatchObject({ issues: [{ field: "name/checksum" }] });
  });

  it("gets an error with the path of the invalid member", async ({ member }) => {
    const body = { fileIds: [], metadatasetIds: ["DMR-00000001", 2] };
    const error = await failureOf(callUntyped(member.client, "prevalidateSubmission", body, {}));

    expect(error).toMatchObject({ issues: [{ field: "metadatasetIds/1" }] });
  });
});

/**
 * Calls with a text that the database cannot store. The administrator has the rights for all of
 * them.
 */
const unstorable: Readonly<Record<string, (admin: Account, site: Site) => Promise<unknown>>> = {
  bulkDeleteStagedFiles: ({ client }) =>
    client.bulkDeleteStagedFiles({ body: { fileIds: ["\0"] } }),
  bulkDeleteStagedMetaDataSets: ({ client }) =>
    client.bulkDeleteStagedMetaDataSets({ body: { metadatasetIds: ["\0"] } }),
  changeGroupName: ({ client, groupId }) =>
    client.changeGroupName({ id: groupId.uuid, body: { name: "\0" } }),
  createApiKey: ({ client }) => client.createApiKey({ body: { label: "\0" } }),
  createFile: ({ client }) => client.createFile({ body: { name: "\0", checksum: "unknown" } }),
  createMetaDataSet: ({ client }) =>
    client.createMetaDataSet({ body: { record: { Sample: "AB123456", Lane: "\0" } } }),
  createMetaDatum: ({ client }) =>
    client.createMetaDatum({ body: { ...plainDefinition, name: "\0" } }),
  createRegistration: ({ client, groupId }) =>
    client.createRegistration({
      body: {
        name: "\0",
        email: uniqueEmail(),
        org_select: groupId.uuid,
        org_create: null,
        org_new_name: null,
        check_user_agreement: true,
      },
    }),
  createService: ({ client }) => client.createService({ body: { name: "\0" } }),
  createSubmission: ({ client }) =>
    client.createSubmission({ body: { metadatasetIds: [], fileIds: ["\0"] } }),
  prevalidateSubmission: ({ client }) =>
    client.prevalidateSubmission({ body: { metadatasetIds: ["\0"], fileIds: [] } }),
  // The server encodes the token to hash it, which fails on a lone surrogate.
  setUserPassword: (_, site) =>
    site.client().setUserPassword({
      id: "0",
      body: { passwordChangeCredential: "\ud800", newPassword: "Long-Enough.1" },
    }),
  updateAppSettings: async ({ client }) => {
    const settings = await client.getAppSettings();
    const id = settings.find(({ key }) => key === "subject_reject")?.id.uuid ?? "";
    return client.updateAppSettings({ id, body: { value: "\0" } });
  },
  updateFile: async ({ client }) => {
    const { id } = await client.createFile({ body: { name: "reads", checksum: "unknown" } });
    return client.updateFile({ id: id.uuid, body: { name: "\0" } });
  },
  updateMetaDatum: async ({ client }) => {
    const body = { ...plainDefinition, name: uniqueName("Definition") };
    const { id } = await client.createMetaDatum({ body });
    return client.updateMetaDatum({ id: id.uuid, body: { ...body, example: "\0" } });
  },
  updateService: async ({ client }) => {
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    return client.updateService({ id: id.uuid, body: { name: "\0" } });
  },
  updateUser: ({ client, id }) => client.updateUser({ id: id.uuid, body: { name: "\0" } }),
};

describe("a text that the database cannot store", () => {
  it.for(Object.entries(unstorable))(
    "makes %s fail with 500",
    async ([, call], { site, admin }) => {
      const error = await failureOf(call(admin, site));

      expect(error).toMatchObject({
        name: "ServerError",
        status: 500,
        body: containing("unexpected internal server error"),
      });
    },
  );
});

describe("a text that does not reach the database", () => {
  it("gets the error for the other problems of the request", async ({ admin, member }) => {
    const record = { Sample: "AB123456", "no such column\0": "x" };
    const errors = await Promise.all(
      [
        admin.client.createMetaDataSet({ body: { record } }),
        member.client.createService({ body: { name: "\0" } }),
        admin.client.updateFile({ id: "no-such-id", body: { name: "\0" } }),
      ].map(failureOf),
    );

    expect(errors).toMatchObject([{ status: 400 }, { status: 403 }, { status: 404 }]);
  });

  it("is ignored in an unknown member", async ({ member }) => {
    const body = { name: member.name, unknown: "\0" };

    await expect(member.client.updateUser({ id: member.id.uuid, body })).resolves.toBeUndefined();
  });

  it("is stored in a list within a record, as a Python literal", async ({ member }) => {
    const record = { Sample: "AB123456", Lane: ["\0", "ä\u200b"] };
    const stored = await member.client.createMetaDataSet({ body: { record } });

    expect(stored.record).toMatchObject({ Lane: "['\\x00', 'ä\\u200b']" });
  });
});

describe("the body null", () => {
  it("is checked only after rights and existence", async ({ admin, member }) => {
    const ids = { id: "no-such-id", serviceId: "no-such-id", metadatasetId: "no-such-id" };
    const statusOf = async (client: DataMetaClient, name: string) => {
      const error = await failureOf(callUntyped(client, name, null, ids));
      return error instanceof ApiError ? error.status : error;
    };

    expect(await statusOf(member.client, "createService")).toBe(403);
    expect(await statusOf(admin.client, "updateFile")).toBe(404);
    expect(await statusOf(admin.client, "createService")).toBe(500);
    expect(await statusOf(admin.client, "updateUser")).toBe(500);
  });
});

it("quotes a text of the wrong type like Python", async ({ member }) => {
  const error = await failureOf(callUntyped(member.client, "createMetaDataSet", "it's", {}));

  expect(error).toMatchObject({ issues: [{ message: `"it's" is not of type object` }] });
});

/** Calls a method with a body that does not match its type. */
function callUntyped(
  client: DataMetaClient,
  name: string,
  body: unknown,
  ids: Readonly<Record<string, string>>,
): Promise<unknown> {
  const parameters = /^(update|change|set)/.test(name)
    ? { id: ids["id"] }
    : name === "executeService"
      ? { serviceId: ids["serviceId"], metadatasetId: ids["metadatasetId"] }
      : {};
  // Safe: the name is one of the methods, and each takes an object of arguments.
  const method = client[name as "createFile"] as (args: object) => Promise<unknown>;
  return method({ ...parameters, body });
}
