import type { DataMetaClient, OperationMethods } from "datameta-client";
import { plainDefinition } from "./definitions.js";

const id = "no-such-id";

/** A call of each operation whose arguments are well-formed and name nothing that there is. */
export const everyOperation: Readonly<
  Record<keyof OperationMethods, (client: DataMetaClient) => Promise<unknown>>
> = {
  bulkDeleteStagedFiles: (client) => client.bulkDeleteStagedFiles({ body: { fileIds: [id] } }),
  bulkDeleteStagedMetaDataSets: (client) =>
    client.bulkDeleteStagedMetaDataSets({ body: { metadatasetIds: [id] } }),
  changeGroupName: (client) => client.changeGroupName({ id, body: { name: "x" } }),
  createApiKey: (client) => client.createApiKey({ body: { label: "x" } }),
  createFile: (client) => client.createFile({ body: { name: "x", checksum: "x" } }),
  createMetaDataSet: (client) => client.createMetaDataSet({ body: { record: {} } }),
  createMetaDatum: (client) => client.createMetaDatum({ body: { ...plainDefinition, name: "x" } }),
  createRegistration: (client) =>
    client.createRegistration({
      body: {
        name: "",
        email: "",
        org_select: id,
        org_create: null,
        org_new_name: null,
        check_user_agreement: true,
      },
    }),
  createService: (client) => client.createService({ body: { name: "x" } }),
  createSubmission: (client) =>
    client.createSubmission({ body: { metadatasetIds: [], fileIds: [] } }),
  deleteApiKey: (client) => client.deleteApiKey({ id }),
  deleteFile: (client) => client.deleteFile({ id }),
  deleteMetaDataSet: (client) => client.deleteMetaDataSet({ id }),
  deleteTotpToken: (client) => client.deleteTotpToken({ id }),
  executeService: (client) =>
    client.executeService({
      serviceId: id,
      metadatasetId: id,
      body: { record: {}, fileIds: [] },
    }),
  getAppSettings: (client) => client.getAppSettings(),
  getFile: (client) => client.getFile({ id }),
  getFileUrl: (client) => client.getFileUrl({ id }),
  getGroup: (client) => client.getGroup({ id }),
  getGroupSubmissions: (client) => client.getGroupSubmissions({ id }),
  getMetaData: (client) => client.getMetaData(),
  getMetaDataSet: (client) => client.getMetaDataSet({ id }),
  getMetaDataSets: (client) => client.getMetaDataSets(),
  getRegistrationSettings: (client) => client.getRegistrationSettings(),
  getServerInfo: (client) => client.getServerInfo(),
  getServices: (client) => client.getServices(),
  getUser: (client) => client.getUser({ id }),
  getUserApiKeys: (client) => client.getUserApiKeys({ id }),
  prevalidateSubmission: (client) =>
    client.prevalidateSubmission({ body: { metadatasetIds: [], fileIds: [] } }),
  setUserPassword: (client) =>
    client.setUserPassword({ id, body: { passwordChangeCredential: "x", newPassword: "x" } }),
  updateAppSettings: (client) => client.updateAppSettings({ id, body: { value: "x" } }),
  updateFile: (client) => client.updateFile({ id, body: {} }),
  updateMetaDatum: (client) =>
    client.updateMetaDatum({ id, body: { ...plainDefinition, name: "x" } }),
  updateService: (client) => client.updateService({ id, body: {} }),
  updateUser: (client) => client.updateUser({ id, body: {} }),
  whoami: (client) => client.whoami(),
};
