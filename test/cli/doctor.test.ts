import { startTestServer } from "datameta-client/testing";
import { describe, expect, it } from "vitest";

import { serve } from "../support/loopback.js";
import { makeSandbox } from "./support/run-cli.js";

const email = "ada@example.org";
const accounts = [
  {
    ...{ email, password: "Lovelace-1815.", name: "Ada" },
    keys: [{ token: "good" }, { token: "expired", expires: new Date(Date.now() - 3_600_000) }],
  },
];

/** Runs all checks on a server and returns the findings by topic. */
async function examine(url: string, token: string | undefined, again = false) {
  await using sandbox = await makeSandbox();
  const env = { DATAMETA_URL: url, ...(token !== undefined && { DATAMETA_TOKEN: token }) };
  if (again) await sandbox.run(["doctor"], { env });
  const { code, stdout } = await sandbox.run(["doctor", "--json"], { env });
  // Safe: the test checks the members.
  const findings = JSON.parse(stdout) as {
    about: string;
    state: string;
    text: string;
    advice?: string;
  }[];
  return { code, of: Object.fromEntries(findings.map((each) => [each.about, each])) };
}

describe("doctor", () => {
  it.each(["v0", "v1"] as const)(
    "finds no problem with %s, and leaves no file there",
    async (api) => {
      await using server = await startTestServer({ api, accounts });

      const { code, of } = await examine(server.origin, "good");

      expect(code).toBe(0);
      expect(of["server"]?.text).toContain(`/api/${api} answered`);
      expect(of["token"]?.text).toContain("belongs to Ada");
      expect(of["upload"]).toMatchObject({
        state: "ok",
        text: `Files are sent to ${server.origin}.`,
      });
      const methods = server.requests.map(({ method, status }) => `${method} ${status}`);
      expect(methods).toContain("DELETE 204");
    },
  );

  it("suggests the right path", async () => {
    await using server = await startTestServer({ accounts });

    const { code, of } = await examine(`${server.origin}/wrong/api/v1`, "good");

    expect(code).toBe(1);
    expect(of["server"]?.advice).toBe(`Use this address: ${server.url}`);
  });

  it("detects the page of a proxy", async () => {
    await using proxy = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome to the Wi-Fi</h1>");
    });

    const { code, of } = await examine(proxy.url, "good");

    expect(code).toBe(1);
    expect(of["server"]?.text).toContain("is not from DataMeta. It may be the page of a proxy");
    expect(of["token"]).toBeUndefined();
  });

  it("sends an expired or deleted token at most once", async () => {
    for (const token of ["expired", "dead"]) {
      await using server = await startTestServer({ accounts });

      const { code, of } = await examine(server.url, token, true);

      expect(code).toBe(4);
      expect(of["token"]?.text).toContain("It was not sent again");
      const sent = server.requests.filter(({ status }) => status === 401);
      expect(sent).toHaveLength(1);
    }
  });

  it("detects a clock that is wrong by an hour", async () => {
    const past = new Date(Date.now() - 3_600_000).toUTCString();
    await using server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json", date: past });
      response.end('{"apiVersion": "1.5.0", "datametaVersion": "1.1.1"}');
    });

    const { of } = await examine(server.url, undefined);

    expect(of["clock"]).toMatchObject({ state: "warning" });
    expect(of["clock"]?.text).toBe("This computer's clock is 60 minutes ahead of the server's.");
  });

  it.each([
    ["a host that does not exist", "http://upload.invalid", "failure", "cannot be reached"],
    ["a closed port", "http://127.0.0.1:65500", "failure", "cannot be reached (ECONNREFUSED)"],
    [
      "an address with https, on a server without it",
      "https://SERVER",
      "failure",
      "https://SERVER",
    ],
    ["an address with another scheme", "ftp://SERVER", "failure", "not HTTP or HTTPS"],
    ["a path instead of an address", "/upload", "failure", "not HTTP or HTTPS"],
  ])("reports that files are sent to %s", async (_, address, state, text) => {
    await using server = await serve((request, response) => {
      const json = (data: object) => {
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(data));
      };
      const id = { uuid: "3d0f6b1c-92e8-4c57-b1a4-0e7a5c8d2f96" };
      if (request.path.endsWith("/server")) json({ apiVersion: "1.5.0", datametaVersion: "1.1.1" });
      else if (request.path.endsWith("/whoami"))
        json({ id, name: "Ada", group: { id, name: "G" } });
      else if (request.method === "POST") {
        json({
          id,
          name: "x",
          userId: id,
          expires: "x",
          requestHeaders: {},
          urlToUpload: `${address.replace("SERVER", host)}/secret`,
        });
      } else response.writeHead(204).end();
    });

    const { host } = new URL(server.url);

    const { of } = await examine(server.url, "good");

    expect(of["upload"]).toMatchObject({ state });
    expect(of["upload"]?.text).toContain(text.replace("SERVER", host));
    expect(of["upload"]?.text).not.toContain("secret");
    expect(of["upload"]?.advice).toContain("They must begin with");
  });

  it("detects a closed port and an unknown host", async () => {
    const gone = await startTestServer();
    await gone.close();
    const { url, origin } = gone;
    const refused = await examine(url, "good");
    const unknown = await examine("http://datameta.invalid/api/v1", "good");

    expect([refused.code, unknown.code]).toEqual([5, 5]);
    expect(refused.of["network"]?.text).toContain(
      `No connection to ${new URL(origin).host} (ECONNREFUSED)`,
    );
    expect(unknown.of["network"]?.text).toMatch(/There is no host datameta\.invalid/);
  });
});
