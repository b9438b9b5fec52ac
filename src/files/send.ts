import { ClientError } from "../engine/errors.js";
import type { Content } from "./content.js";
import { parseAddress, secretsOf } from "./expect-members.js";
import type { Md5, Platform } from "./platform.js";
import type { Report } from "./progress.js";
import {
  limitTimeout,
  runTransfer,
  slowest,
  transferOperations,
  type TransferSettings,
} from "./transfer.js";
import type { Cancellation } from "./cancellation.js";

/** How long the server may take to answer, in milliseconds per byte. It needs 12 s per GB. */
const silence = 60e-6;

/** How many bytes the operating system may still have to send after it took the last one. */
const largestBuffer = 8 * 1024 * 1024;

/** Sends a content to an upload URL. */
export class Upload {
  /** How many bytes this attempt has sent. */
  loaded = 0;
  /** Whether the server has confirmed the upload. If not, completing the file checks it. */
  isConfirmed = false;
  #md5: Md5 | undefined;
  #checksum: string | undefined;
  #isSent = false;
  #mayBeLost = true;

  constructor(
    readonly platform: Platform,
    readonly content: Content,
    readonly address: {
      readonly urlToUpload: string;
      readonly requestHeaders: Readonly<Record<string, string>>;
    },
    readonly settings: TransferSettings,
    readonly agent: object | undefined,
    readonly report: Report,
  ) {}

  /** The MD5 of the bytes that were sent. */
  get checksum(): string {
    return (this.#checksum ??= this.#md5?.digest() ?? "");
  }

  /** Sends everything again, because the server does not have it. */
  repeat(timeout: number, cancellation: Cancellation): Promise<void> {
    this.#mayBeLost = false;
    return this.send(timeout, cancellation);
  }

  /** Sends everything. Repeats attempts that fail. */
  send(timeout: number, { signal, fail }: Cancellation): Promise<void> {
    const { settings, content, address } = this;
    const { urlToUpload: url, requestHeaders } = address;
    return runTransfer({
      ...{ operation: transferOperations.upload, settings, signal, timeout, url },
      secrets: [...secretsOf(parseAddress("UploadFile", url)), ...Object.values(requestHeaders)],
      isRepeatable: content.isRepeatable,
      attempt: (attemptSignal) => this.#attempt(attemptSignal, fail),
    });
  }

  /** How long the response may take after the last byte was written. */
  #answerTimeout(): number {
    const size = this.content.size ?? largestBuffer;
    const buffered = Math.min(size, largestBuffer) / slowest;
    return limitTimeout(this.settings.timeout + buffered + size * silence);
  }

  #hasSentAll(): boolean {
    return this.#isSent;
  }

  async #attempt(signal: AbortSignal, fail: (error: unknown) => void): Promise<Response> {
    const { platform, content, settings, report } = this;
    const { urlToUpload: url, requestHeaders: headers } = this.address;
    const md5 = (this.#md5 = platform.createMd5());
    this.#checksum = undefined;
    this.loaded = 0;
    this.#isSent = false;
    report("sending", 0, true);
    try {
      const response = await platform.send({
        ...{ url, headers, content, signal, agent: this.agent, fetch: settings.fetch },
        idleTimeout: settings.timeout,
        answerTimeout: this.#answerTimeout(),
        onChunk: (chunk, phase) => {
          md5.update(chunk);
          this.loaded += chunk.byteLength;
          report(phase, this.loaded);
        },
        onHashed: () => report("sending", 0, true),
        onSent: () => (this.#isSent = true),
      });
      this.isConfirmed = response.ok;
      return response;
    } catch (error) {
      if (error instanceof ClientError) fail(error);
      if (!this.#hasSentAll() || !this.#mayBeLost || signal.aborted) throw error;
      // Only the response was lost. Completing the file compares the checksum.
      this.isConfirmed = false;
      return new Response(null, { status: 204 });
    }
  }
}
