import { specDocument, type JsonObject } from "../../../scripts/document/spec-document.js";
import { listIn, objectIn, partAt, type Part } from "./edit.js";
import { documentEdits, type DocumentEdit } from "./operation-edits.js";
import type { Release } from "./try-programs.js";
import { schemaEdits } from "./schema-edits.js";

/** A change that a test makes to the spec. */
export interface Mutation extends Release {
  readonly kind: string;
  readonly position: string;
}

/** Objects of the spec that operations send or receive. */
const targets: readonly (readonly [position: string, pointer: string])[] = [
  ["request", "#/components/schemas/GroupUpdateRequest"],
  ["request", "#/components/schemas/ServiceUpdateRequest"],
  ["response", "#/components/schemas/UserSession"],
  ["response", "#/components/schemas/ApiKeyList/items"],
];

const names = { required: "mustBe", optional: "mayBe" };

/** Lists each edit and its opposite at every position where it is possible. */
export function listMutations(document: JsonObject): Mutation[] {
  const inSchemas = targets.flatMap(([position, pointer]) =>
    schemaEdits.map(({ name, opposite, prepare, apply }): DocumentEdit => ({
      ...{ position, name, opposite },
      prepare: (whole) => {
        const schema = partAt(whole, pointer);
        const properties = objectIn(schema, "properties");
        for (const each of Object.values(names)) {
          properties[each] = { type: "string", description: "Of this test." };
        }
        listIn(schema, "required").push(names.required);
        prepare?.(schema, names);
      },
      apply: (whole) => apply(partAt(whole, pointer), names),
    })),
  );
  return [...inSchemas, ...documentEdits].flatMap((edit) => mutationsOf(edit, document));
}

function mutationsOf(
  { position, name, opposite, prepare, apply }: DocumentEdit,
  document: JsonObject,
): Mutation[] {
  const prepared = copy(document);
  prepare?.(prepared);
  const edited = copy(prepared);
  apply(edited);
  const [before, after] = [specDocument(prepared), specDocument(copy(edited))];
  // Reordering a list of one element changes nothing.
  if (JSON.stringify(before.document) === JSON.stringify(after.document)) return [];
  return [
    { position, kind: name, before, after },
    { position, kind: opposite, before: after, after: before },
  ];
}

function copy(document: JsonObject): Part {
  // Copying by JSON separates parts that an edit has inserted twice.
  return JSON.parse(JSON.stringify(document)) as Part;
}
