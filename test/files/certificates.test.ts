import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";

import { expect, it } from "vitest";

import { buildProgram } from "./support/build-program.js";
import { createWorld, type World } from "./support/world.js";

const execute = promisify(execFile);

/** A self-signed certificate for localhost. */
async function createCertificate({ path }: World): Promise<{ key: string; cert: string }> {
  const [key, cert] = [path("key.pem"), path("cert.pem")];
  await execute("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-keyout", key, "-out", cert, "-subj", "/CN=localhost"],
    ...["-addext", "subjectAltName=DNS:localhost"],
  ]);
  return { key, cert };
}

/** A proxy with TLS in front of the server. It corrects the addresses in the responses. */
async function startTlsProxy(world: World, key: string, cert: string): Promise<Server> {
  const { origin } = world.server;
  const proxy = createServer(
    { key: await readFile(key), cert: await readFile(cert) },
    (request, response) => {
      void (async () => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
        const { method = "", url = "", headers } = request;
        const kept = new Headers();
        for (const name of ["authorization", "access-token", "content-type"]) {
          if (headers[name] !== undefined) kept.set(name, String(headers[name]));
        }
        const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
        const answer = await fetch(origin + url, { method, headers: kept, body });
        const type = answer.headers.get("content-type") ?? "";
        const bytes = Buffer.from(await answer.arrayBuffer());
        const isJson = type.startsWith("application/json");
        response.writeHead(answer.status, { "content-type": type });
        response.end(isJson ? bytes.toString().replaceAll(origin, addressOf(proxy)) : bytes);
      })();
    },
  );
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return proxy;
}

function addressOf(server: Server): string {
  // Safe: a server that listens on TCP has an AddressInfo.
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

it("NODE_EXTRA_CA_CERTS holds for calls, uploads and downloads", async () => {
  await using world = await createWorld();
  const { path, server } = world;
  const { key, cert } = await createCertificate(world);
  const proxy = await startTlsProxy(world, key, cert);
  await buildProgram("transfer-program.ts", path("program.mjs"));
  await writeFile(path("hello.txt"), "hello world");
  const { token } = server.account("member@example.org");
  const run = async (env: Readonly<Record<string, string>>) => {
    const args = [path("program.mjs"), `${addressOf(proxy)}/api/v1`, token, path("hello.txt")];
    const { stdout } = await execute(process.execPath, args, { env: { ...process.env, ...env } });
    return stdout;
  };

  const trusted = await run({ NODE_EXTRA_CA_CERTS: cert });
  const unknown = await run({});
  proxy.close();

  expect(trusted).toBe("5eb63bbbe01eeed093cb22bb8f5acdc3");
  expect(unknown).toContain("createFile failed: no connection (DEPTH_ZERO_SELF_SIGNED_CERT)");
});
