import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Gives every request the same answer: a process of its own, so that only the calls count. */
const [answer] = (await once(process, "message")) as [string];

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    // The real server tells the length, too.
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});

server.listen(0, "127.0.0.1", () => {
  // A server that listens on TCP has an address of this kind.
  process.send?.((server.address() as AddressInfo).port);
});
process.on("disconnect", () => process.exit());
