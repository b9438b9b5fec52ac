import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";

const everything = {
  depth: Infinity,
  showHidden: true,
  getters: true,
  maxStringLength: null,
  maxArrayLength: null,
} as const;

/** The error, its cause, the cause of its cause, and so on. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let each = error; each instanceof Error; each = each.cause) chain.push(each);
  return chain;
}

/** Returns what a console would print. */
function printed(print: (console: Console) => void): string {
  let text = "";
  const stdout = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  print(new Console({ stdout, stderr: stdout }));
  return text;
}

/** All ways to log an error, each with the logged text. */
export const sinks: Readonly<Record<string, (error: unknown) => string>> = {
  "the message": (error) => (error instanceof Error ? error.message : ""),
  "the stack": (error) => (error instanceof Error ? String(error.stack) : ""),
  String,
  "JSON.stringify": (error) => JSON.stringify(error),
  toJSON: (error) =>
    typeof error === "object" && error !== null && "toJSON" in error
      ? inspect((error.toJSON as () => unknown)(), everything)
      : "",
  "util.inspect": (error) => inspect(error),
  "util.inspect of everything": (error) => inspect(error, everything),
  "the chain of causes": (error) =>
    chainOf(error)
      .map((each) => `${String(each)}\n${each.stack ?? ""}\n${inspect(each, everything)}`)
      .join("\n"),
  "console.error": (error) => printed((console) => console.error(error)),
  "console.log with a text": (error) =>
    printed((console) => console.log("failed: %s %o", error, error)),
  "console.dir": (error) => printed((console) => console.dir(error, { depth: null })),
  "console.table": (error) => printed((console) => console.table([error])),
};
