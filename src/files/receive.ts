import type { DataMetaClient } from "../client.js";
import { ClientError } from "../engine/errors.js";
import type { Cancellation } from "./cancellation.js";
import { FileError } from "./errors.js";
import { expectMembers, parseAddress, secretsOf } from "./expect-members.js";
import type { Md5 } from "./platform.js";
import type { Report } from "./progress.js";
import { deadlineFor, runTransfer, transferOperations, type TransferSettings } from "./transfer.js";

/** How long a link works, in minutes. If the transfer breaks later, a new link is requested. */
const linkLifetime = 60;

/** A file on the server that can be downloaded. */
export interface RemoteFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly checksum: string;
}

/** Receives the content of a file. Resumes it after a broken connection. */
export class Receiver {
  /** How many bytes were written. The next attempt continues here. */
  #loaded = 0;

  constructor(
    readonly client: DataMetaClient,
    readonly file: RemoteFile,
    readonly settings: TransferSettings,
    readonly md5: Md5,
    readonly write: (chunk: Uint8Array) => Promise<void>,
    readonly report: Report,
  ) {}

  /**
   * Receives the whole content.
   *
   * @throws FileError if the content does not match the checksum
   */
  async run({ signal, fail }: Cancellation): Promise<void> {
    const { client, file, settings, md5, report } = this;
    const link = await client.getFileUrl({ id: file.id, expires: linkLifetime }, { signal });
    const { fileUrl: url } = expectMembers("GetFileUrl", link, ["fileUrl"]);
    const address = parseAddress("DownloadFile", url);
    report("receiving", 0, true);
    await runTransfer({
      ...{ operation: transferOperations.download, settings, signal, url },
      timeout: deadlineFor(settings, file.size),
      secrets: secretsOf(address),
      isRepeatable: () => true,
      attempt: (attemptSignal) => this.#attempt(url, attemptSignal, fail),
    });
    report("receiving", this.#loaded, true);
    if (md5.digest() === file.checksum) return;
    throw new FileError(
      `${file.name} was not downloaded: the content does not match its checksum. Try again.`,
      file.name,
      "CHECKSUM",
      { operationId: "DownloadFile", retryable: true },
    );
  }

  async #attempt(
    url: string,
    signal: AbortSignal,
    fail: (error: unknown) => void,
  ): Promise<Response> {
    const { settings, file } = this;
    const watch = new Watch(signal, settings.timeout);
    // A compressed response could not be resumed in the middle.
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (this.#loaded > 0) headers["range"] = `bytes=${this.#loaded}-`;
    const init: RequestInit = { headers, signal: watch.signal, redirect: "manual" };
    if ("credentials" in Request.prototype) init.credentials = "omit";
    try {
      const response = await (settings.fetch ?? globalThis.fetch)(url, init);
      if (this.#loaded === file.size && response.status === 416) return whole(response);
      if (response.status !== 200 && response.status !== 206) return response;
      // The login page of a proxy has the same status, but another content type.
      if (/^text\/html/i.test(response.headers.get("content-type") ?? "")) return response;
      await this.#take(response, watch);
      return whole();
    } catch (error) {
      if (error instanceof ClientError) fail(error);
      throw error;
    } finally {
      watch.end();
    }
  }

  /** Writes the content of a response. Skips the bytes that were already written. */
  async #take(response: Response, watch: Watch): Promise<void> {
    const { file, md5, write, report } = this;
    let skip = this.#loaded - startOf(response, this.#loaded);
    if (skip < 0) throw broken("the server has continued at another place");
    const reader = response.body?.getReader();
    try {
      while (reader) {
        const { done, value } = await watch.within(reader.read());
        if (done) break;
        const chunk = value.subarray(Math.min(skip, value.byteLength));
        skip -= value.byteLength - chunk.byteLength;
        if (chunk.byteLength === 0) continue;
        if (this.#loaded + chunk.byteLength > file.size) throw tooLong(file);
        await write(chunk);
        md5.update(chunk);
        this.#loaded += chunk.byteLength;
        report("receiving", this.#loaded);
      }
    } finally {
      // An unread body would keep the connection open.
      reader?.cancel().catch(() => undefined);
    }
    if (this.#loaded < file.size) throw broken("the content ended too early");
  }
}

/** Aborts an attempt that receives nothing for too long. */
class Watch {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #idleTimeout: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal = this.#controller.signal;

  constructor(outer: AbortSignal, idleTimeout: number) {
    this.#outer = outer;
    this.#idleTimeout = idleTimeout;
    if (outer.aborted) this.#follow();
    outer.addEventListener("abort", this.#follow);
    this.#start();
  }

  readonly #follow = () => this.#controller.abort(this.#outer.reason);

  #start(): void {
    if (this.#idleTimeout === Infinity) return;
    const message = `nothing has arrived for ${this.#idleTimeout} ms`;
    this.#timer = setTimeout(
      () => this.#controller.abort(Object.assign(new Error(message), { code: "ETIMEDOUT" })),
      this.#idleTimeout,
    );
  }

  /**
   * Waits for the next bytes. Time between two calls does not count, because the disk is in use.
   */
  async within<T>(reading: Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#start();
    try {
      return await reading;
    } finally {
      clearTimeout(this.#timer);
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener("abort", this.#follow);
  }
}

/** Returns the position in the file where a response's body starts: 0, or the `wanted` one. */
function startOf(response: Response, wanted: number): number {
  if (response.status !== 206) return 0;
  const header = response.headers.get("content-range");
  // A page of another origin may not see the header. The checksum shows whether the place is right.
  if (header === null) return wanted;
  const range = /^bytes (\d+)-/.exec(header);
  return range ? Number(range[1]) : Infinity;
}

function whole(unread?: Response): Response {
  unread?.body?.cancel().catch(() => undefined);
  return new Response(null, { status: 200 });
}

const broken = (message: string) => Object.assign(new Error(message), { code: "ECONNRESET" });

const tooLong = ({ name }: RemoteFile) =>
  new FileError(
    `${name} was not downloaded: the server sent more than the size of the file`,
    name,
    "CHECKSUM",
    {
      operationId: "DownloadFile",
    },
  );
