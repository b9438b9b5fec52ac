import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTestServer } from "datameta-client/testing";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quickTargets } from "../runtimes/targets.js";
import { createWorkspace } from "../runtimes/workspace.js";
import { json, serve } from "../support/loopback.js";
import { projectRoot } from "./support/install-package.js";
import { makePackageCopy, type PackageCopy } from "./support/package-copy.js";
import { readPrograms } from "./support/programs.js";
import { run } from "./support/run.js";

/** Created once, because it needs a build and an installation. */
let copy: PackageCopy;

beforeAll(async () => {
  copy = await makePackageCopy();
}, 300_000);
afterAll(() => copy[Symbol.asyncDispose]());

describe("npm start", () => {
  it("calls the most important operations, and gets one error of each documented class", () => {
    const lines = copy.startOutput.split("\n");
    const classes = lines.flatMap((line) => /✗ .* (\w+Error): /.exec(line)?.[1] ?? []);
    const successes = lines.flatMap((line) => /✓ (\w+) \/api\/v1(\/\w+)\S* +200 /.exec(line) ?? []);

    expect(new Set(classes)).toEqual(
      new Set([
        ...["ValidationError", "UnauthorizedError", "ForbiddenError", "NotFoundError"],
        ...["ConflictError", "GoneError", "ServerError"],
      ]),
    );
    expect(successes).toEqual(expect.arrayContaining(["POST", "GET", "PUT", "DELETE"]));
  });

  it("prints no secret", () => {
    expect(copy.startOutput).toContain("token ***");
    expect(copy.startOutput).not.toMatch(/Password\.\d|[A-Za-z0-9]{64}/);
  });
});

describe("the packed tarball", () => {
  it("contains only the build, the document and the pages about the package", () => {
    const built = /^dist\/((cli|generator)\/[\w-]+\.js|(src|generated)\/.+\.(js|d\.ts|js\.map))$/;
    const others = copy.packed.filter((path) => !built.test(path));

    expect(others.toSorted()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/cli/LICENSES.txt",
      "dist/generator/LICENSES.txt",
      "dist/generator/request-validators/table-types.ts",
      "dist/generator/response-validators/table-types.ts",
      "generated/openapi.json",
      "package.json",
    ]);
  });

  it("has the exports of package.json, with types first", () => {
    const { manifest } = copy;
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === "string" ? target : Object.values(target),
    );

    for (const target of targets) expect(copy.packed).toContain(target.replace("./", ""));
    for (const target of Object.values(manifest.exports)) {
      if (typeof target === "string") continue;
      expect(Object.keys(target)[0]).toBe("types");
      expect(Object.keys(target).at(-1)).toBe("default");
    }
    expect(Object.keys(manifest.dependencies)).toEqual(["openapi-fetch"]);
  });

  it("exports the document", async () => {
    const program = `
      import document from "datameta-client/openapi.json" with { type: "json" };
      console.log(document.openapi);`;

    const { stdout } = await run(copy.consumer, "node", ["--input-type=module", "-e", program]);

    expect(stdout).toBe("3.1.0\n");
  });
});

describe("npx datameta-client generate", () => {
  const peers = ["openapi-typescript", "@redocly/openapi-core", "typescript", "ajv"];
  const spec = join(projectRoot, "test", "package", "pets", "pets.yaml");
  const generate = (folder: string, ...options: string[]) =>
    run(folder, "npx", [
      ...["--offline", "datameta-client", "generate", "--spec", spec, "--out", "api"],
      ...options,
    ]);

  /** A user's project with the tarball and some of the peers. */
  const makeProject = async (name: string, installed: readonly string[]): Promise<string> => {
    const folder = join(copy.project, "..", name);
    await cp(copy.consumer, folder, { recursive: true, verbatimSymlinks: true });
    await mkdir(join(folder, "node_modules", "@redocly"));
    for (const peer of installed) {
      await symlink(
        join(projectRoot, "node_modules", peer),
        join(folder, "node_modules", peer),
        "junction",
      );
    }
    return folder;
  };

  it("writes a client that compiles and calls the API, with validators on request", async () => {
    const folder = await makeProject("with-peers", peers);
    await using pets = await serve(json(200, [{ name: "Rex" }]));

    const { stderr } = await generate(folder, "--validators");
    const again = await generate(folder, "--validators");
    await writeFile(
      join(folder, "program.ts"),
      `import { createOpenApiClient } from "datameta-client/openapi";
      import * as api from "./api/operations.js";
      import { requestOperations } from "./api/request-validators.js";
      import type { operations, Pet } from "./api/schema.js";
      const client = createOpenApiClient<operations, typeof api>(api, {
        baseUrl: "${pets.origin}",
        auth: { key: "k" },
      });
      const found: Pet[] = await client.findPets({ tags: ["dog", "small"], limit: 1 });
      // @ts-expect-error -- The limit is a number.
      const wrong = () => client.findPets({ limit: "1" });
      console.log(found[0]?.name, typeof wrong, Object.keys(requestOperations));`,
    );
    await compile(folder);
    const { stdout } = await run(folder, process.execPath, ["program.js"]);

    expect(stderr).toMatch(/^✓ generate /m);
    expect(again.stderr).toMatch(/^✓ generate +6 outputs, nothing has changed {2}\d+ ms\n$/);
    expect(stdout).toBe("Rex function [ 'findPets' ]\n");
    expect(pets.requests.map(({ path }) => decodeURIComponent(path))).toEqual([
      "/pets?tags=dog|small&limit=1",
    ]);
    expect(pets.requests[0]?.headers).toMatchObject({ "x-key": "k" });
  }, 120_000);

  it.each<[string, readonly string[], readonly string[], RegExp]>([
    ["without its libraries", [], [], /npm install --save-dev openapi-typescript@7 .*typescript@5/],
    [
      "without ajv for --validators",
      peers.filter((peer) => peer !== "ajv"),
      ["--validators"],
      /npm install --save-dev ajv@8\n/,
    ],
  ])(
    "%s prints the line that installs them, and exits with 1",
    async (name, has, opts, line) => {
      const folder = await makeProject(name.replaceAll(/\W+/g, "-"), has);

      const failure: unknown = await generate(folder, ...opts).catch((error: unknown) => error);

      expect(failure).toMatchObject({ code: 1, stderr: expect.stringMatching(line) as string });
      await expect(readFile(join(folder, "api", "schema.ts"))).rejects.toThrow("ENOENT");
    },
    60_000,
  );
});

describe("a user's program", () => {
  it.each(quickTargets)(
    "can rely on $name",
    async (target) => {
      await using workspace = await createWorkspace(copy.tarball);

      const { checks } = await target.run(workspace);

      expect(checks.length).toBeGreaterThan(0);
      expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    },
    120_000,
  );
});

describe("datameta-client/validate", () => {
  const bundled = async (contents: string) => {
    const { metafile } = await build({
      stdin: { contents, resolveDir: copy.consumer },
      bundle: true,
      format: "esm",
      write: false,
      metafile: true,
    });
    return Object.keys(metafile.inputs).filter((path) => /\/validate\/|-validators\./.test(path));
  };

  it("adds nothing to programs that do not import it", async () => {
    const app = `import { createClient } from "datameta-client"; console.log(createClient);`;

    expect(await bundled(app)).toEqual([]);
  });

  it("adds no library and no eval to programs that import it", async () => {
    const app = `import { createValidator } from "datameta-client/validate"; createValidator();`;
    const { stdout } = await run(copy.consumer, "node", [
      ...["--disallow-code-generation-from-strings", "--input-type=module", "-e"],
      `${app} console.log("made");`,
    ]);

    const inputs = await bundled(app);

    expect(stdout).toBe("made\n");
    expect(inputs.length).toBeGreaterThan(2);
    expect(inputs.filter((path) => path.includes("/ajv"))).toEqual([]);
  });
});

describe("the README", () => {
  /** What each snippet prints, in the order of the README, and last that of "Your own API". */
  const printed = [
    /^Ada of Analysts$/,
    /^\[ 'test key: never expires', 'laptop: \d{4}-\d\d-\d\dT[\d:.]+' \]$/,
    /^Submitted 1 record\.$/,
    /^The password is set\.$/,
    /^\[ 'PUT \/api\/v1\/groups\/[\w-]+ 204' \]$/,
    /^\[ 'Rex' \]$/,
  ];

  it("has snippets that compile under strict settings and run", async () => {
    const readme = await readPrograms("README.md");
    const ownApi = await readPrograms("docs/your-own-api.md");
    const snippets = [...readme.snippets, ...ownApi.snippets];
    await using server = await startTestServer({
      accounts: [
        { email: "ada@example.org", password: "Lovelace-1815.", name: "Ada", group: "Analysts" },
      ],
      metadata: [
        { name: "sample_id", isMandatory: true },
        { name: "reads", isFile: true },
      ],
    });
    await using pets = await serve(json(200, [{ name: "Rex" }]));
    const spec = join(projectRoot, "test", "package", "pets", "pets.yaml");
    const generate = ["run", "generate", "--", "--spec", spec];
    await run(copy.project, "npm", [...generate, "--out", join(copy.consumer, "pets")]);
    await writeFile(join(copy.consumer, "reads_1.fastq.gz"), "@read_1\nACGT\n+\nIIII\n");
    const account = server.account("ada@example.org");
    const env = {
      DATAMETA_TOKEN: account.token,
      DATAMETA_PASSWORD: account.password,
      PETS_KEY: "k",
    };
    const standIns = [
      ["https://datameta.example.org/api/v1", server.url],
      ["https://pets.example.org", pets.origin],
      ["from-the-mail", server.createResetToken({ email: account.email })],
    ] as const;
    const sources = snippets.map((snippet) =>
      standIns.reduce((code, [text, standIn]) => code.replaceAll(text, standIn), snippet),
    );
    await Promise.all(
      sources.map((code, index) => writeFile(join(copy.consumer, `snippet-${index}.ts`), code)),
    );

    await compile(copy.consumer);

    expect(snippets).toHaveLength(printed.length);
    for (const [index, expected] of printed.entries()) {
      const { stdout } = await run(copy.consumer, "node", [`snippet-${index}.js`], env);
      expect(stdout.trim()).toMatch(expected);
    }
    expect(pets.requests).toMatchObject([
      { path: "/pets?tags=dog|small&limit=1", headers: { "x-key": "k" } },
    ]);
  }, 120_000);

  it("is short, and leaves maintenance to CONTRIBUTING.md, which is short, too", async () => {
    const readme = await readPrograms("README.md");
    const contributing = await readPrograms("CONTRIBUTING.md");

    expect(Buffer.byteLength(readme.text)).toBeLessThanOrEqual(8_000);
    expect(Buffer.byteLength(contributing.text)).toBeLessThanOrEqual(10_000);
    expect(readme.commands.filter((command) => command.startsWith("npm run"))).toEqual([]);
  });
});

describe("the commands for maintainers", () => {
  it("exist and explain themselves", async () => {
    const pages = await Promise.all(["CONTRIBUTING.md", "docs/maintaining.md"].map(readPrograms));
    const commands = pages.flatMap((page) => page.commands);
    const scripts = commands.filter((command) => command.startsWith("npm run "));
    const read = (file: string) => readFile(join(projectRoot, file), "utf8");
    const shared = await read("scripts/command/generate-command.ts");

    expect(scripts.length).toBeGreaterThan(15);
    for (const command of scripts) {
      const [, , name = ""] = command.split(" ");
      const [tsx, file = "", ...own] = copy.manifest.scripts[name]?.split(" ") ?? [];
      expect(tsx, command).toBe("tsx");
      // A script with fixed arguments, such as generate:check, prints the usage of the script
      // without them. The generator is also a public command, so its usage takes a name.
      const usage =
        own.length > 0 || name === "generate"
          ? /Usage: /
          : new RegExp(`Usage: npm run (--silent )?${name}`);
      expect(shared + (await read(file))).toMatch(usage);
    }
  });
});

describe("an addition to the spec", () => {
  it("becomes a typed method of the built client, without other changes", async () => {
    await using server = await serve(json(200, { apiVersion: "9", datametaVersion: "9.9" }));
    const program = `
      import { createClient } from "datameta-client";
      const datameta = createClient({ baseUrl: "${server.url}", auth: { bearer: "token" } });
      const info = await datameta.pingServer({ echo: "hello" });
      const version: string = info.datametaVersion;
      // @ts-expect-error -- there is no such argument
      await datameta.pingServer({ eco: "hello" }).catch((error: Error) => console.log(error.name));
      console.log(version);`;
    const folder = await copy.makeFolder("new-operation", { "program.ts": program });

    await compile(folder);
    const { stdout } = await run(folder, "node", ["program.js"]);

    expect(stdout).toBe("ConfigurationError\n9.9\n");
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api/v1/server/ping?echo=hello",
    ]);
  }, 120_000);

  it("becomes a property in the built declarations", async () => {
    const schema = join(copy.project, "dist", "generated", "schema.d.ts");

    expect(await readFile(schema, "utf8")).toMatch(/ServerInfoResponse[^}]*\bmotd\?: string;/);
  });
});

async function compile(folder: string): Promise<void> {
  const tsconfig = {
    compilerOptions: {
      ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
      ...{ module: "NodeNext", target: "ES2022", lib: ["ES2022", "DOM", "ESNext.Disposable"] },
      ...{ types: ["node"], typeRoots: [join(projectRoot, "node_modules", "@types")] },
    },
    include: ["*.ts"],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  await run(folder, process.execPath, [tsc, "-p", "."]).catch((error: unknown) => {
    // tsc prints its errors on stdout.
    throw new Error((error as { stdout?: string }).stdout, { cause: error });
  });
}
