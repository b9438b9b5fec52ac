import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import ts from "typescript";

import { reportDone, reportFailed, startClock } from "./command/progress.js";
import { watchFolders } from "./command/watch-folders.js";
import { readConfig } from "./document/read-spec.js";
import { reportLint } from "./lint.js";
import { generate, type PipelineOptions } from "./pipeline.js";
import type { Step } from "./step.js";

/** The added, removed and changed types and methods. */
export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly altered: readonly string[];
}

/**
 * Runs the pipeline, and again after each change in the document's folder, until the signal aborts.
 * If the document is invalid, prints the problem and keeps the outputs. The lint comes last, because
 * it is the slowest step and the types should be ready early.
 */
export async function watchPipeline(
  steps: readonly Step[],
  options: PipelineOptions,
  signal?: AbortSignal,
): Promise<void> {
  const config = await readConfig(options.config);
  let before = await readNames(options.out);
  const regenerate = async (): Promise<void> => {
    const elapsed = startClock();
    try {
      await generate(steps, options, config);
      const after = await readNames(options.out);
      const { added, removed, altered } = compareNames(before, after);
      before = after;
      const parts = Object.entries({ added, removed, altered }).flatMap(([what, names]) =>
        names.length === 0 ? [] : `${what}: ${names.join(", ")}`,
      );
      reportDone("watch", parts.join("; ") || "no type has changed", elapsed());
      if (options.lint !== undefined) {
        await reportLint(options.spec, config, options.lint, options);
      }
    } catch (error) {
      reportFailed("watch", error instanceof Error ? error.message : String(error));
    }
  };

  // The folder of the outputs can be inside the folder of the document.
  const { ended } = await watchFolders([dirname(options.spec)], regenerate, {
    atOnce: true,
    except: options.out,
    signal,
  });
  await ended;
}

/** Reads the methods, operations and schemas of the generated files, with their text. */
async function readNames(out: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const file of ["schema.ts", "operations.ts"]) {
    const text = await readFile(join(out, file), "utf8").catch(() => "");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
    const visit = (node: ts.Node, path: string): void => {
      const name = "name" in node && isNode(node.name) ? node.name.getText(source) : "";
      const inner = [path, name].filter((part) => part !== "").join(".");
      if (isNamed(node, inner)) {
        // The text has no comments, so changes of comments do not count.
        names.set(inner, `${names.get(inner) ?? ""}${textOf(node)}`);
      } else ts.forEachChild(node, (each) => visit(each, inner));
    };
    ts.forEachChild(source, (node) => visit(node, ""));
  }
  return names;
}

const containers = new Set(["paths", "webhooks", "components", "$defs", "operations"]);

/** Whether a declaration is a method, an operation or a schema, and not only a reference to one. */
function isNamed(node: ts.Node, path: string): boolean {
  if (ts.isTypeAliasDeclaration(node)) return !containers.has(path);
  if (!/^(operations|components\.schemas)\.[^.]+$/.test(path)) return false;
  return !(ts.isPropertySignature(node) && node.type && isNameAlone(node.type));
}

function isNameAlone(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && !type.typeArguments;
}

const printer = ts.createPrinter({ removeComments: true });

function textOf(node: ts.Node): string {
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
}

function isNode(value: unknown): value is ts.Node {
  return typeof value === "object" && value !== null && "kind" in value;
}

export function compareNames(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Changes {
  return {
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    altered: [...after].flatMap(([name, text]) =>
      before.has(name) && before.get(name) !== text ? [name] : [],
    ),
  };
}
