import {
  child,
  elements,
  members,
  type SpecNode,
} from "../../../scripts/document/spec-document.js";
import { alternativesOf, listedValues, typeNames } from "./print-argument.js";

/** How to recognize a scalar type, and an expression that compiles only for that type. */
const scalars: Readonly<Record<string, readonly [test: string, use: string, type: string]>> = {
  string: ["string", "toUpperCase()", "string"],
  integer: ["number", "toFixed()", "number"],
  number: ["number", "toFixed()", "number"],
  boolean: ["boolean", "valueOf()", "boolean"],
};

/** Prints statements that read all members of a value, with a branch for each possible type. */
export function createReader() {
  let count = 0;
  const next = (): string => `value${++count}`;

  /**
   * Prints statements that read the data of any of several responses. A response without a body has
   * `undefined`.
   */
  const readAnswers = (expression: string, answers: readonly SpecNode[]): string => {
    const schemas: SpecNode[] = [];
    let isEmpty = answers.length === 0;
    for (const answer of answers) {
      const contents = members(child(answer, "content"));
      if (contents.length === 0) isEmpty = true;
      for (const [, media] of contents) {
        const schema = child(media, "schema");
        if (!schemas.some(({ value }) => value === schema.value)) schemas.push(schema);
      }
    }
    const name = next();
    const reading =
      schemas.length === 0 ? `expect<undefined>(${name});` : readAny(name, schemas, []);
    const guarded =
      isEmpty && schemas.length > 0 ? `if (${name} !== undefined) { ${reading} }` : reading;
    return `const ${name} = ${expression}; ${guarded}`;
  };

  const read = (expression: string, schema: SpecNode, holders: readonly unknown[] = []): string => {
    const name = next();
    return `const ${name} = ${expression}; ${readAny(name, [schema], holders)}`;
  };

  const readAny = (
    name: string,
    schemas: readonly SpecNode[],
    holders: readonly unknown[],
  ): string => {
    const shapes = distinct(schemas.flatMap((schema) => shapesOf(schema, holders)));
    const isNullable = shapes.some(({ type }) => type === "null");
    const others = shapes.filter(({ type }) => type !== "null");
    if (others.some(({ type }) => type === "any")) return `expect<unknown>(${name});`;
    if (others.length === 0) return `expect<null>(${name});`;
    const [only] = others;
    const reading =
      others.length === 1 && only
        ? readShape(name, only, holders)
        : readBranches(name, others, holders);
    return isNullable ? `if (${name} !== null) { ${reading} }` : reading;
  };

  /** Prints a branch for each type, with an expression that compiles only for that type. */
  const readBranches = (
    name: string,
    shapes: readonly Shape[],
    holders: readonly unknown[],
  ): string => {
    const objects = shapes.filter(({ type }) => type === "object");
    const branches = shapes.map((shape, index) => {
      const { type, schema } = shape;
      const scalar = scalars[type];
      if (scalar !== undefined) {
        return `if (typeof ${name} === "${scalar[0]}") { ${name}.${scalar[1]}; }`;
      }
      if (type === "array") {
        return `if (Array.isArray(${name})) { ${name}.length; ${readShape(name, shape, holders)} }`;
      }
      if (type !== "object") return `if (${index} < 0) { /* ${type} */ }`;
      const mark = elements(child(schema, "required")).map(({ value }) => String(value))[0];
      const test = objects.length > 1 && mark ? ` && ${JSON.stringify(mark)} in ${name}` : "";
      return `if (typeof ${name} === "object"${test}) { ${readShape(name, shape, holders)} }`;
    });
    // Arrays come first because they are objects, too.
    const isArray = (branch: string): number => (branch.startsWith("if (Array") ? 0 : 1);
    const sorted = [...branches].sort((one, other) => isArray(one) - isArray(other));
    return `${sorted.join(" else ")} else { ${name} satisfies never; }`;
  };

  const readShape = (
    name: string,
    { type, schema }: Shape,
    holders: readonly unknown[],
  ): string => {
    const inside = [...holders, schema.value];
    const listed = type === "listed" ? listedValues(schema) : undefined;
    if (listed !== undefined) {
      const cases = listed.map((value) => `case ${JSON.stringify(value)}: break;`).join(" ");
      return `switch (${name}) { ${cases} default: ${name} satisfies never; }`;
    }
    const scalar = scalars[type];
    if (scalar !== undefined) {
      // A comparison with a value that the type no longer has does not compile.
      const value = { string: '"other words"', boolean: "false" }[scalar[2]];
      const comparison = value === undefined ? "" : `if (${name} === ${value}) return;`;
      return `expect<${scalar[2]}>(${name}); ${comparison}`;
    }
    if (type === "array") {
      const item = next();
      return `for (const ${item} of ${name}) { ${read(item, child(schema, "items"), inside)} }`;
    }
    const parts = [schema, ...elements(child(schema, "allOf"))];
    const statements = parts.flatMap((part) => {
      const required = elements(child(part, "required")).map(({ value }) => value);
      return members(child(part, "properties")).map(([property, node]) => {
        const isSure = required.includes(property);
        const member = next();
        const reading = readAny(member, [node], inside);
        const guarded = isSure ? reading : `if (${member} !== undefined) { ${reading} }`;
        return `{ const ${member} = ${name}[${JSON.stringify(property)}]; ${guarded} }`;
      });
    });
    const rest = child(schema, "additionalProperties");
    if (rest.value !== undefined && rest.value !== false) {
      const member = next();
      // An index signature also contains the declared members.
      const isAlone = statements.length === 0 && rest.value !== true;
      const reading = isAlone ? readAny(member, [rest], inside) : `expect<unknown>(${member});`;
      statements.push(
        `{ const ${member} = ${name}["any name"]; if (${member} !== undefined) { ${reading} } }`,
      );
    }
    return statements.join(" ");
  };

  return { read, readAnswers };
}

/** Removes scalars that the compiler cannot distinguish from an earlier one. */
function distinct(shapes: readonly Shape[]): Shape[] {
  const seen = new Set<string>();
  return shapes.filter(({ type }) => {
    const test = scalars[type]?.[0];
    const isNew = test === undefined || !seen.has(test);
    if (test !== undefined) seen.add(test);
    return isNew;
  });
}

interface Shape {
  readonly type: string;
  readonly schema: SpecNode;
}

/** Lists the possible types of a value of a schema. */
function shapesOf(schema: SpecNode, holders: readonly unknown[]): Shape[] {
  // Stops at a schema that contains itself.
  if (holders.includes(schema.value)) return [{ type: "any", schema }];
  if (listedValues(schema) !== undefined) return [{ type: "listed", schema }];
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) return alternatives.flatMap((each) => shapesOf(each, holders));
  const types = typeNames(schema);
  if (types === undefined) {
    const isMade = elements(child(schema, "allOf")).length > 0;
    return [{ type: isMade ? "object" : "any", schema }];
  }
  return types.map((type) => ({ type, schema }));
}
