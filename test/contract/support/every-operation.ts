import document from "datameta-client/openapi.json" with { type: "json" };
import type { DataMetaClient, OperationMethods } from "datameta-client";
import { operations } from "../../support/operations.js";

const id = "no-such-id";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Returns the smallest value that a schema allows. Its identifiers do not exist on the server. */
function least(reference: Schema): unknown {
  const schema = resolve(reference);
  switch ([schema.type].flat()[0]) {
    case "object": {
      const members = (schema.required ?? []).map(
        (name) => [name, schema.properties?.[name]] as const,
      );
      return Object.fromEntries(members.map(([name, member]) => [name, member && least(member)]));
    }
    case "array":
      return [id];
    case "boolean":
      return true;
    case "integer":
      return 1;
    default:
      return "x";
  }
}

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  if (name === undefined) return schema;
  // The bundled document only refers to its own schemas.
  return document.components.schemas[name as keyof typeof document.components.schemas];
}

type Call = (client: DataMetaClient) => Promise<unknown>;

/** A call of each operation with valid arguments whose identifiers do not exist. */
export const everyOperation = Object.fromEntries(
  operations.map(({ name, path, method, pathParameters, body }): [string, Call] => {
    const paths = document.paths as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    // Safe: the table of operations is generated from this document.
    const { requestBody } = paths[path]?.[method.toLowerCase()] as {
      requestBody?: { content: { "application/json": { schema: Schema } } };
    };
    const args = {
      ...Object.fromEntries(pathParameters.map((parameter) => [parameter, id])),
      ...(body !== "none" && {
        body: requestBody && least(requestBody.content["application/json"].schema),
      }),
    };
    // Safe: the name is one of the methods, and each takes an object of arguments.
    return [
      name,
      (client) => (client[name as "whoami"] as (argument: object) => Promise<unknown>)(args),
    ];
  }),
) as Readonly<Record<keyof OperationMethods, Call>>;
