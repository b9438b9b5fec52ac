import { describe, expect, it } from "vitest";
import { createClient } from "datameta-client";
import { empty, json, serveScript, text, type Handler } from "../support/loopback.js";
import { Recorder } from "./support/recorder.js";

/** Returns the recorder's note about the response to a call. */
async function record(answer: Handler) {
  await using server = await serveScript(answer);
  const recorder = new Recorder(server.url);
  const auth = { bearer: "token" };
  const client = createClient({ baseUrl: server.url, auth, fetch: recorder.fetch, retry: 0 });
  await client.getServices().catch(() => undefined);
  const seen = [...recorder.seen].map(([key, kinds]) => `${key} ${[...kinds].join()}`);
  return { seen, violations: recorder.takeViolations() };
}

const service = { id: { uuid: "1" }, name: "Laboratory", userIds: [] };

describe("a response that the document allows", () => {
  it.for<[seen: string, answer: Handler]>([
    ["GetServiceInfo 200 array", json(200, [service])],
    ["GetServiceInfo 401 array", json(401, [{ message: "No credential" }])],
    ["GetServiceInfo 500 text", text(500, "text/plain; charset=utf-8", "Broken")],
    ["GetServiceInfo 500 page", text(500, "text/html", "<p>Broken")],
  ])("is recorded: %s", async ([seen, answer]) => {
    expect(await record(answer)).toEqual({ seen: [seen], violations: [] });
  });
});

describe("a response that the document does not allow", () => {
  it.for<[violation: RegExp, answer: Handler]>([
    [/^GetServiceInfo 418: the document has no such status/, json(418, {})],
    [/has no body of type "text\/html"/, text(200, "text/html", "<p>Login")],
    [/has no body of type ""/, empty(200)],
    [/must have required property 'name'/, json(200, [{ ...service, name: undefined }])],
    [/userIds must be array/, json(200, [{ ...service, userIds: null }])],
  ])("is a violation: %s", async ([violation, answer]) => {
    const { violations } = await record(answer);

    expect(violations).toEqual([expect.stringMatching(violation)]);
  });
});
