import { createRequire } from "node:module";

/** A parameter of a method. */
export interface ApiParameter {
  readonly name: string;
  /** `string`, `integer`, `boolean` or `date-time`. */
  readonly type: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly example: string;
}

/** A method of the API in the OpenAPI document. */
export interface ApiMethod {
  readonly name: string;
  readonly summary: string;
  /** Like `GET /files/{id}`. */
  readonly route: string;
  readonly parameters: readonly ApiParameter[];
  readonly body: { readonly members: string; readonly example: string } | undefined;
  /** Whether the user must be signed in. */
  readonly needsAccount: boolean;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly "x-method-name"?: string;
  readonly "x-placeholder-credential"?: boolean;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: Schema; readonly examples?: Parameter["examples"] }>
    >;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Returns all methods, sorted by name. */
export function readApiMethods(): ApiMethod[] {
  // Safe: this package was generated from this document.
  const document = createRequire(import.meta.url)("datameta-client/openapi.json") as Document;
  return Object.entries(document.paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, operation]) => typeof operation.operationId === "string")
        .map(([verb, operation]) => methodOf(document, `${verb.toUpperCase()} ${path}`, operation)),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function methodOf(document: Document, route: string, operation: Operation): ApiMethod {
  const { operationId, summary, parameters = [], requestBody, security } = operation;
  const body = requestBody?.content["application/json"];
  return {
    ...{ route, summary, name: operation["x-method-name"] ?? lowerFirst(operationId) },
    parameters: parameters.map((each) => parameterOf(resolve<Parameter>(document, each))),
    body: body && {
      members: membersOf(resolve<Schema>(document, body.schema)),
      example: JSON.stringify(firstValue(body.examples) ?? {}),
    },
    needsAccount:
      operation["x-placeholder-credential"] !== true &&
      security?.some((each) => Object.keys(each).length === 0) !== true,
  };
}

function parameterOf({
  name,
  description = "",
  required,
  schema,
  ...rest
}: Parameter): ApiParameter {
  return {
    ...{ name, isRequired: required === true },
    description: (description.split(/(?<=\.)\s/)[0] ?? "").replace(/\s+/g, " "),
    type: schema.format === "date-time" ? "date-time" : String(schema.type),
    example: exampleText(rest.example ?? firstValue(rest.examples)),
  };
}

/** Lists the members of a body. Optional members are in brackets. */
function membersOf({ properties = {}, required = [] }: Schema): string {
  const names = Object.keys(properties).map((name) =>
    required.includes(name) ? name : `[${name}]`,
  );
  return `JSON with ${names.join(", ")}`;
}

function exampleText(example: unknown): string {
  if (example === undefined) return "…";
  return typeof example === "string" ? example : JSON.stringify(example);
}

function firstValue(examples: Parameter["examples"]): unknown {
  return Object.values(examples ?? {})[0]?.value;
}

/** Resolves a `$ref` of the document. */
function resolve<Target extends { readonly $ref?: string }>(
  document: Document,
  value: Target,
): Target {
  if (value.$ref === undefined) return value;
  const members = value.$ref.replace("#/", "").split("/");
  const found = members.reduce<unknown>(
    (node, member) => (node as Readonly<Record<string, unknown>>)[member],
    document,
  );
  // Safe: a bundled document contains each target of a `$ref`, with the right type.
  return found as Target;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
