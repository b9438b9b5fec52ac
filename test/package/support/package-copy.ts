import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackage, projectRoot } from "./install-package.js";
import { npmPack } from "./npm-pack.js";
import { run } from "./run.js";

const copied = [
  ...["package.json", "package-lock.json", ".npmrc", ".prettierrc.json", ".prettierignore"],
  ...["tsconfig.base.json", "tsconfig.build.json", "tsconfig.json", "redocly.yaml"],
  ...["spec", "scripts", "generated", "src", "README.md", "LICENSE", "CHANGELOG.md"],
];

/**
 * A copy of the project with an additional operation and property in its spec, built into the
 * package that npm would publish.
 */
export interface PackageCopy extends AsyncDisposable {
  /** The copy. */
  readonly project: string;
  /** An empty user's project with the installed tarball. */
  readonly consumer: string;
  /** The tarball. */
  readonly tarball: string;
  /** The output of `npm start`. */
  readonly startOutput: string;
  /** The files in the tarball. */
  readonly packed: readonly string[];
  readonly manifest: Manifest;
  /** Creates a folder in the copy. Programs there can import the package by its own name. */
  makeFolder(name: string, files: Readonly<Record<string, string>>): Promise<string>;
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: object;
  readonly scripts: Readonly<Record<string, string>>;
}

/**
 * Copies the sources, adds to the spec, runs `npm start`, packs, and installs the tarball without a
 * network.
 */
export async function makePackageCopy(): Promise<PackageCopy> {
  const folder = await mkdtemp(join(tmpdir(), "datameta-client-"));
  const project = join(folder, "project");
  const consumer = join(folder, "consumer");
  for (const name of copied) {
    await cp(join(projectRoot, name), join(project, name), { recursive: true });
  }
  await symlink(join(projectRoot, "node_modules"), join(project, "node_modules"), "junction");

  await addToSpec(join(project, "spec"));

  // Without `prestart`: a stale install would make `npm ci` empty the linked node_modules.
  const { stdout: startOutput } = await run(project, "npm", ["start", "--ignore-scripts"]);
  const packed = await npmPack(project, ["--ignore-scripts"]);

  await mkdir(consumer);
  const tarball = join(project, packed.filename);
  await installPackage(consumer, tarball);
  return {
    project,
    consumer,
    tarball,
    startOutput,
    packed: packed.files.map(({ path }) => path),
    // Safe: the tests that use it check its shape.
    manifest: JSON.parse(await readFile(join(project, "package.json"), "utf8")) as Manifest,
    async makeFolder(name, files) {
      const made = join(project, name);
      await mkdir(made);
      for (const [file, text] of Object.entries(files)) await writeFile(join(made, file), text);
      return made;
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Adds `GET /server/ping` like a developer would: the path in the entry file, the operation in the
 * file of its tag. Adds the property `motd` to the response of `GET /server`.
 */
async function addToSpec(spec: string): Promise<void> {
  const replace = async (file: string, text: string, by: string) => {
    const path = join(spec, file);
    await writeFile(path, (await readFile(path, "utf8")).replace(text, by));
  };
  await replace(
    "openapi.yaml",
    "\npaths:\n",
    "\npaths:\n  /server/ping:\n    $ref: paths/server.yaml#/ping\n",
  );
  await appendFile(join(spec, "paths", "server.yaml"), pingOperation);
  await replace(
    "components/schemas/server.yaml",
    "\n  properties:\n",
    "\n  properties:\n    motd: { type: string, description: The message of the day. }\n",
  );
}

const pingOperation = `
ping:
  get:
    operationId: PingServer
    summary: Ask whether the server is there
    description: Answers with the versions.
    tags: [Server]
    parameters:
      - name: echo
        in: query
        description: What to say.
        schema:
          type: string
        example: hello
    responses:
      "200":
        description: The versions.
        content:
          application/json:
            schema:
              $ref: ../components/schemas/server.yaml#/ServerInfoResponse
            example:
              apiVersion: 1.5.0
              datametaVersion: 1.1.1
      "400":
        $ref: ../components/responses.yaml#/ValidationFailed
      "401":
        $ref: ../components/responses.yaml#/Unauthorized
      "403":
        $ref: ../components/responses.yaml#/Forbidden
      "500":
        $ref: ../components/responses.yaml#/InternalServerError
`;
