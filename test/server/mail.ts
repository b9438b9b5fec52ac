import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Mail {
  readonly from: string;
  /** The envelope's recipients. */
  readonly to: readonly string[];
  /** The subject as sent, without decoding. */
  readonly subject: string;
  readonly text: string;
}

/** The mails of one server. They are files, so that every test process can read them. */
export class Mailbox {
  constructor(private readonly folder: string) {}

  async add(mail: Mail, number: number): Promise<void> {
    const file = join(this.folder, `${String(number).padStart(6, "0")}.json`);
    // Renaming is atomic, so a reader never sees an incomplete mail.
    await writeFile(`${file}.part`, JSON.stringify(mail));
    await rename(`${file}.part`, file);
  }

  /**
   * Returns the mails, oldest first. The server sends mails before it responds, so the mails of a
   * call are here when it returns.
   */
  async all(): Promise<Mail[]> {
    const files = (await readdir(this.folder)).filter((name) => name.endsWith(".json")).sort();
    return Promise.all(
      files.map(async (name) => {
        const text = await readFile(join(this.folder, name), "utf8");
        return JSON.parse(text) as Mail; // Safe: only add() writes these files.
      }),
    );
  }

  async to(address: string): Promise<Mail[]> {
    return (await this.all()).filter(({ to }) => to.includes(address));
  }
}

/** Returns the token of a reset or welcome mail, which is the last part of its link. */
export function passwordTokenIn(mail: Mail): string | undefined {
  return /\/setpass\/([\w-]+)/.exec(mail.text)?.[1];
}

/**
 * Parses a message from Python's email module: the headers, and the text or the first text part.
 */
export function parseMessage(message: string): Pick<Mail, "subject" | "text"> {
  const { headers, body } = splitMessage(message);
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/is.exec(
    headers.get("content-type") ?? "",
  )?.[1];
  const parts = boundary === undefined ? [] : body.split(`--${boundary}`).map(splitMessage);
  const part = parts.find((candidate) =>
    candidate.headers.get("content-type")?.startsWith("text/plain"),
  ) ?? { headers, body };
  return { subject: headers.get("subject") ?? "", text: decodeBody(part) };
}

interface MessagePart {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function splitMessage(message: string): MessagePart {
  const text = message.replace(/^\r?\n/, "");
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: end ? text.slice(end.index + end[0].length) : "" };
}

function decodeBody({ headers, body }: MessagePart): string {
  switch (headers.get("content-transfer-encoding")?.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable": {
      const joined = body.replace(/=\r?\n/g, "");
      const bytes = joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      return Buffer.from(bytes, "latin1").toString("utf8");
    }
    default:
      return body;
  }
}
