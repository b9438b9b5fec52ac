import { operations } from "../../generated/operations.js";
import { resolveOperation } from "../engine/operation.js";
import { faultNames } from "./fault-names.js";
import type { Fault, Faults } from "./faults.js";
import { refuseUnknown } from "./refuse-unknown.js";
import { transfers } from "./routes.js";

/** The faults that are currently set. */
export class FaultPlan {
  readonly #scripts = new Map<string, () => Fault>();

  /**
   * Replaces all current faults.
   *
   * @param place - the option or method with these faults, for the error message
   * @throws TypeError if an entry is invalid. The message names the entry and its valid values.
   */
  set(place: string, faults: Faults): void {
    refuseUnknown(place, faults, [...idsByName.keys(), "*"], "operation");
    const scripts = Object.entries(faults).map(([name, entry]): [string, () => Fault] => {
      const at = `${place}.${name}`;
      if (!isList(entry)) {
        checkFault(at, entry);
        return [name, () => entry];
      }
      entry.forEach((fault, index) => checkFault(`${at}[${index}]`, fault));
      // A copy, because each request takes one fault from it.
      const rest = [...entry];
      return [name, () => rest.shift() ?? null];
    });
    // The faults are replaced only after all checks, so that invalid faults change nothing.
    this.#scripts.clear();
    for (const [name, next] of scripts) this.#scripts.set(idsByName.get(name) ?? name, next);
  }

  /**
   * Returns the fault of the next request for this operation, if any, and removes it from its list.
   */
  next(operationId: string | undefined): Fault {
    const next = this.#scripts.get(operationId ?? "*") ?? this.#scripts.get("*");
    return next?.() ?? null;
  }
}

const idsByName = new Map([
  ...Object.entries(operations).map(([name, entry]): [string, string] => [
    name,
    resolveOperation(name, entry).operationId,
  ]),
  ...Object.entries(transfers),
]);

/** `Array.isArray` does not narrow a readonly array. */
function isList(entry: Fault | readonly Fault[]): entry is readonly Fault[] {
  return Array.isArray(entry);
}

function checkFault(place: string, fault: Fault): void {
  if (fault === null) return;
  if (typeof fault !== "object") {
    if ((faultNames as readonly unknown[]).includes(fault)) return;
    throw new TypeError(
      `${place} must be null, a response such as { status: 503 }, a delay such as { delay: 200 }, { cutAfter: 1000 }, or ` +
        `one of ${faultNames.join(", ")}; got ${JSON.stringify(fault)}.`,
    );
  }
  const isAnswer = "status" in fault;
  if ("cutAfter" in fault) {
    refuseUnknown(place, fault, ["cutAfter"]);
    checkNumber(`${place}.cutAfter`, fault.cutAfter, 0, Infinity, Number.isInteger);
    return;
  }
  refuseUnknown(
    place,
    fault,
    isAnswer ? ["status", "statusText", "headers", "body", "delay"] : ["delay"],
  );
  checkNumber(`${place}.delay`, fault.delay ?? 0, 0, 2 ** 31 - 1, Number.isFinite);
  if (!isAnswer) return;
  checkNumber(`${place}.status`, fault.status, 100, 999, Number.isInteger);
  checkLine(`${place}.statusText`, fault.statusText ?? "");
  for (const [name, value] of Object.entries(fault.headers ?? {})) {
    // With other characters, the name could add a header or end the headers.
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) {
      throw new TypeError(`${place}.headers has an invalid header name: ${JSON.stringify(name)}.`);
    }
    checkLine(`${place}.headers[${JSON.stringify(name)}]`, value);
  }
}

function checkNumber(
  place: string,
  value: unknown,
  least: number,
  most: number,
  isNumber: (value: unknown) => boolean,
): void {
  if (isNumber(value) && Number(value) >= least && Number(value) <= most) return;
  throw new TypeError(
    `${place} must be a number from ${least} to ${most}; got ${JSON.stringify(value)}.`,
  );
}

function checkLine(place: string, text: unknown): void {
  if (typeof text === "string" && /^[\t\x20-\x7e]*$/.test(text)) return;
  throw new TypeError(`${place} must be a line of printable ASCII; got ${JSON.stringify(text)}.`);
}
