// @ts-check
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** The pointer of a schema with a name: a component, or a top-level member of a file. */
const named = /^#\/(?:components\/schemas\/)?[^/]*$/;

/**
 * Rules that assertions in `redocly.yaml` cannot express. This file is JavaScript, because Redocly
 * loads it.
 *
 * @returns {import("@redocly/openapi-core").Plugin}
 */
export default function specRules() {
  return {
    id: "spec",
    rules: {
      oas3: {
        "named-schema-description": () => ({
          Schema(schema, { location, report, key }) {
            if (!named.test(location.pointer) || schema.description !== undefined) return;
            const name = location.pointer.split("/").at(-1) || String(key);
            report({
              message: `Schema \`${name}\` needs a description, which becomes the TSDoc of its type.`,
              location,
            });
          },
        }),

        /** @param {{ folders: string[] }} options */
        "no-unused-file": ({ folders }) => {
          /** @type {Set<string>} */
          const used = new Set();
          return {
            ref(node, { resolve }) {
              const { location } = resolve(node);
              if (location) used.add(location.source.absoluteRef);
            },
            Root: {
              leave(_, { location, report }) {
                const root = dirname(location.source.absoluteRef);
                const files = folders.flatMap((folder) =>
                  readdirSync(join(root, folder)).map((file) => join(folder, file)),
                );
                for (const file of files) {
                  if (!file.endsWith(".yaml") || used.has(join(root, file))) continue;
                  const message = `No reference uses ${file}. Use it or delete it.`;
                  report({ message, location: location.child("paths").key() });
                }
              },
            },
          };
        },
      },
    },
  };
}
