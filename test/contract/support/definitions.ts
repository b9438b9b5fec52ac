import type { DataMetaClient, MetaDataResponse, MetaDatum } from "datameta-client";

/** A definition that asks nothing of anybody. */
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
 * What all tests share: definitions hold for the whole site and none can be deleted, so that a
 * mandatory one of a single test would break all others. Tests may add such as are not mandatory.
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
  // A pattern without a description: the server breaks over its own message.
  { ...plainDefinition, name: "Undescribed", regExp: "^x$", order: 5 },
];

/** Makes the shared definitions where they are missing, and those of a new v0 optional. */
export async function shareDefinitions(admin: DataMetaClient): Promise<void> {
  const existing = await admin.getMetaData();
  const others = existing.filter(({ name }) => !shared.some((ours) => ours.name === name));
  await makeOptional(admin, others);
  for (const definition of shared) {
    if (existing.some(({ name }) => name === definition.name)) continue;
    await admin.createMetaDatum({ body: definition });
  }
}

/** Takes the duty out of definitions: a new v0 has mandatory ones. */
export async function makeOptional(
  admin: DataMetaClient,
  definitions: readonly MetaDataResponse[],
): Promise<void> {
  for (const definition of definitions) {
    if (definition.isMandatory) await makeOneOptional(admin, definition);
  }
}

async function makeOneOptional(admin: DataMetaClient, { id, ...given }: MetaDataResponse) {
  await admin.updateMetaDatum({
    id: id.uuid,
    body: {
      ...given,
      regexDescription: given.regexDescription ?? "",
      longDescription: given.longDescription ?? "",
      regExp: given.regExp ?? "",
      dateTimeFmt: given.dateTimeFmt ?? "",
      serviceId: given.serviceId?.uuid ?? null,
      isMandatory: false,
      isSubmissionUnique: false,
      isSiteUnique: false,
    },
  });
}
