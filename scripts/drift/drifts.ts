import { segmentsOf, type SpecDocument } from "../document/spec-document.js";
import { compareDocuments } from "../diff/compare-documents.js";
import { fileOf, pointerOf, type Difference } from "../diff/difference.js";
import type { DifferenceKind } from "../diff/rules.js";

/** A way in which what a server serves is not our spec. */
export interface Drift {
  /** `missing`: the server lacks it; `extra`: the spec lacks it; `different`: both have it. */
  readonly side: "missing" | "extra" | "different";
  readonly kind: DifferenceKind;
  /** Where it is, by operation or component, as known differences name it. */
  readonly at: string;
  readonly text: string;
  /** Where our spec says otherwise, as far as it does. */
  readonly place: string;
}

/** Words, and what has no part in calls; the server's own names of components are its own. */
const wording: readonly DifferenceKind[] = [
  ...(["text-changed", "order-changed", "deprecated", "no-longer-deprecated"] as const),
  ...(["component-removed", "component-added", "method-renamed", "keyword-changed"] as const),
];

/** Lists what differs in meaning between our spec and a server's. */
export function listDrifts(ours: SpecDocument, theirs: SpecDocument): Drift[] {
  const drifts = new Map<string, Drift>();
  for (const difference of compareDocuments(ours, theirs)) {
    if (wording.includes(difference.kind)) continue;
    const drift = driftOf(difference);
    drifts.set(`${drift.kind} ${drift.at} ${drift.text}`, drift);
  }
  return [...drifts.values()].sort((one, other) => (one.at < other.at ? -1 : 1));
}

function driftOf(difference: Difference): Drift {
  const { kind, subject, before, after, from, to, position } = difference;
  const side = kind.endsWith("-removed")
    ? "missing"
    : kind.endsWith("-added")
      ? "extra"
      : "different";
  const node = before ?? after;
  const values = [from && `spec ${from}`, to && `server ${to}`].filter(Boolean).join(", ");
  const sent = position === undefined ? "" : ` (${position})`;
  return {
    ...{ side, kind },
    at: whereIn(difference),
    text: `${phrases[kind] ?? kind.replaceAll("-", " ")}: ${subject}${values === "" ? "" : `: ${values}`}${sent}`,
    place: before === undefined ? "" : fileOf(before),
    ...(node === undefined && { place: "" }),
  };
}

/** What kinds are called where two descriptions of the same thing are compared. */
const phrases: Partial<Record<DifferenceKind, string>> = {
  "operation-removed": "the server has no operation",
  "operation-added": "the spec has no operation",
  "operation-moved": "another route",
  "operation-id-changed": "another operationId",
  "parameter-removed": "the server has no parameter",
  "parameter-added": "the spec has no parameter",
  "required-parameter-added": "the spec has no required parameter",
  "property-removed": "the server has no property",
  "property-added": "the spec has no property",
  "required-property-added": "the spec has no required property",
  "required-removed": "required by the spec alone",
  "required-added": "required by the server alone",
  "status-removed": "the server declares no",
  "success-removed": "the server declares no",
  "status-added": "the spec declares no",
  "content-type-removed": "the server has no content type",
  "content-type-added": "the spec has no content type",
  "answer-emptied": "the server declares no content",
  "answer-filled": "the spec declares no content",
  "header-removed": "the server declares no header",
  "header-added": "the spec declares no header",
  "null-added": "null by the server alone",
  "null-removed": "null by the spec alone",
  "server-removed": "the server does not list",
  "server-added": "the spec does not list",
  "credential-removed": "the server does not take",
  "credential-added": "the spec does not take",
  "members-opened": "closed to other members by the spec alone",
  "members-closed": "closed to other members by the server alone",
  "index-added": "members of any name by the server alone",
  "index-removed": "members of any name by the spec alone",
  "type-added": "typed by the server alone",
  "type-removed": "typed by the spec alone",
};

/** `UserSession.expires`, `getFileUrl 307`, `createApiKey`: the component, or the operation. */
function whereIn({ kind, before, after, operation, subject }: Difference): string {
  const node = before ?? after;
  const segments = node === undefined ? [] : segmentsOf(pointerOf(kind, node));
  if (segments[0] === "components") {
    const path = segments.slice(2).filter((segment) => !structural.has(segment));
    return path.join(".");
  }
  const name = operation ?? /`([^`]+)`/.exec(subject)?.[1] ?? "document";
  const status = segments.indexOf("responses");
  return status >= 0 && segments[status + 1] !== undefined
    ? `${name} ${segments[status + 1] ?? ""}`
    : name;
}

const structural = new Set(["properties", "schema", "content"]);
