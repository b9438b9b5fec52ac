import { request } from "node:http";

/** A request in the form in which it is sent. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A complete response. */
export interface WireResponse {
  readonly status: number;
  readonly kind: "array" | "object" | "null" | "page" | "text" | "bytes" | "empty";
  /** Parsed JSON, the text of a download, or `undefined` for other content. */
  readonly content: unknown;
  readonly location: string | undefined;
}

/** Sends a request unchanged. `fetch` does not allow every header and path. */
export async function sendRequest(origin: string, wire: WireRequest): Promise<WireResponse> {
  const { method, path, headers, body } = wire;
  const { hostname, port } = new URL(origin);
  return await new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Uint8Array[] = [];
      response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode = 0, headers: received } = response;
        const type = received["content-type"]?.split(";")[0];
        const read = readBody(type, Buffer.concat(chunks));
        resolve({ status: statusCode, ...read, location: received.location });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function readBody(type: string | undefined, body: Buffer): Pick<WireResponse, "kind" | "content"> {
  if (body.length === 0) return { kind: "empty", content: undefined };
  switch (type) {
    case "application/json": {
      const content: unknown = JSON.parse(body.toString());
      if (content === null) return { kind: "null", content };
      return { kind: Array.isArray(content) ? "array" : "object", content };
    }
    case "application/octet-stream":
      return { kind: "bytes", content: body.toString("latin1") };
    case "text/html":
      return { kind: "page", content: undefined };
    default:
      return { kind: "text", content: undefined };
  }
}
