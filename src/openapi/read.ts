import type { Call, Decoder } from "../engine/call.js";
import { connectionErrorOf } from "../engine/connection-error.js";
import { ResponseFormatError } from "../engine/errors.js";
import type { Reply } from "../engine/layer.js";
import { isJson } from "../engine/media-type.js";
import type { BodyKind, MediaKind, SuccessKind } from "../engine/operation-entry.js";
import type { ServerSentEvent } from "../engine/operation-types.js";
import type { OpenApiResolvedOptions } from "./types.js";

/** Chooses how to read a body by its own media type. Returns the reply immediately if the body is a stream. */
export function readBody(
  call: Call,
  response: Response,
  documented: SuccessKind | "other",
): BodyKind | "other" | Reply {
  // Safe: the client resolves its own options.
  const { stream, accept } = call.options as OpenApiResolvedOptions;
  const reply = (data: unknown): Reply => ({ data, response, text: undefined });
  if (stream && documented !== "empty")
    return reply(streamOf(chunksOf(call, readerOf(call, response))));
  const type = response.headers.get("content-type") ?? "";
  const kind = typeof documented === "object" ? choose(documented, type, accept) : documented;
  switch (kind) {
    case "events":
      return reply(eventsOf(call, linesOf(call, readerOf(call, response), /\r\n|\n|\r/)));
    case "lines":
      // In a JSON text sequence, a value may have line breaks.
      return reply(
        valuesOf(
          call,
          linesOf(call, readerOf(call, response), /json-seq/i.test(type) ? separator : /\n/),
        ),
      );
    case "any":
      return isJson(type) ? "json" : isText(type) ? "text" : "binary";
    default:
      return kind;
  }
}

/** Returns the kind of the media type that a response has. If it is not documented, guesses the kind. */
function choose(
  documented: Readonly<Record<string, MediaKind>>,
  type: string,
  accept: string | undefined,
): MediaKind {
  const accepted = accept === undefined ? undefined : documented[accept];
  if (accepted !== undefined) return accepted;
  const essence = essenceOf(type);
  const kinds = Object.entries(documented);
  const of = (wanted: string) => kinds.find(([each]) => essenceOf(each) === wanted)?.[1];
  const found = of(essence) ?? of(essence.replace(/\/.*/, "/*")) ?? of("*/*");
  if (found !== undefined) return found;
  const values = kinds.map(([, kind]) => kind);
  // An HTML page may come from a proxy. Reading it as JSON fails, but as a file it would succeed.
  const likely: MediaKind = isJson(type) || /^text\/html/i.test(type) ? "json" : "binary";
  return values.includes(likely) ? likely : likely === "json" ? likely : (values[0] ?? likely);
}

function essenceOf(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

function isText(mediaType: string): boolean {
  return /^\s*(text\/|[^;]*[/+](xml|yaml)\s*(;|$))/i.test(mediaType);
}

/** Returns the decoder for the charset of a media type. JSON is always UTF-8. */
export function decoderOf(mediaType: string): Decoder | undefined {
  const [, charset] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(mediaType) ?? [];
  if (charset === undefined || isJson(mediaType)) return undefined;
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    // The platform does not know the charset.
    return undefined;
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * Returns the reader of a body, or `undefined` if there is no body.
 *
 * @throws ResponseFormatError if the body cannot be read as a stream
 */
function readerOf(call: Call, { body, bodyUsed }: Response): Reader | undefined {
  // In node-fetch the body is a Node stream. In React Native there is no stream.
  const stream = body as Partial<typeof body> | undefined;
  if (stream === null) return undefined;
  if (!stream?.getReader) {
    throw broken(
      call,
      "the body is not a web stream. Pass a fetch that supports streams, like expo/fetch in React Native.",
    );
  }
  if (bodyUsed || stream.locked) {
    throw broken(call, "the body was already read by the option fetch. Read a clone() instead.");
  }
  return stream.getReader();
}

/** Reads the chunks of a body. A caller that stops early closes the connection. */
async function* chunksOf(call: Call, reader: Reader | undefined): AsyncGenerator<Uint8Array> {
  const { signal } = call.options;
  const abort = () => void reader?.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener("abort", abort);
  try {
    for (let reads = 1; ; reads++) {
      // If chunks are always available, even empty ones, timers and signals would never fire.
      if (reads % 1000 === 0) await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      const chunk = await reader?.read().catch((error: unknown) => {
        throw connectionErrorOf(call, error);
      });
      signal?.throwIfAborted();
      if (chunk === undefined || chunk.done) return;
      yield chunk.value;
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    abort();
  }
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/** Reads the lines of a body. The last line does not need a line break. */
async function* linesOf(
  call: Call,
  reader: Reader | undefined,
  ending: RegExp,
): AsyncGenerator<string> {
  const { maxResponseSize } = call.options;
  const decoder = new TextDecoder();
  let rest = "";
  let held = "";
  for await (const chunk of chunksOf(call, reader)) {
    const text = held + decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be half of a line break.
    held = text.endsWith("\r") ? "\r" : "";
    // Only the new text is split, because a long line may arrive in many chunks.
    const [first = "", ...others] = (held === "" ? text : text.slice(0, -1)).split(ending);
    const lines = [rest + first, ...others];
    rest = lines.pop() ?? "";
    yield* lines;
    if (rest.length > maxResponseSize) {
      throw broken(call, `a line has more than ${maxResponseSize} characters`);
    }
  }
  rest += held + decoder.decode();
  if (rest !== "") yield* rest.split(ending);
}

/** Reads server-sent events, as the HTML standard defines them. An incomplete last event is dropped. */
async function* eventsOf(
  call: Call,
  lines: AsyncGenerator<string>,
): AsyncGenerator<ServerSentEvent> {
  const { maxResponseSize } = call.options;
  let event = "";
  let data: string[] = [];
  let size = 0;
  let id = "";
  for await (const line of lines) {
    if (line === "") {
      if (data.length > 0) yield { event: event || "message", data: data.join("\n"), id };
      event = "";
      data = [];
      size = 0;
      continue;
    }
    size += line.length;
    if (size > maxResponseSize) {
      throw broken(call, `an event has more than ${maxResponseSize} characters`);
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
    else if (field === "id" && !value.includes("\0")) id = value;
  }
}

// eslint-disable-next-line no-control-regex -- RFC 7464 separates values by this character.
const separator = /\u001e/;

/** Reads JSON values, one per line. */
async function* valuesOf(call: Call, lines: AsyncGenerator<string>): AsyncGenerator {
  for await (const line of lines) {
    const text = line.replace(separator, "").trim();
    if (text === "") continue;
    try {
      yield JSON.parse(text) as unknown;
    } catch {
      // The platform's own error quotes the body, which may contain a token.
      throw broken(call, "a line is incomplete or not valid JSON");
    }
  }
}

function broken(call: Call, problem: string): ResponseFormatError {
  const { name } = call.operation;
  return new ResponseFormatError(`${name} failed: ${problem}`, {
    ...call.details(),
    outcome: "unknown",
  });
}
