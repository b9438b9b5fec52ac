import { afterAll, describe, expect, it } from "vitest";

import { canary } from "../support/canaries.js";
import * as calls from "./cases/calls.js";
import * as commands from "./cases/command.js";
import * as configuration from "./cases/configuration.js";
import * as files from "./cases/files.js";
import { generator } from "./cases/generator.js";
import * as openapi from "./cases/openapi.js";
import { testing } from "./cases/testing.js";
import { validate, validatorOptions } from "./cases/validate.js";
import { normalize } from "./support/normalize.js";
import { findTexts } from "./support/texts.js";
import { createWorld, type Cases } from "./support/world.js";

const world = await createWorld();
afterAll(() => world[Symbol.asyncDispose]());

/** The cases: calls that fail, by group and by cause. */
const cases: Readonly<Record<string, Cases>> = {
  options: configuration.options(world),
  auth: configuration.auth(world),
  baseUrl: configuration.baseUrl(),
  login: configuration.logins(world),
  arguments: configuration.callArguments(world),
  "API errors": calls.apiErrors(world),
  connection: calls.connections(world),
  timeout: calls.timeouts(world),
  gate: calls.gate(world),
  "response format": calls.responseFormat(world),
  validate: validate(world),
  createValidator: validatorOptions(),
  "openapi client, options and arguments": openapi.openApiOptions(),
  "openapi client, responses": openapi.openApiCalls(),
  "files, transfers": files.transfers(world),
  "files, disk": files.disks(),
  "files, submissions": files.submissions(world),
  testing: testing(world),
  command: commands.command(world),
  "command, sheets": commands.sheets(world),
  "command, doctor": commands.doctor(world),
  generator: generator(),
};

interface Seen {
  readonly group: string;
  readonly what: string;
  readonly type: string;
  readonly message: string;
  /** The other texts of the error: its own members, and the messages of its causes. */
  readonly more: string;
}

async function see(group: string, what: string, call: () => unknown): Promise<Seen> {
  try {
    const value = await call();
    if (typeof value !== "string") throw new TypeError(`"${what}" did not fail`);
    return { group, what, type: "text", message: value, more: "" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { group, what, type: error.name, message: error.message, more: moreOf(error) };
  }
}

function moreOf(error: Error): string {
  const { cause } = error;
  const own = JSON.stringify(Object.entries(error));
  return cause instanceof Error ? `${own} ${cause.message} ${moreOf(cause)}` : own;
}

const seen: Seen[] = [];
for (const [group, calls] of Object.entries(cases)) {
  for (const [what, call] of Object.entries(calls)) seen.push(await see(group, what, call));
}

/** The list as Markdown. The words in it are checked by `test/english.test.ts`, like all texts. */
function print(): string {
  const groups = Object.keys(cases).map((group) => {
    const lines = seen
      .filter((each) => each.group === group)
      .map(({ what, type, message }) => {
        const text = normalize(message, world).replaceAll(/\n(?!$)/g, "\n    ");
        return `${what}\n  ${type === "text" ? "" : `${type}: `}${text}\n`;
      });
    return `## ${group}\n\n\`\`\`text\n${lines.join("")}\`\`\`\n`;
  });
  return `# Every error message\n\n${groups.join("\n")}`;
}

const ofCalls = seen.filter(
  ({ type }) => !/^(ConfigurationError|FileError|CommandError|TypeError|text)$/.test(type),
);

it("every message is in messages.md", async () => {
  await expect(print()).toMatchFileSnapshot("messages.md");
});

describe("a message", () => {
  it("of a call begins with the method", () => {
    const wrong = ofCalls.filter(({ message }) => !/^\w+ failed: \S/.test(message));

    expect(wrong).toEqual([]);
  });

  it("about an option or an argument begins with its name, after the method", () => {
    const wrong = seen
      .filter(({ type }) => type === "ConfigurationError")
      .filter(({ what, message }) => {
        const [name = ""] = what.split(/,? /);
        const start = message.replace(/^\w+: /, "");
        return !start
          .replace(/^(the )?((option|argument|path parameter) )?"?/, "")
          .startsWith(name);
      });

    expect(wrong.map(({ what, message }) => `${what}: ${message}`)).toEqual([]);
  });

  it("with two sentences ends with a full stop or a question mark, except after a list or the server's words", () => {
    const wrong = seen
      .filter(({ type, message }) => type.endsWith("Error") && /\. [A-Z]/.test(message))
      .filter(({ message }) => !/[.?]$|Valid names: .*$|was not sent\. .*$|^- /m.test(message));

    expect(wrong.map(({ message }) => message)).toEqual([]);
  });

  it("does not contain a secret", () => {
    expect(seen.filter(({ message, more }) => (message + more).includes(canary))).toEqual([]);
  });
});

/** Texts in the sources that are not in any message, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  "text/plain;charset=UTF-8": "a media type",
  'Content-Disposition: form-data; name="': "a header",
  'Content-Disposition: form-data; name="file"; filename="content"': "a header",
  aborted: "the call rejects with the reason of the caller's signal instead",
  "socket hang up": "the cause of a ConnectionError, which shows its code",
  "nothing has arrived for": "likewise",
  "nothing has moved for": "likewise",
  "Missing required parameter:": "no operation of the document has a required query parameter",
};

it.each(["engine", "datameta", "openapi", "files", "validate"])(
  "has a case for each text in src/%s",
  async (folder) => {
    // The search would be slow with the body of a megabyte.
    const all = seen
      .map(({ message, more }) => `${message}\n${more.replace(/x{100,}/g, "")}`)
      .join("\n");
    const texts = await findTexts(folder);

    const missing = texts.filter(({ text }) => !all.includes(text) && !(text in exceptions));

    expect(missing.map(({ place, text }) => `${place} ${text}`)).toEqual([]);
  },
);
