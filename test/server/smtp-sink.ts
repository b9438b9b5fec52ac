import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { type Mailbox, parseMessage } from "./mail.js";

export interface SmtpSink {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Receives all mails on a free loopback port and stores them in the mailbox, without sending them
 * on.
 */
export async function startSmtpSink(mailbox: Mailbox): Promise<SmtpSink> {
  const connections = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    // Ignores errors: a client that disconnects in the middle of a mail has not sent it.
    socket.on("error", () => undefined);
    receive(socket, mailbox, () => count++).catch(() => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no free port was found");
  return {
    port: address.port,
    async close() {
      for (const socket of connections) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function receive(socket: Socket, mailbox: Mailbox, nextNumber: () => number): Promise<void> {
  const reply = (text: string) => socket.write(`${text}\r\n`);
  let from = "";
  let to: string[] = [];
  let data: string[] | undefined;

  reply("220 sink");
  for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
    if (data !== undefined && line !== ".") {
      // The sender doubles a leading dot (RFC 5321, 4.5.2).
      data.push(line.startsWith(".") ? line.slice(1) : line);
      continue;
    }
    if (data !== undefined) {
      // Stored before the acknowledgement, because Mailbox.all() relies on that.
      await mailbox.add({ from, to, ...parseMessage(data.join("\n")) }, nextNumber());
      data = undefined;
      to = [];
      reply("250 kept");
      continue;
    }
    const address = /<(.*)>/.exec(line)?.[1] ?? "";
    switch (line.slice(0, 4).toUpperCase()) {
      case "MAIL":
        from = address;
        reply("250 ok");
        break;
      case "RCPT":
        to.push(address);
        reply("250 ok");
        break;
      case "DATA":
        data = [];
        reply("354 end with a single dot");
        break;
      case "QUIT":
        reply("221 bye");
        socket.end();
        return;
      case "RSET":
        to = [];
        reply("250 ok");
        break;
      case "EHLO":
      case "HELO":
      case "NOOP":
        reply("250 ok");
        break;
      default:
        reply("502 not known here");
    }
  }
}
