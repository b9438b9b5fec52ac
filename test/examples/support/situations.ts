import {
  ensureDefinitions,
  siteOf,
  stageBoth,
  stageSet,
  submit,
  uniqueName,
  uniqueSample,
  uploadFile,
} from "./fixtures.js";
import type { Site } from "./site.js";

/** What an example needs on the server, and what it prints. */
export interface Situation {
  /**
   * Creates what the example uses. Returns the texts of the example to replace, with their
   * replacements.
   */
  readonly prepare?: (site: Site) => Promise<Readonly<Record<string, string>>>;
  /** What the example prints, line by line. */
  readonly prints: RegExp;
  /** Releases that have the operation but cannot run the example, each with the reason. */
  readonly notOn?: Readonly<Record<string, string>>;
}

const user = async ({ client }: Site) => siteOf((await client.whoami()).id);
const group = async ({ client }: Site) => siteOf((await client.whoami()).group.id);

/** Creates a service that the account may run. */
async function createService({ client }: Site): Promise<string> {
  const { id } = await client.whoami();
  const service = await client.createService({ body: { name: uniqueName("quality control") } });
  await client.updateService({ id: service.id.uuid, body: { userIds: [id.uuid] } });
  return siteOf(service.id);
}

/** Creates a metadata definition whose values the service supplies. */
async function createResult({ client }: Site, serviceId: string): Promise<string> {
  const name = uniqueName("qc_result");
  const none = { regexDescription: "", longDescription: "", regExp: "", dateTimeFmt: "" };
  const flags = { isFile: false, isSubmissionUnique: false, isSiteUnique: false };
  await client.createMetaDatum({
    body: { ...none, ...flags, name, example: "pass", isMandatory: false, order: 50, serviceId },
  });
  return name;
}

/** By operationId, in the order of the example files. */
export const situations: Readonly<Record<string, Situation>> = {
  AppSettings: { prints: /^\w+ = .* \((int|string|float|date|time)\)$/m },
  BulkDeleteStagedFiles: {
    prepare: async ({ client }) => ({
      "DMF-51726093": (await uploadFile(client)).id,
      "DMF-70493825": (await uploadFile(client)).id,
    }),
    prints: /^Both files are deleted/,
  },
  BulkDeleteStagedMetaDataSets: {
    prepare: async ({ client }) => ({
      "DMR-64830157": await stageSet(client),
      "DMR-18275046": await stageSet(client),
    }),
    prints: /^Both sets are deleted/,
  },
  ChangeGroupName: {
    prepare: async (site) => ({
      "DMG-39018264": await group(site),
      "Institute of Human Genetics": uniqueName("Institute"),
    }),
    prints: /^The group has a new name\.$/,
  },
  CreateApiKey: {
    prepare: ({ email }) => Promise.resolve({ "ada@example.org": email }),
    prints: /^.+ is signed in until \d{4}-\d\d-\d\dT[\d:.]+\.$/,
  },
  CreateFile: { prints: /^DMF-\d+: the upload returned 204$/ },
  CreateMetaDataSet: {
    prepare: async ({ client }) => {
      await ensureDefinitions(client);
      return { AB12: uniqueSample() };
    },
    prints: /^Staged as DMR-\d+\.$/,
  },
  CreateMetaDatum: {
    prepare: () => Promise.resolve({ '"tissue"': JSON.stringify(uniqueName("tissue")) }),
    prints: /^The definition is [\da-f-]{36}\.$/,
  },
  CreateSubmission: {
    prepare: async ({ client }) => {
      const { set, file } = await stageBoth(client);
      return { "DMR-64830157": set, "DMF-51726093": file };
    },
    prints: /^Submitted as DMS-\d+\.$/,
  },
  DeleteApiKey: {
    prepare: async ({ client }) => {
      const { id } = await client.createApiKey({ body: { label: "to be deleted" } });
      return { "d5b0c8e3-27f1-4a96-b3c4-5e8f10a9d762": id.uuid };
    },
    prints: /^The key is deleted/,
  },
  DeleteFile: {
    prepare: async ({ client }) => ({ "DMF-51726093": (await uploadFile(client)).id }),
    prints: /^The staged file is deleted\.$/,
  },
  DeleteMetadataSet: {
    prepare: async ({ client }) => ({ "DMR-64830157": await stageSet(client) }),
    prints: /^The staged metadata set is deleted\.$/,
  },
  DeleteTotpToken: {
    prepare: async (site) => ({ "DMU-20461837": await user(site) }),
    prints: /^The second factor is deleted/,
  },
  GetFile: {
    prepare: async ({ client }) => ({
      "DMF-51726093": (await uploadFile(client, { name: "reads.fastq" })).id,
    }),
    prints: /^reads\.fastq has 20 bytes$/,
  },
  GetFileUrl: {
    prepare: async ({ client }) => ({ "DMF-51726093": (await uploadFile(client)).id }),
    prints: /^Anybody with the link .* until \d{4}-[^\n]+\.\n@read_1\nACGT\n\+\nIIII\n$/,
  },
  GetGroupSubmissions: {
    prepare: async ({ client }) => {
      await submit(client);
      return {};
    },
    prints: /^DMS-\d+: 1 samples$/m,
  },
  GetMetaData: {
    prepare: async ({ client }) => {
      await ensureDefinitions(client);
      return {};
    },
    prints: /^sample_id\*, like "AB12", comes from you$/m,
  },
  GetMetaDataSet: {
    prepare: async ({ client }) => ({ "DMR-64830157": (await submit(client)).set }),
    prints: /^submitted\n(.*\n)*sample_id: [A-Z]{2}\d\d$/m,
  },
  GetMetaDataSets: {
    prepare: async ({ client }) => {
      await submit(client);
      return {};
    },
    prints: /^DMR-\d+ [A-Z]{2}\d\d$/m,
  },
  GetRegistrationSettings: { prints: /^.+ \(DMG-\d+\)$/m },
  GetServerInfo: { prints: /^DataMeta [\d.]+, API [\d.]+$/ },
  GetServiceInfo: {
    prepare: async (site) => {
      await createService(site);
      return {};
    },
    prints: /^quality control.* \(DMP-\d+\) is run by 1 users$/m,
  },
  GetUserApiKeys: { prints: /^.+: (never expires|\d{4}-\d\d-\d\dT[\d:.]+)$/m },
  GetUserInformation: { prints: /^.+ <.+@.+> of .+\nreads the data of all groups$/ },
  GroupInformationRequest: {
    prepare: async (site) => ({ "DMG-39018264": await group(site) }),
    prints: /^.+$/,
  },
  PostRegistration: {
    prepare: async (site) => ({
      "DMG-39018264": await group(site),
      "ben@example.org": `${uniqueName("ben")}@example.org`,
    }),
    prints: /^An administrator will review/,
    notOn: { "0.9.8": "this release cannot store registrations: its SQL statement fails" },
  },
  PostService: {
    prepare: () => Promise.resolve({ "quality control": uniqueName("quality control") }),
    prints: /^".+" is DMP-\d+; nobody may run it yet\.$/,
  },
  PrevalidateSubmission: {
    prepare: async ({ client }) => {
      const { set, file } = await stageBoth(client);
      return { "DMR-64830157": set, "DMF-51726093": file };
    },
    prints: /^The submission is valid\.$/,
  },
  PutService: {
    prepare: async (site) => ({
      "DMP-80542671": await createService(site),
      "DMU-20461837": await user(site),
    }),
    prints: /^1 user may run the service\.$/,
  },
  ServiceSetMetaDatum: {
    prepare: async (site) => {
      const service = await createService(site);
      const qc_result = await createResult(site, service);
      const { set } = await submit(site.client);
      return { "DMP-80542671": service, "DMR-64830157": set, "qc_result:": `"${qc_result}":` };
    },
    prints: /^The results for [A-Z]{2}\d\d are stored\.$/,
  },
  SetUserPassword: {
    // The server rejects a password that the account had before.
    prepare: () => Promise.resolve({ "battery.Staple.8": `Battery.${uniqueName("staple")}8` }),
    prints: /^The new password is set\.$/,
  },
  UpdateAppSettings: { prints: /^subject_welcome_token: ".*" became "Welcome to DataMeta"\.$/ },
  UpdateFile: {
    prepare: async ({ client }) => ({
      "DMF-51726093": (await uploadFile(client, { complete: false })).id,
    }),
    prints: /^.+ is complete: 20 bytes$/,
  },
  UpdateMetaDatum: {
    prepare: async ({ client }) => {
      await ensureDefinitions(client);
      const [definition] = await client.getMetaData();
      return { "0b6d5e92-c3a1-4d7f-8e24-a91f7c305b68": definition?.id.uuid ?? "" };
    },
    prints: /^.+ has a new description\.$/,
  },
  UserInformationRequest: {
    prepare: async (site) => ({ "DMU-20461837": await user(site) }),
    prints: /^.+ of DMG-\d+: .+@.+$/,
  },
  UserUpdateRequest: {
    prepare: async (site) => ({ "DMU-20461837": await user(site) }),
    prints: /^The user has a new name/,
  },
};
