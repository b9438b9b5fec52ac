import { ClientError } from "../engine/errors.js";
import type { Content } from "./content.js";
import { parseAddress, secretsOf } from "./expect-members.js";
import type { Md5, Platform } from "./platform.js";
import type { Report } from "./progress.js";
import { runTransfer, transferOperations, type TransferSettings } from "./transfer.js";
import type { Cancellation } from "./cancellation.js";

/** How long the server may be silent after the last byte, in milliseconds a byte: it needs 12 s a GB. */
const silence = 60e-6;

/** A content on its way to an upload URL. */
export class Upload {
  /** Bytes of this attempt. */
  loaded = 0;
  /** Whether the server said that it has everything; otherwise completing tells. */
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

  /** The MD5 of what was sent. */
  get checksum(): string {
    return (this.#checksum ??= this.#md5?.digest() ?? "");
  }

  /** Sends everything once more, because the server does not have it. */
  repeat(timeout: number, cancellation: Cancellation): Promise<void> {
    this.#mayBeLost = false;
    return this.send(timeout, cancellation);
  }

  /** Sends everything. Attempts that fail are repeated. */
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

  #hasSentAll(): boolean {
    return this.#isSent;
  }

  async #attempt(signal: AbortSignal, fail: (error: unknown) => void): Promise<Response> {
    const { platform, content, settings, report } = this;
    const { urlToUpload: url, requestHeaders: headers } = this.address;
    const md5 = (this.#md5 = await platform.createMd5());
    this.#checksum = undefined;
    this.loaded = 0;
    this.#isSent = false;
    report("sending", 0, true);
    try {
      const response = await platform.send({
        ...{ url, headers, content, signal, agent: this.agent, fetch: settings.fetch },
        patience: settings.timeout,
        answerPatience: settings.timeout + (content.size ?? 0) * silence,
        onChunk: (chunk) => {
          md5.update(chunk);
          this.loaded += chunk.byteLength;
          report("sending", this.loaded);
        },
        onSent: () => (this.#isSent = true),
      });
      this.isConfirmed = response.ok;
      return response;
    } catch (error) {
      if (error instanceof ClientError) fail(error);
      if (!this.#hasSentAll() || !this.#mayBeLost || signal.aborted) throw error;
      // Only the answer is missing. Completing compares the checksum, and so tells what arrived.
      this.isConfirmed = false;
      return new Response(null, { status: 204 });
    }
  }
}
