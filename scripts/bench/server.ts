import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers every request with the same API key: a process of its own, so that only the calls count. */
const answer = JSON.stringify({
  id: { uuid: "8a0d5a8e-1f4b-4f53-9b80-1b4d1c1d2f11" },
  userId: { uuid: "26b8d3e1-1e47-4fb5-9f54-9fd8e5d9e407", site: "DMU-26189971" },
  token: "not-a-token",
  label: "bench",
  expires: "2030-01-31T12:00:00",
});

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(answer);
  });
});

server.listen(0, "127.0.0.1", () => {
  // A server that listens on TCP has an address of this kind.
  process.send?.((server.address() as AddressInfo).port);
});
process.on("disconnect", () => process.exit());
