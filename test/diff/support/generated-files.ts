import { readConfig, readSpec } from "../../../scripts/document/read-spec.js";
import { steps } from "../../../scripts/generate.js";
import { runFormatted } from "../../pipeline/support/formatted.js";
import { temporaryFolder } from "../../pipeline/support/temporary-folder.js";

/** Runs the pipeline on a spec and returns the generated files by their paths in a repository. */
export async function generatedFiles(
  spec: Readonly<Record<string, string>>,
  config: string,
): Promise<Record<string, string>> {
  await using folder = await temporaryFolder({ ...spec, "redocly.yaml": config });
  const read = await readSpec(
    folder.at("openapi.yaml"),
    await readConfig(folder.at("redocly.yaml")),
  );
  const files: Record<string, string> = {};
  for (const step of steps) {
    const { text } = step.isRead ? await runFormatted(step, read) : await step.run(read);
    files[`generated/${step.file}`] = text;
  }
  return files;
}
