import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * Accepts and sends files like a DataMeta server, but does not store them. Runs in its own process, so
 * that its memory and processor time do not count for the client.
 */
const chunk = Buffer.alloc(256 * 1024);
const sizes: Readonly<Record<string, { size: number; checksum: string }>> = JSON.parse(
  process.argv[2] ?? "{}",
) as Record<string, { size: number; checksum: string }>;

const server = createServer((request, response) => {
  void respond(request, response);
}).listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.(server.address());
process.on("disconnect", () => process.exit());

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  const name = path.slice(path.lastIndexOf("/") + 1);
  const origin = `http://${request.headers.host ?? ""}`;
  if (request.method === "GET" && path.startsWith("/download/")) {
    await sendZeros(response, sizes[name]?.size ?? 0);
    return;
  }
  request.resume();
  await once(request, "end");
  if (path.startsWith("/upload/")) {
    response.writeHead(204).end();
    return;
  }
  const id = { uuid: name };
  const { size = 0, checksum = "" } = sizes[name] ?? {};
  const file = { id, name, checksum, contentUploaded: true, filesize: size };
  const announced = {
    ...{ id: { uuid: "1" }, urlToUpload: `${origin}/upload/1`, requestHeaders: {} },
  };
  const url = { fileId: id, fileUrl: `${origin}/download/${name}`, checksum };
  const isLink = path.includes("/get-file-url/");
  const body = JSON.stringify(request.method === "POST" ? announced : isLink ? url : file);
  response.writeHead(200, { "Content-Type": "application/json" }).end(body);
}

async function sendZeros(response: ServerResponse, size: number): Promise<void> {
  response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": size });
  for (let rest = size; rest > 0; rest -= chunk.length) {
    if (!response.write(chunk.subarray(0, rest))) await once(response, "drain");
  }
  response.end();
}
