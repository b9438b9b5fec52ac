import { generateCommand } from "../../../scripts/generate.js";
import { callCommand } from "../../pipeline/support/call-command.js";
import { temporaryFolder } from "../../pipeline/support/temporary-folder.js";
import { tinyFiles } from "../../pipeline/support/tiny-document.js";
import type { Cases } from "../support/world.js";

/** Generates from the files, and returns the printed problems without the lines of earlier steps. */
function generating(files: Readonly<Record<string, string>>, ...more: string[]) {
  return async (): Promise<string> => {
    await using folder = await temporaryFolder({ ...tinyFiles, ...files });
    const names = { spec: "openapi.yaml", config: "redocly.yaml", out: "out" };
    const options = Object.entries(names).flatMap(([name, file]) => [`--${name}`, folder.at(file)]);
    const { code, stderr } = await callCommand(generateCommand, ...options, ...more);
    const problems = stderr.slice(Math.max(0, stderr.indexOf("✗")));
    return `${problems.replaceAll(/\S*pipeline-\w+/g, "FOLDER").trim()}\nexit code ${code}`;
  };
}

const { "paths.yaml": paths, "openapi.yaml": entry } = tinyFiles;
const inPaths = (before: string, after: string) => ({ "paths.yaml": paths.replace(before, after) });

export function generator(): Cases {
  return {
    "a document that does not exist": generating({}, "--spec", "none.yaml"),
    "an unknown option": generating({}, "--chekc"),
    "YAML that is broken": generating({ "openapi.yaml": "openapi: [\n" }),
    "a Swagger document": generating({ "openapi.yaml": 'swagger: "2.0"\n' }),
    "a file that is not a document": generating({ "openapi.yaml": "title: Pets\n" }),
    "a version that is not quoted": generating({
      "openapi.yaml": entry.replace("openapi: 3.1.0", "openapi: 3.1"),
    }),
    "a reference that leads nowhere": generating({
      "openapi.yaml": entry.replace("paths.yaml#/pets", "paths.yaml#/dogs"),
    }),
    "two operations with the same method name": generating(
      inPaths("operationId: CreatePet", "operationId: CreatePet\n    x-method-name: listPets"),
      ...["--lint", "strict"],
    ),
    "outputs that cannot be written": generating({ out: "a file" }),
    "outputs that are stale": generating({}, "--check"),
  };
}
