import { readFileSync } from "node:fs";
import type { Operation } from "../../src/engine/operation.js";
import { findOperation } from "./operations.js";

/** One recorded exchange with a real server. */
export interface Sample {
  readonly id: string;
  readonly note: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** A recorded exchange of an operation of the document. */
export interface OperationSample extends Sample {
  readonly operation: Operation;
  /** The flat arguments of the method. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** Reads the recording of a server, and finds the operations of its exchanges. */
export function readSamples(api: "v0" | "v1"): {
  server: string;
  samples: OperationSample[];
  others: Sample[];
} {
  const file = new URL(`../fixtures/samples-${api}.json`, import.meta.url);
  // Safe: the recordings have this shape. Otherwise the tests that read them would fail.
  const recording = JSON.parse(readFileSync(file, "utf8")) as { server: string; samples: Sample[] };
  const samples: OperationSample[] = [];
  const others: Sample[] = [];
  for (const sample of recording.samples) {
    const operation = findOperation(sample.request.method, sample.request.path, `/api/${api}`);
    if (operation) samples.push({ ...sample, operation, args: argumentsOf(sample, operation) });
    else others.push(sample);
  }
  return { server: recording.server, samples, others };
}

function argumentsOf({ request }: Sample, operation: Operation): Record<string, unknown> {
  const url = new URL(request.path, "http://localhost");
  const args: Record<string, unknown> = {};
  const segments = url.pathname.split("/").slice(3);
  operation.path
    .split("/")
    .slice(1)
    .forEach((part, index) => {
      if (part.startsWith("{")) args[part.slice(1, -1)] = segments[index];
    });
  for (const name of operation.entry.query ?? []) {
    const value = url.searchParams.get(name);
    if (value !== null) args[name] = value;
  }
  if (operation.body !== "none") args["body"] = bodyOf(request.body);
  return args;
}

/** Returns a body that the client can send. An invalid body becomes an empty object. */
function bodyOf(body: string | null): unknown {
  try {
    return JSON.parse(body ?? "{}") ?? {};
  } catch {
    return {};
  }
}
