import { describe, expect, it } from "vitest";

import { listChanges, worstClass } from "../../scripts/diff/changes.js";
import { specDocument, type JsonObject } from "../../scripts/document/spec-document.js";

const text = { type: "string" };
const json = (schema: JsonObject) => ({ "application/json": { schema } });
const ref = (name: string, section = "schemas") => ({ $ref: `#/components/${section}/${name}` });
const object = (properties: JsonObject, more: JsonObject = {}) => ({
  ...{ type: "object", properties },
  ...more,
});
const sends = (schema: JsonObject) => ({ requestBody: { required: true, content: json(schema) } });
const gives = (schema: JsonObject, headers: JsonObject = {}) => ({
  responses: { "200": { description: "Done", content: json(schema), headers } },
});

/** Creates a document with two operations, one of them defined by the test. */
function documentWith(components: JsonObject, operation: JsonObject = {}, paths: JsonObject = {}) {
  const post = { operationId: "Send", ...gives(text), ...operation };
  const other = { operationId: "Other", responses: { "204": { description: "Done" } } };
  const parameters = [{ name: "of", in: "query", schema: text }];
  return specDocument({
    ...{ openapi: "3.1.0", info: { title: "Tiny", version: "1" }, components },
    paths: { "/send": { post }, "/other": { parameters, get: other }, ...paths },
  });
}

/** A value that differs between two documents, in a component or next to one. */
interface Case {
  readonly title: string;
  readonly expected: string;
  readonly values: readonly [unknown, unknown];
  readonly write: (value: never) => ReturnType<typeof documentWith>;
}

function change<T>(
  title: string,
  expected: string,
  values: readonly [T, T],
  write: (value: T) => ReturnType<typeof documentWith>,
): Case {
  return { title, expected, values, write };
}

const kindOf = (kind: string) => object({ kind: { const: kind } }, { required: ["kind"] });
const alternatives: readonly [JsonObject[], JsonObject[]] = [[ref("A")], [ref("A"), ref("B")]];

const cases: readonly Case[] = [
  change("a schema under `not` of a request allows more", "major", [3, 5], (maxLength) =>
    documentWith({ schemas: { N: { ...text, maxLength } } }, sends({ ...text, not: ref("N") })),
  ),
  change("a shared parameter has another type", "major", ["integer", "string"], (type) =>
    documentWith(
      { parameters: { P: { name: "p", in: "query", schema: { type } } } },
      { parameters: [ref("P", "parameters")] },
    ),
  ),
  change("a shared parameter has another default", "major", [1, 2], (preset) =>
    documentWith(
      {
        parameters: { P: { name: "p", in: "query", schema: { type: "integer", default: preset } } },
      },
      { parameters: [ref("P", "parameters")] },
    ),
  ),
  change(
    "a shared request body loses a property",
    "major",
    [{ a: text, b: text }, { a: text }],
    (all) =>
      documentWith(
        { requestBodies: { B: { content: json(object(all)) } } },
        { requestBody: ref("B", "requestBodies") },
      ),
  ),
  change(
    "a shared response loses a header",
    "major",
    [{ "X-A": { schema: text } }, {}],
    (headers) =>
      documentWith(
        { responses: { R: { description: "Done", headers, content: json(text) } } },
        { responses: { "200": ref("R", "responses") } },
      ),
  ),
  change("a shared header has another type", "major", ["string", "integer"], (type) =>
    documentWith(
      { headers: { H: { required: true, schema: { type } } } },
      gives(text, { "X-A": ref("H", "headers") }),
    ),
  ),
  change("a parameter of the path becomes required", "major", [false, true], (required) =>
    documentWith(
      {},
      {},
      {
        "/list": {
          parameters: [{ name: "p", in: "query", required, schema: text }],
          get: { operationId: "List", ...gives(text) },
        },
      },
    ),
  ),
  change(
    "only the words of an operation with shared parameters change",
    "patch",
    ["a", "b"],
    (description) =>
      documentWith(
        {},
        {},
        {
          "/pets/{id}": {
            parameters: [{ name: "id", in: "path", required: true, schema: text }],
            get: { operationId: "Get", description, ...gives(text) },
          },
        },
      ),
  ),
  change("a reference leads into a schema that changes", "major", ["string", "integer"], (type) =>
    documentWith(
      { schemas: { A: object({ x: { type } }) } },
      gives({ $ref: "#/components/schemas/A/properties/x" }),
    ),
  ),
  change("a schema refers to another schema that changes", "major", ["string", "integer"], (type) =>
    documentWith({ schemas: { A: ref("B"), B: object({ x: { type } }) } }, gives(ref("A"))),
  ),
  change("a response gains another alternative", "major", alternatives, (oneOf) =>
    documentWith({ schemas: { A: kindOf("a"), B: kindOf("b"), U: { oneOf } } }, gives(ref("U"))),
  ),
  change("a request gains another alternative", "minor", alternatives, (oneOf) =>
    documentWith({ schemas: { A: kindOf("a"), B: kindOf("b"), U: { oneOf } } }, sends(ref("U"))),
  ),
  change("the second declaration of a property is tighter", "major", [9, 5], (maxLength) =>
    documentWith(
      { schemas: { X: { allOf: [object({ a: text }), object({ a: { ...text, maxLength } })] } } },
      sends(ref("X")),
    ),
  ),
  change("a keyword next to a reference is tighter", "major", [5, 3], (maxLength) =>
    documentWith(
      { schemas: { A: text, X: object({ a: { ...ref("A"), maxLength } }) } },
      sends(ref("X")),
    ),
  ),
  change("a schema that contains itself has another name", "major", ["A", "B"], (name) =>
    documentWith({ schemas: { [name]: object({ a: ref(name) }) } }, gives(ref(name))),
  ),
  change(
    "an operation of a shared path returns other data",
    "major",
    ["string", "integer"],
    (type) =>
      documentWith(
        {
          schemas: { A: { type } },
          pathItems: { I: { get: { operationId: "Shared", ...gives(ref("A")) } } },
        },
        {},
        { "/shared": ref("I", "pathItems") },
      ),
  ),
  change("a request allows another schema in addition", "minor", [[], [text]], (more) =>
    documentWith(
      { schemas: { X: object({ p: { anyOf: [kindOf("a"), ...more] } }) } },
      sends(ref("X")),
    ),
  ),
  change("a schema that is sent and received may be null", "major", [[], ["null"]], (more) =>
    documentWith(
      { schemas: { X: object({ p: { type: ["string", ...more] } }) } },
      { ...sends(ref("X")), ...gives(ref("X")) },
    ),
  ),
];

describe("a change behind references", () => {
  it.each(cases)("is $expected if $title", ({ expected, values, write }) => {
    // Safe: each case writes its own values.
    const [before, after] = values.map((value) => write(value as never));
    if (before === undefined || after === undefined)
      throw new Error("a case must have two documents");

    const changes = listChanges(before, after);

    expect(worstClass(changes), JSON.stringify(changes, null, 2)).toBe(expected);
  });
});
