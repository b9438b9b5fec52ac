import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

import document from "../../generated/openapi.json" with { type: "json" };

type JsonObject = Readonly<Record<string, unknown>>;

const ajv = new Ajv2020({ allErrors: true, strict: false });
// ajv-formats hides its default export one level deeper when imported as ESM.
("default" in addFormats ? addFormats.default : addFormats)(ajv);
ajv.addSchema(document, "document");

const validators = new Map<string, ValidateFunction>();
const pointers = new Map(
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const { operationId } = operation as { operationId?: string };
      return [operationId ?? "", `#/paths/${escape(path)}/${method}`] as const;
    }),
  ),
);

/** Returns how a response differs from the document, if it does. */
export function findUndocumented(
  operationId: string,
  status: number,
  body: unknown,
): string | undefined {
  const response = follow(`${pointers.get(operationId) ?? ""}/responses/${status}`);
  if (!response) return `${operationId} does not document the status ${status}.`;
  const content = response.value["content"] as JsonObject | undefined;
  if (!content?.["application/json"] || body === undefined) return undefined;
  const pointer = `${response.pointer}/content/${escape("application/json")}/schema`;
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `document${pointer}` });
  validators.set(pointer, validate);
  return validate(body)
    ? undefined
    : `${operationId} ${status}: ${ajv.errorsText(validate.errors)}`;
}

function follow(pointer: string): { pointer: string; value: JsonObject } | undefined {
  let value: unknown = document;
  for (const token of pointer.slice(2).split("/")) {
    value = (value as JsonObject | undefined)?.[token.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  if (typeof value !== "object" || value === null) return undefined;
  const reference = (value as JsonObject)["$ref"];
  return typeof reference === "string"
    ? follow(reference)
    : { pointer, value: value as JsonObject };
}

function escape(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}
