import { cpus, totalmem } from "node:os";
import { join } from "node:path";

import { format } from "prettier";

import { projectRoot } from "../command/project.js";

/** The page of the docs site. */
export const pageFile = join(projectRoot, "docs", "benchmarks.md");

const front = `---
title: Benchmarks
description: What a call, a bundle, a start, the types and the pipeline cost, beside what else you might take.
order: 12
---

# Benchmarks

Every client does the same work: it sends the credential, and none takes an error for a success. Before anything is measured, each makes its calls on \`datameta-client/testing\`, and has them checked there. Those of generators are made from \`datameta-client/openapi.json\`, of the exact versions in \`scripts/bench/fixtures/package.json\`. What datameta-client does besides: it refuses wrong arguments, keeps one deadline over the whole call, retries, keeps tokens from locking an account, and maps every kind of error body. Measure it yourself by \`npm run bench\`.
`;

/** The whole page: when, on what, and the chapters. */
export function printPage(chapters: string, now: Date): Promise<string> {
  return format(`${front}\n${describeMachine(now)}\n\n${chapters}`, { parser: "markdown" });
}

/** A sentence: when, and on what. */
export function describeMachine(now: Date): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return (
    `Measured on ${now.toISOString().slice(0, 10)} with Node ${process.versions.node} ` +
    `on ${process.platform}, ${cpus().length} cores (${first?.model.trim() ?? "unknown"}), ${memory} GB of memory.`
  );
}
