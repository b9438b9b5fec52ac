import type ts from "typescript";

import type { Operation } from "../operations.js";
import type { TypeJudge } from "./compare-types.js";
import type { Direction, Findings } from "./findings.js";
import type { Generated } from "./generated.js";
import { step, type Part } from "./part.js";

/** A document with what is generated from it. */
export interface Version extends Generated {
  readonly root: Part;
  /** An exported type of schema.ts. */
  readonly exported: (name: string) => ts.Type | undefined;
}

/** Two documents, what compares them, and what was found. */
export interface Comparison {
  readonly before: Version;
  readonly after: Version;
  readonly findings: Findings;
  readonly types: TypeJudge;
  /** Whether programs meet every media type of a body, as the types of `http` do. */
  readonly everyMediaType: boolean;
  /** What a body is by its media type alone: `text`, `binary` or `empty`. */
  readonly bodies: (name: string) => readonly ts.Type[];
  /** The schemas of what methods send and receive; their checks are compared after the types. */
  readonly schemas: SchemaPair[];
}

export interface SchemaPair {
  readonly method: string;
  readonly before: Part;
  readonly after: Part;
  readonly direction: Direction;
}

/** An operation of one document. */
export interface Side {
  readonly version: Version;
  readonly operation: Operation;
  readonly part: Part;
  readonly type: ts.Type | undefined;
}

export function sideOf(version: Version, operation: Operation, { types }: Comparison): Side {
  const part = step(version.root, "paths", operation.path, operation.method.toLowerCase());
  const type = types.at(version.exported("operations"), operation.operationId ?? "");
  return { version, operation, part, type };
}
