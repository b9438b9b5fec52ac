import type { DataMetaClient, MetaDataResponse, MetaDatum } from "datameta-client";

/** An optional definition without rules. */
export const plainDefinition: Omit<MetaDatum, "name"> = {
  regexDescription: "",
  longDescription: "",
  example: "",
  regExp: "",
  dateTimeFmt: "",
  isMandatory: false,
  order: 1000,
  isFile: false,
  isSubmissionUnique: false,
  isSiteUnique: false,
  serviceId: "",
};

/**
 * The definitions that all tests share. Definitions apply to the whole site and cannot be deleted,
 * so a mandatory definition in one test would break all other tests. Tests can add optional ones.
 */
const shared: readonly MetaDatum[] = [
  {
    ...plainDefinition,
    name: "Sample",
    regExp: "^[A-Z]{2}[0-9]{6}$",
    regexDescription: "two capital letters, then six digits",
    isMandatory: true,
    isSiteUnique: true,
    order: 1,
  },
  { ...plainDefinition, name: "Collected", dateTimeFmt: "%d.%m.%Y", order: 2 },
  { ...plainDefinition, name: "Lane", isSubmissionUnique: true, order: 3 },
  { ...plainDefinition, name: "Reads", isFile: true, order: 4 },
  // A pattern without a description makes the server fail on its own message.
  { ...plainDefinition, name: "Undescribed", regExp: "^x$", order: 5 },
];

/**
 * Creates the shared definitions if they are missing, and makes the definitions of a new v0 server
 * optional.
 */
export async function shareDefinitions(admin: DataMetaClient): Promise<void> {
  const existing = await admin.getMetaData();
  const others = existing.filter(({ name }) => !shared.some((ours) => ours.name === name));
  await makeOptional(admin, others);
  for (const definition of shared) {
    if (existing.some(({ name }) => name === definition.name)) continue;
    await admin.createMetaDatum({ body: definition });
  }
}

/** Makes definitions optional. A new v0 server has mandatory ones. */
export async function makeOptional(
  admin: DataMetaClient,
  definitions: readonly MetaDataResponse[],
): Promise<void> {
  for (const definition of definitions) {
    if (definition.isMandatory) await makeOneOptional(admin, definition);
  }
}

async function makeOneOptional(admin: DataMetaClient, { id, ...members }: MetaDataResponse) {
  await admin.updateMetaDatum({
    id: id.uuid,
    body: {
      ...members,
      regexDescription: members.regexDescription ?? "",
      longDescription: members.longDescription ?? "",
      regExp: members.regExp ?? "",
      dateTimeFmt: members.dateTimeFmt ?? "",
      serviceId: members.serviceId?.uuid ?? null,
      isMandatory: false,
      isSubmissionUnique: false,
      isSiteUnique: false,
    },
  });
}
