import { once } from "node:events";
import { createServer } from "node:http";

/** Responds to a POST with the text of its argument, and sends its port to the parent process. */
const created = process.argv[2] ?? "";
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const responseBody = request.method === "POST" ? created : "[]";
    const length = Buffer.byteLength(responseBody);
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": length });
    response.end(responseBody);
  });
}).listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.(server.address());
process.on("disconnect", () => process.exit());
