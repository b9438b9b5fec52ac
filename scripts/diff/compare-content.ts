import { child, isObject, members, type SpecNode } from "../document/spec-document.js";
import { compareOthers, comparePresent } from "./compare-schemas.js";
import { differ, isSame, type Comparison } from "./difference.js";

const handled = new Set(["schema", "$ref"]);

/** Compares bodies by their content types. */
export function compareContent(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  for (const [type, one] of members(before)) {
    const other = child(after, type);
    if (isObject(other.value)) {
      comparePresent(child(one, "schema"), child(other, "schema"), subject, comparison);
      compareOthers(one, other, handled, comparison);
    } else differ(comparison, "content-type-removed", `\`${type}\` of ${subject}`, one, after);
  }
  for (const [type, other] of members(after)) {
    if (isObject(child(before, type).value)) continue;
    differ(comparison, "content-type-added", `\`${type}\` of ${subject}`, before, other);
  }
}

const handledOfBody = new Set(["content", "required", "$ref"]);

/** Compares what an operation takes as its body. */
export function compareRequestBodies(
  before: SpecNode,
  after: SpecNode,
  comparison: Comparison,
): void {
  const [old, now] = [child(before, "requestBody"), child(after, "requestBody")];
  const [was, is] = [old, now].map((node) => child(node, "required").value === true);
  if (now.value === undefined) {
    if (old.value !== undefined) differ(comparison, "body-removed", "request body", old, after);
  } else if (old.value === undefined) {
    const kind = is === true ? "required-body-added" : "body-added";
    differ(comparison, kind, "request body", before, now);
  } else {
    if (was === false && is === true)
      differ(comparison, "required-added", "request body", old, now);
    if (was === true && is === false) {
      differ(comparison, "required-removed", "request body", old, now);
    }
    compareContent(child(old, "content"), child(now, "content"), "request body", comparison);
    compareOthers(old, now, handledOfBody, comparison);
  }
}

const handledOfResponse = new Set(["content", "headers", "$ref"]);

/** Compares the documented answers of an operation, by status. */
export function compareResponses(before: SpecNode, after: SpecNode, comparison: Comparison): void {
  const [old, now] = [child(before, "responses"), child(after, "responses")];
  for (const [status, one] of statusesOf(old)) {
    const other = child(now, status);
    if (!isObject(other.value)) {
      const kind = isCovered(status, one, now) ? "success-removed" : "status-removed";
      differ(comparison, kind, `status ${status}`, one, now);
      continue;
    }
    compareAnswer(one, other, status, comparison);
    compareHeaders(child(one, "headers"), child(other, "headers"), status, comparison);
    compareOthers(one, other, handledOfResponse, comparison);
  }
  for (const [status, other] of statusesOf(now)) {
    if (isObject(child(old, status).value)) continue;
    differ(comparison, "status-added", `status ${status}`, old, other);
  }
}

function statusesOf(responses: SpecNode): [status: string, answer: SpecNode][] {
  return members(responses).filter(([name]) => !name.startsWith("x-"));
}

/** Whether another success gives the same data: what a method returns does not tell its status. */
function isCovered(status: string, answer: SpecNode, after: SpecNode): boolean {
  const isSuccess = (name: string): boolean => /^[23]/.test(name);
  if (!isSuccess(status)) return false;
  const content = child(answer, "content").value;
  const others = members(after).filter(([name]) => isSuccess(name));
  if (content === undefined) return others.length > 0;
  return others.some(([, other]) => isSame(child(other, "content").value, content));
}

/** A body where there was none takes the place of `undefined`, and the other way round. */
function compareAnswer(
  before: SpecNode,
  after: SpecNode,
  status: string,
  comparison: Comparison,
): void {
  const [old, now] = [child(before, "content"), child(after, "content")];
  const [had, has] = [members(old).length > 0, members(now).length > 0];
  const subject = `body of ${status}`;
  if (had && !has) differ(comparison, "answer-emptied", subject, old, after);
  else if (!had && has) differ(comparison, "answer-filled", subject, before, now);
  else compareContent(old, now, subject, comparison);
}

const handledOfHeader = new Set(["schema", "required", "content", "$ref"]);

function compareHeaders(
  before: SpecNode,
  after: SpecNode,
  status: string,
  comparison: Comparison,
): void {
  for (const [name, one] of members(before)) {
    const other = headerCalled(after, name);
    const subject = `header \`${name}\` of ${status}`;
    if (!isObject(other.value)) {
      differ(comparison, "header-removed", subject, one, after);
      continue;
    }
    const [was, is] = [one, other].map((node) => child(node, "required").value === true);
    if (was === false && is === true) differ(comparison, "required-added", subject, one, other);
    if (was === true && is === false) differ(comparison, "required-removed", subject, one, other);
    comparePresent(child(one, "schema"), child(other, "schema"), subject, comparison);
    compareContent(child(one, "content"), child(other, "content"), subject, comparison);
    compareOthers(one, other, handledOfHeader, comparison);
  }
  for (const [name, other] of members(after)) {
    if (isObject(headerCalled(before, name).value)) continue;
    differ(comparison, "header-added", `header \`${name}\` of ${status}`, before, other);
  }
}

/** Capitals do not tell headers apart. */
function headerCalled(headers: SpecNode, name: string): SpecNode {
  const same = members(headers).find(([other]) => other.toLowerCase() === name.toLowerCase());
  return same?.[1] ?? child(headers, name);
}
