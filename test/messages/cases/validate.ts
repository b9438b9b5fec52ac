import type { DataMetaClient } from "datameta-client";
import { createValidator, type ValidatorOptions } from "datameta-client/validate";

import type { Cases, World } from "../support/world.js";

const definition = {
  ...{ name: "ZIP", regexDescription: "", longDescription: "", example: "", regExp: "" },
  ...{ dateTimeFmt: "", isMandatory: false, order: 1, isFile: false },
  ...{ isSubmissionUnique: false, isSiteUnique: false, serviceId: "" },
};

const registration = {
  ...{ name: "Bob", email: "bob@example.org", org_select: null },
  ...{ org_create: "", org_new_name: "New", check_user_agreement: true },
};

const id = { uuid: "a", site: "DMR-1" };
const metadataset = { id, record: {}, fileIds: {}, userId: id, submissionId: null };

export function validate({ client, server, after }: World): Cases {
  const invalid = (call: (datameta: DataMetaClient) => unknown, baseUrl = server.url) => {
    return () => call(client({ baseUrl, validate: createValidator() }));
  };
  const key = (body: { label: string; expires?: string }) =>
    invalid((datameta) => datameta.createApiKey({ body }));
  const file = (name: string, checksum: string) =>
    invalid((datameta) => datameta.createFile({ body: { name, checksum } }));
  const metaDatum = (more: Partial<typeof definition>) =>
    invalid((datameta) => datameta.createMetaDatum({ body: { ...definition, ...more } }));
  const register = (more: object) =>
    invalid((datameta) => datameta.createRegistration({ body: { ...registration, ...more } }));
  const password = (newPassword: string, baseUrl?: string) =>
    invalid(
      (datameta) =>
        datameta.setUserPassword({
          id: "0",
          body: { passwordChangeCredential: "canary-credential", newPassword },
        }),
      baseUrl,
    );
  const answers = (body: unknown) =>
    after({ status: 200, headers: { "content-type": "application/json" }, body }, undefined, {
      validate: createValidator(),
    });
  return {
    "a member that is missing": invalid((datameta) => datameta.createApiKey({ body: {} as never })),
    "a member of the wrong type": key({ label: 7 as never }),
    "no body": invalid(({ http }) => http.POST("/keys", {} as never)),
    "a body that is not JSON": invalid(({ http }) =>
      http.POST("/keys", { body: {}, bodySerializer: () => "{" } as never),
    ),
    "an unknown member": invalid((datameta) =>
      datameta.updateUser({ id: "1", body: { admin: true } as never }),
    ),
    "a query parameter that is empty": invalid((datameta) =>
      datameta.getFileUrl({ id: "1", expires: "" as never }),
    ),
    "a query parameter of the wrong type": invalid((datameta) =>
      datameta.getFileUrl({ id: "1", expires: "soon" as never }),
    ),
    "a query parameter that is not a time": invalid((datameta) =>
      datameta.getMetaDataSets({ submittedAfter: "soon" }),
    ),
    "a link that expires too late": invalid((datameta) =>
      datameta.getFileUrl({ id: "1", expires: 1e13 }),
    ),
    "a label of 201 characters": key({ label: "x".repeat(201) }),
    "a label with a NUL": key({ label: "a\0" }),
    "a label with a lone surrogate": key({ label: "a\ud800" }),
    "a time in another format": key({ label: "key", expires: "31.01.2030" }),
    "a time with an offset": key({ label: "key", expires: "2030-01-31T12:00:00Z" }),
    "a file without a name": file("", "a"),
    "a checksum with a slash": file("a", "a/b"),
    "a checksum of 218 bytes": file("a", "a".repeat(218)),
    "an order that is too large": metaDatum({ order: 2 ** 31 }),
    "a date format that Python cannot read": metaDatum({ dateTimeFmt: "%!" }),
    "a service that is null": metaDatum({ serviceId: null as never }),
    "a registration without an address": register({ email: null }),
    "a registration without a group": register({ org_create: null }),
    "a short password": password("canary"),
    "a short password on /api/v0": password("canary", server.url.replace("v1", "v0")),
    "a password with only lowercase letters": password("canary-canary-canary"),
    "a password with a control character": password("Canary-1-canary\u0007"),
    "a response with a member missing": answers({}),
    "a response of the wrong type": answers([]),
    "a response that matches no alternative": after(
      {
        ...{ status: 200, headers: { "content-type": "application/json" } },
        body: [{ ...metadataset, serviceExecutions: { QC: 5 } }],
      },
      (datameta) => datameta.getMetaDataSets({}),
      { validate: createValidator() },
    ),
    "a response with many mistakes": answers({ id: 1, name: 2, email: 3, groupAdmin: 4 }),
  };
}

export function validatorOptions(): Cases {
  const create = (options: unknown) => () => createValidator(options as ValidatorOptions);
  return {
    "options that are null": create(null),
    "onMissmatch, which is unknown": create({ onMissmatch: () => undefined }),
    "onMismatch that is a string": create({ onMismatch: "log" }),
    "passwordPolicy that is a number": create({ passwordPolicy: 10 }),
    "passwordPolicy with an unknown member": create({ passwordPolicy: { size: 10 } }),
    "passwordPolicy below zero": create({ passwordPolicy: { length: -1 } }),
  };
}
