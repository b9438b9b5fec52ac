import { listIn, objectIn, renameMember, reverseMembers, type Part } from "./edit.js";

/** An edit of an object schema. The opposite edit is also a mutation. */
export interface SchemaEdit {
  readonly name: string;
  readonly opposite: string;
  /** Adds the part that the edit changes, so that both documents have it. */
  readonly prepare?: (schema: Part, names: PropertyNames) => unknown;
  readonly apply: (schema: Part, names: PropertyNames) => unknown;
}

/** The names of the properties that edits change. Both are strings. */
export interface PropertyNames {
  readonly required: string;
  readonly optional: string;
}

const property = (schema: Part, name: string): Part =>
  objectIn(objectIn(schema, "properties"), name);
const set = (schema: Part, name: string, value: Part): Part =>
  Object.assign(objectIn(schema, "properties"), {
    [name]: { description: "Of this test.", ...value },
  });
const demand = (schema: Part, name: string): unknown => listIn(schema, "required").push(name);

/** Creates edits that replace some keywords of a property. */
function keywords(
  name: string,
  opposite: string,
  which: keyof PropertyNames,
  before: Part,
  after: Part,
): SchemaEdit {
  return {
    ...{ name, opposite },
    prepare: (schema, names) => set(schema, names[which], before),
    apply: (schema, names) => set(schema, names[which], after),
  };
}

const text = { type: "string" };
const keywordPair = (name: string, opposite: string, before: Part, after: Part): SchemaEdit[] => [
  keywords(name, opposite, "required", before, after),
];

/** The edits that are applied at each position. */
export const schemaEdits: readonly SchemaEdit[] = [
  {
    name: "add optional property",
    opposite: "remove optional property",
    apply: (schema) => set(schema, "added", text),
  },
  {
    name: "add required property",
    opposite: "remove required property",
    apply: (schema) => {
      set(schema, "added", text);
      demand(schema, "added");
    },
  },
  {
    name: "require property",
    opposite: "no longer require property",
    apply: (schema, { optional }) => demand(schema, optional),
  },
  {
    name: "rename property",
    opposite: "rename property back",
    apply: (schema, { required }) => {
      renameMember(objectIn(schema, "properties"), required, `${required}2`);
      schema["required"] = listIn(schema, "required").map((name) =>
        name === required ? `${required}2` : name,
      );
    },
  },
  {
    name: "reword property",
    opposite: "reword property back",
    apply: (schema, { required }) => (property(schema, required)["description"] = "Other words."),
  },
  {
    name: "add an example",
    opposite: "remove the example",
    apply: (schema, { required }) => (property(schema, required)["examples"] = ["text"]),
  },
  {
    name: "reorder properties",
    opposite: "reorder properties back",
    apply: (schema) => reverseMembers(objectIn(schema, "properties")),
  },
  {
    name: "reorder required",
    opposite: "reorder required back",
    apply: (schema) => listIn(schema, "required").reverse(),
  },
  {
    name: "close to other members",
    opposite: "open to other members",
    prepare: (schema) => delete schema["additionalProperties"],
    apply: (schema) => (schema["additionalProperties"] = false),
  },
  {
    name: "type other members as anything",
    opposite: "no longer type other members",
    prepare: (schema) => delete schema["additionalProperties"],
    apply: (schema) => (schema["additionalProperties"] = true),
  },
  {
    name: "deprecate property",
    opposite: "no longer deprecate property",
    apply: (schema, { optional }) => (property(schema, optional)["deprecated"] = true),
  },
  keywords(
    "add default of optional property",
    "remove default of optional property",
    "optional",
    text,
    {
      ...text,
      default: "a",
    },
  ),
  keywords(
    "change the default",
    "change the default back",
    "optional",
    { ...text, default: "a" },
    { ...text, default: "b" },
  ),
  keywords(
    "add default of required property",
    "remove default of required property",
    "required",
    text,
    { ...text, default: "a" },
  ),
  keywords(
    "list values of optional property",
    "no longer list values of optional property",
    "optional",
    text,
    { ...text, enum: ["a", "b"] },
  ),
  keywords("optional property may be null", "optional property is never null", "optional", text, {
    type: ["string", "null"],
  }),
  ...keywordPair("may be null", "is never null", text, { type: ["string", "null"] }),
  ...keywordPair("text to number", "number to text", text, { type: "number" }),
  ...keywordPair("text to text or number", "text or number to text", text, {
    type: ["string", "number"],
  }),
  ...keywordPair("text to anything", "anything to text", text, {}),
  ...keywordPair("integer to number", "number to integer", { type: "integer" }, { type: "number" }),
  ...keywordPair("list values", "no longer list values", text, { ...text, enum: ["a", "b"] }),
  ...keywordPair(
    "add value",
    "remove value",
    { enum: ["a", "b"], ...text },
    { enum: ["a", "b", "c"], ...text },
  ),
  ...keywordPair(
    "reorder values",
    "reorder values back",
    { enum: ["a", "b"], ...text },
    { enum: ["b", "a"], ...text },
  ),
  ...keywordPair("fix value", "free value", text, { const: "a", ...text }),
  ...keywordPair("require format", "remove format", text, { ...text, format: "date-time" }),
  ...keywordPair(
    "other format",
    "other format back",
    { ...text, format: "date" },
    { ...text, format: "date-time" },
  ),
  ...keywordPair("demand pattern", "drop pattern", text, { ...text, pattern: "^[a-z]+$" }),
  ...keywordPair("limit length", "drop limit of length", text, { ...text, maxLength: 20 }),
  ...keywordPair(
    "lower maximum length",
    "raise maximum length",
    { ...text, maxLength: 30 },
    { ...text, maxLength: 20 },
  ),
  ...keywordPair(
    "raise minimum length",
    "lower minimum length",
    { ...text, minLength: 1 },
    { ...text, minLength: 3 },
  ),
  ...keywordPair(
    "limit number",
    "remove limit of number",
    { type: "integer" },
    { type: "integer", maximum: 10 },
  ),
  ...keywordPair(
    "raise minimum number",
    "lower minimum number",
    { type: "number", minimum: 0 },
    { type: "number", minimum: 1 },
  ),
  ...keywordPair(
    "require an item",
    "no longer require an item",
    { type: "array", items: text },
    { type: "array", items: text, minItems: 1 },
  ),
  ...keywordPair(
    "items to numbers",
    "items to texts",
    { type: "array", items: text },
    { type: "array", items: { type: "number" } },
  ),
  ...keywordPair(
    "items may be null",
    "items are never null",
    { type: "array", items: text },
    { type: "array", items: { type: ["string", "null"] } },
  ),
  ...keywordPair(
    "unique items",
    "items may repeat",
    { type: "array", items: text },
    { type: "array", items: text, uniqueItems: true },
  ),
  ...keywordPair(
    "add alternative",
    "remove alternative",
    { anyOf: [text, { type: "number" }] },
    { anyOf: [text, { type: "number" }, { type: "boolean" }] },
  ),
  ...keywordPair(
    "reorder alternatives",
    "reorder alternatives back",
    { anyOf: [text, { type: "number" }] },
    { anyOf: [{ type: "number" }, text] },
  ),
  ...keywordPair(
    "null as an alternative",
    "no null as an alternative",
    { anyOf: [text, { type: "number" }] },
    { anyOf: [text, { type: "number" }, { type: "null" }] },
  ),
  ...keywordPair(
    "type members of a map",
    "no longer type members of a map",
    { type: "object", additionalProperties: text },
    { type: "object", additionalProperties: { type: ["string", "null"] } },
  ),
  ...keywordPair(
    "require property of a property",
    "no longer require property of a property",
    { type: "object", properties: { inner: text } },
    { type: "object", properties: { inner: text }, required: ["inner"] },
  ),
  ...keywordPair(
    "move property into a part",
    "move property out of a part",
    { type: "object", properties: { inner: text } },
    { type: "object", properties: {}, allOf: [{ type: "object", properties: { inner: text } }] },
  ),
];
