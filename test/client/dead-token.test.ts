import { createClient, UnauthorizedError } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { describe, expect, it, vi } from "vitest";
import {
  empty,
  json,
  serve,
  serveScript,
  stall,
  type LoopbackServer,
} from "../support/loopback.js";

const rejected = { message: "No.\n\n\n", code: "401 Unauthorized", title: "Unauthorized" };
const whoami = json(200, { name: "Ada" });

const caught = (call: Promise<unknown>) => call.catch((error: unknown) => error);

function connect(server: LoopbackServer, bearer: string | (() => string) = "dead") {
  return createClient({ baseUrl: server.url, auth: { bearer }, retry: { maxDelay: 1 } });
}

describe("a token after a 401", () => {
  it("is not sent again: the next call fails without a request", async () => {
    await using server = await serve(json(401, rejected));
    const datameta = connect(server);

    const first = await caught(datameta.whoami());
    const second = await caught(datameta.getMetaData());

    expect(first).toMatchObject({ name: "UnauthorizedError", attempts: 1, outcome: "rejected" });
    expect(second).toBeInstanceOf(UnauthorizedError);
    expect(second).toMatchObject({
      operationId: "GetMetaData",
      message:
        "getMetaData failed: this token was rejected earlier (401). It was not resent because " +
        "that could lock the account. Use a new token.",
      attempts: 0,
      outcome: "not-sent",
      retryable: false,
      status: 401,
      body: undefined,
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[what: string, handle: (response: Response) => void]>([
    ["an argument", ({ headers }) => Buffer.from(headers.get("X-Missing") as never)],
    ["a URL", ({ headers }) => new URL(headers.get("Location") ?? "")],
    ["a state", ({ body }) => [body?.getReader(), body?.getReader()]],
  ])("counts as sent if the option fetch then fails by %s", async (_, handle) => {
    await using server = await serve(json(401, rejected));
    const datameta = createClient({
      ...{ baseUrl: server.url, auth: { bearer: "dead" }, retry: { maxDelay: 1 } },
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        handle(response);
        return response;
      },
    });

    const first = await caught(datameta.whoami());
    for (let call = 0; call < 5; call++) await caught(datameta.whoami());

    expect(first).toMatchObject({ name: "ConnectionError", outcome: "unknown", attempts: 1 });
    expect(server.requests).toHaveLength(3);
  });

  it("is not sent again by another copy of the package", async () => {
    await using server = await serve(json(401, rejected));
    await caught(connect(server).whoami());
    vi.resetModules();
    const copy = await import("datameta-client");
    const other = copy.createClient({ baseUrl: server.url, auth: { bearer: "dead" } });

    expect(copy.createClient).not.toBe(createClient);
    expect(await caught(other.whoami())).toMatchObject({ status: 401, outcome: "not-sent" });
    expect(server.requests).toHaveLength(1);
  });

  it("is not sent again if the body of the 401 is cut off", async () => {
    await using server = await serve((_, response) => {
      response.writeHead(401, { "Content-Type": "application/json" });
      response.write('[{"message":', () => setTimeout(() => response.destroy(), 20));
    });
    const datameta = connect(server);

    const first = await caught(datameta.whoami());
    const second = await caught(datameta.whoami());

    expect(first).toMatchObject({
      name: "UnauthorizedError",
      attempts: 1,
      outcome: "rejected",
      issues: [],
      body: "[the body broke off after 12 bytes]",
    });
    expect(second).toMatchObject({ name: "UnauthorizedError", attempts: 0 });
    expect(server.requests).toHaveLength(1);
  });

  it("is not sent again if the body of the 401 does not arrive before the deadline", async () => {
    await using server = await serve((_, response) => {
      response.writeHead(401, { "Content-Type": "application/json" }).write("[");
    });
    const datameta = connect(server);

    const first = await caught(datameta.whoami({ timeout: 200 }));
    const second = await caught(datameta.whoami());

    expect(first).toMatchObject({ name: "UnauthorizedError", outcome: "rejected" });
    expect(second).toMatchObject({ name: "UnauthorizedError", attempts: 0 });
    expect(server.requests).toHaveLength(1);
  });

  it("is replaced by a new token from the token function", async () => {
    await using server = await serveScript(json(401, rejected), whoami);
    const tokens = ["dead", "alive"];
    const datameta = connect(server, () => tokens.shift() ?? "alive");

    await caught(datameta.whoami());
    await datameta.whoami();

    expect(server.requests[1]?.headers.authorization).toBe("Bearer alive");
  });

  it("is not sent with a call that needs no credential", async () => {
    await using server = await serveScript(json(401, rejected), json(200, { token: "new" }));
    const datameta = connect(server);

    await caught(datameta.whoami());
    await datameta.createApiKey({ body: { email: "a@b.c", password: "secret", label: "x" } });

    expect(server.requests[1]?.headers.authorization).toBeUndefined();
  });

  it("is not sent with a retry of a call that needs no credential", async () => {
    await using server = await serveScript(
      whoami,
      empty(503, { "Retry-After": "0" }),
      json(401, rejected),
      json(200, { tfaToken: "" }),
    );
    const datameta = connect(server, "dying");
    const body = { passwordChangeCredential: "from-the-mail", newPassword: "Correct-Horse-7" };
    const fetchAndUseUp: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 503) await caught(datameta.whoami());
      return response;
    };

    await datameta.whoami();
    await datameta.setUserPassword({ id: "0", body }, { fetch: fetchAndUseUp });

    const sent = server.requests.map(({ method, headers }) => [method, headers.authorization]);
    expect(sent).toEqual([
      ["GET", "Bearer dying"],
      ["PUT", "Bearer dying"],
      ["GET", "Bearer dying"],
      ["PUT", undefined],
    ]);
  });

  it("is replaced by the placeholder if the operation accepts any credential", async () => {
    const info = { apiVersion: "1.5.0", datametaVersion: "1.1.1" };
    await using server = await serveScript(json(401, rejected), json(200, info));
    const datameta = connect(server);

    await caught(datameta.whoami());
    await expect(datameta.getServerInfo()).resolves.toEqual(info);

    expect(server.requests[1]?.headers.authorization).toBe("Bearer anonymous");
  });

  it("is not retried, whatever the retry option", async () => {
    await using server = await serve(json(401, rejected, { "Retry-After": "0" }));
    const datameta = connect(server);

    const retry = { limit: 9, methods: ["GET", "POST"], maxDelay: 1 };
    await caught(datameta.whoami({ retry }));

    expect(server.requests).toHaveLength(1);
  });

  it("is rejected by http and by the methods", async () => {
    await using server = await serve(json(401, rejected));
    const datameta = connect(server);

    await caught(datameta.http.GET("/rpc/whoami"));

    expect(await caught(datameta.http.GET("/metadata"))).toMatchObject({ attempts: 0 });
    expect(await caught(datameta.getMetaData())).toMatchObject({ attempts: 0 });
    expect(server.requests).toHaveLength(1);
  });

  it("does not affect calls with another token", async () => {
    await using server = await serve((request, response) =>
      (request.headers.authorization === "Bearer dead" ? json(401, rejected) : whoami)(
        request,
        response,
      ),
    );
    const datameta = connect(server);

    await caught(datameta.whoami());
    const other = datameta.whoami({ auth: { bearer: "alive" } });

    await expect(other).resolves.toEqual({ name: "Ada" });
  });

  it("is sent at most three times, however many calls started at the same time", async () => {
    await using server = await serve(json(401, rejected));
    const datameta = connect(server);

    const errors = await Promise.all(Array.from({ length: 100 }, () => caught(datameta.whoami())));

    expect(errors.every((error) => error instanceof UnauthorizedError)).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  it("leaves the account enabled after 100 calls with an expired key", async () => {
    await using server = await startTestServer({
      accounts: [
        {
          email: "ada@example.org",
          password: "Lovelace-1815.",
          keys: [{ token: "expired", expires: new Date(0) }, { token: "valid" }],
        },
      ],
    });
    const datameta = createClient({ baseUrl: server.url, auth: { bearer: "expired" } });

    const errors = await Promise.all(Array.from({ length: 100 }, () => caught(datameta.whoami())));

    expect(errors.every((error) => error instanceof UnauthorizedError)).toBe(true);
    expect(server.requests).toHaveLength(3);
    const other = createClient({ baseUrl: server.url, auth: { bearer: "valid" } });
    await expect(other.whoami()).resolves.toMatchObject({ email: "ada@example.org" });
  });
});

describe("a token that is not yet confirmed", () => {
  it("allows concurrent calls once the first one has succeeded", async () => {
    let letAnswer: () => void = () => undefined;
    const allThere = new Promise<void>((resolve) => (letAnswer = resolve));
    await using server = await serve(async (request, response) => {
      if (server.requests.length === 5) letAnswer();
      // The server waits for all calls, so they must be concurrent.
      if (server.requests.length > 1) await allThere;
      await whoami(request, response);
    });
    const datameta = connect(server, "good");

    await Promise.all(Array.from({ length: 5 }, () => datameta.whoami()));

    expect(server.requests).toHaveLength(5);
  });

  it("allows the next call after the first one was aborted", async () => {
    await using server = await serveScript(stall, whoami);
    const datameta = connect(server, "good");
    const controller = new AbortController();

    const first = caught(datameta.whoami({ signal: controller.signal }));
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    const second = datameta.whoami();
    controller.abort("enough");

    expect(await first).toBe("enough");
    await expect(second).resolves.toEqual({ name: "Ada" });
  });

  it("allows the next call after the first one timed out", async () => {
    await using server = await serve((request, response) =>
      (request.headers["x-stall"] ? stall : whoami)(request, response),
    );
    const datameta = connect(server, "good");

    const first = caught(datameta.whoami({ timeout: 30, headers: { "X-Stall": "yes" } }));
    const second = datameta.whoami();

    expect(await first).toMatchObject({ name: "TimeoutError", phase: "request" });
    await expect(second).resolves.toEqual({ name: "Ada" });
  });

  it("allows the next call even if the fetch of the first one ignores its signal", async () => {
    await using server = await serve(whoami);
    const datameta = connect(server, "good");
    const fetch = () => new Promise<Response>(() => undefined);

    const first = caught(datameta.whoami({ timeout: 20, fetch }));
    const second = datameta.whoami();

    expect(await first).toMatchObject({ name: "TimeoutError" });
    await expect(second).resolves.toEqual({ name: "Ada" });
  });

  it("lets a waiting call time out, which has sent nothing", async () => {
    await using server = await serve(stall);
    const datameta = connect(server, "good");
    const leave = new AbortController();

    const first = [1, 2, 3].map(() => caught(datameta.whoami({ signal: leave.signal })));
    await vi.waitFor(() => expect(server.requests).toHaveLength(3));
    const waiting = await caught(datameta.whoami({ timeout: 20 }));
    leave.abort("end of test");

    expect(waiting).toMatchObject({ name: "TimeoutError", phase: "credential", attempts: 0 });
    expect(await Promise.all(first)).toEqual(Array(3).fill("end of test"));
    expect(server.requests).toHaveLength(3);
  });

  it("allows the next call if the server did not check the token", async () => {
    await using server = await serveScript(json(400, [{ message: "no" }]), whoami);
    const datameta = connect(server, "good");

    const [first, second] = await Promise.allSettled([datameta.whoami(), datameta.whoami()]);

    expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  });
});

it("a cookie is sent again after a 401, because an ended session is not a failed login", async () => {
  await using server = await serveScript(json(401, rejected), whoami);
  const datameta = createClient({ baseUrl: server.url, auth: { cookie: "abc" } });

  await caught(datameta.whoami());

  expect(await datameta.whoami()).toEqual({ name: "Ada" });
});

it("calls with the placeholder do not wait for each other", async () => {
  let answer: () => void = () => undefined;
  const bothCame = new Promise<void>((resolve) => (answer = resolve));
  await using server = await serve(async (request, response) => {
    if (server.requests.length === 2) answer();
    await bothCame;
    await json(200, { serverVersion: "1" })(request, response);
  });
  const { getServerInfo } = createClient({ baseUrl: server.url });

  await Promise.all([getServerInfo(), getServerInfo()]);

  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer anonymous",
    "Bearer anonymous",
  ]);
});
