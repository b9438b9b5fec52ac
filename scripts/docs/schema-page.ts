import {
  at,
  members,
  rootNode,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";
import type { Operation } from "../operations/operation-list.js";
import type { Page } from "./page.js";
import {
  aboutOf,
  cell,
  fileNameOf,
  firstSentence,
  memberRows,
  objectIn,
  prose,
  table,
  typeCell,
} from "./spec-markdown.js";

/** Returns a page for each named schema. The package exports a type for each. */
export function schemaPages(spec: SpecDocument, operations: readonly Operation[]): Page[] {
  const schemas = members(at(rootNode(spec), "components", "schemas"));
  return schemas
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, schema]) => {
      const description = aboutOf(schema);
      const users = [
        ...operations
          .filter((operation) => refersTo(bodiesOf(operation), name))
          .map(({ methodName, summary = "" }) => `- \`${methodName}\` ${summary}`),
        ...schemas
          .filter(([, { value }]) => refersTo(value, name))
          .map(([user]) => `- \`${user}\``),
      ];
      return {
        path: `schemas/${name}`,
        ...{ title: name, label: name, group: "Schemas" },
        row: [`[\`${name}\`](/schemas/${name})`, cell(firstSentence(description))],
        description: firstSentence(description),
        frontmatter: { pageClass: "schema", source: fileNameOf(schema) },
        markdown: [
          `# ${name}`,
          prose(description),
          `\`\`\`ts\nimport type { ${name} } from "datameta-client";\n\`\`\``,
          membersOf(schema),
          users.length === 0 ? "" : `## Used by\n\n${users.join("\n")}`,
        ].join("\n\n"),
        // "Error" is too common a word to mean the schema.
        names: name === "Error" ? {} : { [name]: "" },
        formerPaths: [`reference/types/${name}`],
      };
    });
}

function membersOf(schema: SpecNode): string {
  const inner = objectIn(schema);
  const rows = inner ? memberRows(inner) : [];
  const head = inner === schema ? "" : `The type is ${typeCell(schema, "")}.\n\n`;
  const members = table(["Member", "Type", "Meaning"], rows);
  return rows.length === 0 ? head : `${head}## Members\n\n${members}`;
}

/** Returns the bodies of an operation. Shared responses are resolved, because they also name schemas. */
function bodiesOf({ node }: Operation): unknown {
  const responses = members(at(node, "responses")).map(([, response]) => response.value);
  return [at(node, "requestBody").value, responses];
}

/** Whether a part of the document refers to a schema. */
function refersTo(part: unknown, name: string): boolean {
  return JSON.stringify(part ?? null).includes(`"#/components/schemas/${name}"`);
}
