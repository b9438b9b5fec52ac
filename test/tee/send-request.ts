import { request } from "node:http";

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** An answer, read whole. */
export interface WireResponse {
  readonly status: number;
  readonly kind: "array" | "object" | "null" | "page" | "text" | "bytes" | "empty";
  /** Parsed if it is JSON, text if it is a download, `undefined` for what no program reads. */
  readonly content: unknown;
  readonly location: string | undefined;
}

/** Sends as it stands, which `fetch` does not allow for every header and path. */
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
