import { ConfigurationError } from "../engine/errors.js";
import { markError } from "../datameta/errors.js";
import type { Content } from "./content.js";
import { FileError } from "./errors.js";
import type { Platform } from "./platform.js";
import type { FileSource, NamedContent } from "./types.js";

/**
 * Opens a source of content.
 *
 * @throws ConfigurationError if it is not a valid source, or has no name
 * @throws FileError if the file does not exist
 */
export async function openContent(
  platform: Platform,
  caller: string,
  source: FileSource,
  givenName?: string,
): Promise<Content> {
  if (source instanceof URL) return platform.openPath(source, checkName(caller, givenName, true));
  if (typeof source !== "object" || (source as unknown) === null) throw noSource(caller);
  if ("path" in source) {
    return platform.openPath(source.path, checkName(caller, givenName ?? source.name, true));
  }
  const isNamed = "content" in source;
  const raw: NamedContent["content"] = isNamed ? source.content : source;
  const ownName = "name" in source && typeof source.name === "string" ? source.name : undefined;
  const name = checkName(caller, givenName ?? ownName, false) ?? "";
  if (raw instanceof Blob) return blobContent(name, raw);
  if (raw instanceof Uint8Array) return bytesContent(name, raw);
  if (typeof raw === "object" && (Symbol.asyncIterator in raw || "getReader" in raw)) {
    return streamContent(name, raw);
  }
  throw noSource(caller);
}

function noSource(caller: string): ConfigurationError {
  return markError(
    new ConfigurationError(
      `${caller}: the file must be { path }, a file: URL, a Blob, a Uint8Array, a stream, or { content, name }`,
    ),
  );
}

function checkName(caller: string, name: unknown, isOptional: boolean): string | undefined {
  if (name === undefined && isOptional) return undefined;
  if (typeof name === "string" && name !== "" && !/\0|\p{Surrogate}/u.test(name)) return name;
  const problem =
    name === undefined || name === ""
      ? "the file has no name. Pass one."
      : "the name of the file contains a NUL or an incomplete character (a lone surrogate)";
  throw markError(new ConfigurationError(`${caller}: ${problem}`));
}

function blobContent(name: string, blob: Blob): Content {
  return {
    name,
    size: blob.size,
    isRepeatable: () => true,
    // If a file from a file picker changes on disk, the browser makes reading fail.
    read: () => readAll(name, blob.stream()),
    toBlob: () => Promise.resolve(blob),
  };
}

function bytesContent(name: string, bytes: Uint8Array): Content {
  return {
    name,
    size: bytes.byteLength,
    isRepeatable: () => true,
    read: () => slices(bytes),
    // Safe: a Blob copies the bytes, also from shared memory.
    toBlob: () => Promise.resolve(new Blob([bytes as Uint8Array<ArrayBuffer>])),
  };
}

function streamContent(
  name: string,
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
): Content {
  let isUsed = false;
  let gathered: Promise<Blob> | undefined;
  const take = () => {
    isUsed = true;
    return readAll(name, stream);
  };
  return {
    name,
    size: undefined,
    isRepeatable: () => !isUsed || gathered !== undefined,
    read: take,
    toBlob: () => (gathered ??= gather(take())),
  };
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: Blob[] = [];
  // Safe: a Blob copies the bytes. A browser can move small Blobs from memory to disk.
  for await (const chunk of chunks) parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
  return new Blob(parts);
}

/** Large enough to be fast, small enough for frequent progress. */
const sliceSize = 256 * 1024;

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += sliceSize) {
    yield bytes.subarray(at, at + sliceSize);
    // Lets other tasks run, such as the timer of the deadline.
    if ((at / sliceSize) % 32 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}

async function* readAll(
  name: string,
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    const chunks = "getReader" in stream ? readStream(stream) : stream;
    for await (const chunk of chunks) {
      if (!((chunk as unknown) instanceof Uint8Array)) throw new TypeError("a chunk is not bytes");
      yield chunk;
    }
  } catch (cause) {
    throw new FileError(`${name} cannot be read: ${messageOf(cause)}`, name, "READ", { cause });
  }
}

/** Reads a stream with a reader, because Safari cannot iterate over streams. */
async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // If the caller stops early, the source can stop, too.
    await reader.cancel().catch(() => undefined);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
