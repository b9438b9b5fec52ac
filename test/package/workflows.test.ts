import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "./support/install-package.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly strategy?: unknown;
  readonly steps: readonly Step[];
}

const folder = join(projectRoot, ".github", "workflows");

const workflows = await Promise.all(
  (await readdir(folder)).map(async (name) => {
    const text = await readFile(join(folder, name), "utf8");
    // The assertions below are what checks the shape.
    return { name, text, workflow: parse(text) as Workflow };
  }),
);

/** What a job may do besides reading the repository, by workflow. */
const writes = new Map([
  // npm's token, for the identity of the workflow.
  ["release.yml", ["id-token"]],
  // A comment, by a job that runs no code of the pull request.
  ["spec-diff.yml", ["pull-requests"]],
]);

const jobsOf = ({ jobs }: Workflow) => Object.values(jobs);
const stepsOf = (workflow: Workflow) => jobsOf(workflow).flatMap(({ steps }) => steps);

describe("the workflows", () => {
  it("check each push, and publish", () => {
    expect(workflows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["ci.yml", "release.yml"]),
    );
  });
});

describe.each(workflows)("the workflow $name", ({ name, text, workflow }) => {
  it("pins each action to a commit, and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));

    expect(uses).toHaveLength(stepsOf(workflow).filter((step) => step.uses).length);
    for (const line of uses) {
      expect(line).toMatch(/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("gives no permission to all jobs, and to each just what it needs", () => {
    const rights = jobsOf(workflow).flatMap(({ permissions = {} }) => Object.entries(permissions));
    const writing = rights.filter(([, right]) => right !== "read").map(([right]) => right);

    expect(workflow.permissions).toEqual({});
    expect(jobsOf(workflow).filter(({ permissions }) => permissions === undefined)).toEqual([]);
    expect(writing).toEqual(writes.get(name) ?? []);
  });

  it("ends by itself, and never runs twice at once for the same branch", () => {
    expect(workflow.concurrency).toHaveProperty("group");
    for (const job of jobsOf(workflow)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(30);
  });

  it("leaves no credential on the disk, and knows no secret", () => {
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.includes("/checkout@"));

    expect(checkouts.length).toBeGreaterThan(0);
    for (const checkout of checkouts) {
      expect(checkout.with).toMatchObject({ "persist-credentials": false });
    }
    expect(text).not.toMatch(/\bsecrets\b|pull_request_target/);
  });

  it("puts nothing that others can write into a shell's command", () => {
    expect(stepsOf(workflow).filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  it("runs scripts that exist, and installs without running those of others", async () => {
    const manifest = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const commands = stepsOf(workflow).flatMap(({ run }) => run?.split("\n") ?? []);
    const scripts = commands.flatMap((run) => /\bnpm run (?:-\S+ )*([\w:]+)/.exec(run)?.[1] ?? []);

    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
    for (const command of commands.filter((run) => /^npm (ci|install)\b/.test(run))) {
      expect(command).toBe("npm ci --ignore-scripts");
    }
  });
});

describe("CI", () => {
  it("runs all tests on each release line of Node, and on macOS", () => {
    const ci = workflows.find(({ name }) => name === "ci.yml");
    const { strategy, steps } = ci?.workflow.jobs["test"] ?? {};

    expect(steps?.map(({ run }) => run)).toEqual(
      expect.arrayContaining(["npm test", "npm run test:full"]),
    );
    expect(strategy).toMatchObject({
      "fail-fast": false,
      matrix: { node: [20, 22, 24, 26], include: [{ os: "macos-latest" }] },
    });
  });

  it.each(["runtimes", "browser", "leftovers"])(
    "runs test:%s, which npm test leaves out",
    (name) => {
      const ci = workflows.find(({ name: file }) => file === "ci.yml");
      const commands = ci && stepsOf(ci.workflow).map(({ run }) => run);

      expect(commands).toContain(`npm run test:${name}`);
    },
  );

  it.each(["runtimes", "browser"])("names the browser for test:%s", (name) => {
    const ci = workflows.find(({ name: file }) => file === "ci.yml");
    const step = ci && stepsOf(ci.workflow).find(({ run }) => run === `npm run test:${name}`);

    // Without a name, a runner that has no browser would pass.
    expect(step?.env).toEqual({ CHROMIUM: "/usr/bin/google-chrome" });
  });
});

describe("the job that publishes", () => {
  const release = workflows.find(({ name }) => name === "release.yml");

  it("is the only one that may ask for npm's token, and runs no code of the project", () => {
    const { pack, publish } = release?.workflow.jobs ?? {};

    expect(pack?.permissions).toEqual({ contents: "read" });
    expect(publish?.permissions).toEqual({ "id-token": "write" });
    expect(publish?.steps.flatMap(({ run }) => run ?? [])).toEqual([
      "npm publish ./release/*.tgz --provenance --access public --ignore-scripts",
    ]);
  });

  it("comes after every gate", () => {
    const runs = release?.workflow.jobs["pack"]?.steps.flatMap(({ run }) => run ?? []);

    expect(runs).toEqual([
      "npm ci --ignore-scripts",
      "npm run release:check",
      "npm run audit",
      "npm test",
      "npm run test:full",
      "npm run release:sbom",
      "npm pack --pack-destination dist/release",
    ]);
  });
});
