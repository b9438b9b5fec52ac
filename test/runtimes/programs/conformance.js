// The checks for all runtimes. They are plain JavaScript and use only the platform, so that the
// same file runs in every runtime, unbundled or bundled.
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  DataMetaError,
  GoneError,
  NotFoundError,
  ResponseFormatError,
  ServerError,
  TimeoutError,
  UnauthorizedError,
  createClient,
  isDataMetaError,
  login,
} from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { countingFetch, equal, failureOf, runChecks } from "./checking.js";
import { openApiChecks } from "./openapi-checks.js";

/**
 * Runs all checks against the server in `setting`.
 *
 * @returns {Promise<{ name: string, passed: boolean, detail?: string }[]>}
 */
export function runConformance(setting) {
  return runChecks({ ...checks, ...openApiChecks }, setting);
}

const checks = {
  async "creates a key with login, lists it and deletes it"({ url, account }) {
    const { email, password } = account;
    const { client, session } = await login({
      baseUrl: url,
      email,
      password,
      label: "Schlüssel ✓",
    });
    const listed = await client.getUserApiKeys({ id: session.userId.uuid });
    equal(listed.map(({ label }) => label).includes("Schlüssel ✓"), true);

    equal(await client.deleteApiKey({ id: session.id.uuid }), undefined);

    const { data } = await signedIn({ url, account }).http.GET("/users/{id}/keys", {
      params: { path: { id: account.id } },
    });
    equal(
      data.some(({ label }) => label === "Schlüssel ✓"),
      false,
    );
  },

  async "asks the token function for each call"({ url, account }) {
    let asked = 0;
    const bearer = async () => (asked++, account.token);
    const datameta = createClient({ baseUrl: url, auth: { bearer } });

    equal((await datameta.whoami()).email, account.email);
    equal((await datameta.whoami()).email, account.email);

    equal(asked, 2);
  },

  async "changes and reads back"({ url, account }) {
    const datameta = signedIn({ url, account });

    await datameta.changeGroupName({ id: account.groupId, body: { name: "Grüße — 分析" } });

    equal((await datameta.whoami()).group.name, "Grüße — 分析");
  },

  async "returns the response with the data"({ url, account }) {
    const { data, response } = await signedIn({ url, account }).whoami.withResponse();

    equal(data.email, account.email);
    equal(response.status, 200);
    equal(/^application\/json/.test(response.headers.get("Content-Type")), true);
  },

  async "maps 401 to UnauthorizedError and never resends the token"({ url }) {
    const sent = countingFetch();
    const options = { auth: { bearer: "wrong" }, fetch: sent.fetch };
    const datameta = createClient({ baseUrl: url, ...options });

    const error = await failureOf(datameta.whoami());
    const again = await failureOf(datameta.whoami());

    equal(error instanceof UnauthorizedError && error instanceof ApiError, true);
    equal(error.name, "UnauthorizedError");
    equal(error.status, 401);
    equal(error.outcome, "rejected");
    equal(again.outcome, "not-sent");
    equal(sent.count(), 1);
  },

  async "maps 404 and 410 to their classes, and narrows with isError"({ url, expiredResetToken }) {
    const datameta = createClient({ baseUrl: url });
    const reset = (passwordChangeCredential) =>
      datameta.setUserPassword({
        id: "0",
        body: { passwordChangeCredential, newPassword: "Another-Password.2" },
      });

    const missing = await failureOf(reset("unknown"));
    const expired = await failureOf(reset(expiredResetToken));

    equal(missing instanceof NotFoundError, true);
    equal(expired instanceof GoneError, true);
    equal(expired.issues.length > 0 && typeof expired.issues[0].message === "string", true);
    equal(datameta.setUserPassword.isError(expired), true);
    equal(datameta.setUserPassword.isError(new TypeError("other")), false);
  },

  async "recognises its own errors"({ url }) {
    const error = await failureOf(createClient({ baseUrl: url }).whoami());

    equal(isDataMetaError(error) && error instanceof DataMetaError, true);
    equal(isDataMetaError(new Error("other")), false);
    equal(isDataMetaError(null), false);
  },

  async "keeps the token out of errors"({ url }) {
    const datameta = createClient({ baseUrl: url, auth: { bearer: "canary-4711" } });

    const error = await failureOf(datameta.whoami());

    const texts = [error.message, error.stack, `${error}`, JSON.stringify(error)];
    equal(texts.join().includes("canary-4711"), false);
    equal(JSON.parse(JSON.stringify(error)).operationId, error.operationId);
  },

  async "rejects invalid arguments before any request"({ url, account }) {
    const sent = countingFetch();
    const datameta = createClient({ baseUrl: url, fetch: sent.fetch });

    for (const args of [{ id: account.id, di: "1" }, { id: ".." }, {}]) {
      const error = await failureOf(datameta.getUserApiKeys(args));
      equal(error instanceof ConfigurationError, true);
    }
    equal(sent.count(), 0);
  },

  async "retries a call after 503"({ flaky, account }) {
    const sent = countingFetch();
    const datameta = signedIn({ url: flaky, account }, { fetch: sent.fetch });

    equal((await datameta.whoami()).email, account.email);

    equal(sent.count(), 2);
  },

  async "stops at the retry limit and reports the number of attempts"({ unavailable, account }) {
    const retry = { limit: 1, maxDelay: 5000 };

    const error = await failureOf(signedIn({ url: unavailable, account }, { retry }).whoami());

    equal(error instanceof ServerError, true);
    equal(`${error.status} after ${error.attempts}`, "503 after 2");
    equal(error.retryable, true);
  },

  async "does not retry a POST"({ unavailable, account }) {
    const datameta = signedIn({ url: unavailable, account });

    const error = await failureOf(datameta.createApiKey({ body: { label: "once" } }));

    equal(`${error.status} after ${error.attempts}`, "503 after 1");
  },

  async "ends at the deadline"({ stalled, account }) {
    const datameta = signedIn({ url: stalled, account }, { timeout: 150 });

    const error = await failureOf(datameta.whoami());

    equal(error instanceof TimeoutError, true);
    equal(`${error.timeout} ${error.phase}`, "150 request");
  },

  async "ends at the deadline while it reads a body"({ cut, account }) {
    const datameta = signedIn({ url: cut, account }, { timeout: 1000 });

    const error = await failureOf(datameta.whoami());

    equal(error instanceof TimeoutError, true);
    equal(error.phase, "body");
  },

  async "rejects with the caller's abort reason"({ stalled, account }) {
    const datameta = signedIn({ url: stalled, account });
    for (const reason of [new Error("enough"), "a text"]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 100);

      const thrown = await failureOf(datameta.whoami({ signal: controller.signal }));

      equal(thrown, reason);
    }
  },

  async "sends nothing if the signal is already aborted"({ url, account }) {
    const sent = countingFetch();
    const datameta = signedIn({ url, account }, { fetch: sent.fetch });

    const thrown = await failureOf(datameta.whoami({ signal: AbortSignal.abort() }));

    equal(thrown.name, "AbortError");
    equal(sent.count(), 0);
  },

  async "keeps the reason of AbortSignal.timeout"({ stalled, account }) {
    const signal = AbortSignal.timeout(100);

    const thrown = await failureOf(signedIn({ url: stalled, account }).whoami({ signal }));

    equal(thrown, signal.reason);
    equal(thrown.name, "TimeoutError");
    equal(isDataMetaError(thrown), false);
  },

  async "reports a refused connection"({ closed, account }) {
    const error = await failureOf(signedIn({ url: closed, account }, { retry: 0 }).whoami());

    equal(error instanceof ConnectionError, true);
    equal(error.name, "ConnectionError");
    equal(error.attempts, 1);
  },

  async "rejects the page of a proxy"({ page, account }) {
    const error = await failureOf(signedIn({ url: page, account }).whoami());

    equal(error instanceof ResponseFormatError, true);
    equal(error.message.includes("web page"), true);
  },

  async "does not follow redirects"({ redirecting, account }) {
    const error = await failureOf(signedIn({ url: redirecting, account }).whoami());

    equal(error instanceof ResponseFormatError, true);
  },

  async "reads a body in small chunks"({ trickling, account }) {
    const { name, email } = await signedIn({ url: trickling, account }).whoami();

    equal(`${name} ${email}`, `${account.name} ${account.email}`);
  },

  async "returns a text stream with http"({ trickling, account }) {
    const { http } = signedIn({ url: trickling, account });
    const { data } = await http.GET("/rpc/whoami", { parseAs: "stream" });

    let text = "";
    const reader = data.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += piece.value;
    }

    equal(JSON.parse(text).name, account.name);
  },

  async "http throws like the methods"({ url }) {
    const error = await failureOf(createClient({ baseUrl: url }).http.GET("/rpc/whoami"));

    equal(error instanceof UnauthorizedError, true);
  },

  async "gives middleware a real Request"({ url, account }) {
    const seen = [];
    const note = {
      onRequest: ({ request }) => void seen.push(request instanceof Request, request.method),
      onResponse: ({ response }) => void seen.push(response.status),
    };

    const { email } = await signedIn({ url, account }, { middleware: [note] }).whoami();

    equal(email, account.email);
    equal(seen.join(), "true,GET,200");
  },

  async "validates without eval"({ url, account }) {
    const sent = countingFetch();
    const options = { validate: createValidator(), fetch: sent.fetch };
    const datameta = signedIn({ url, account }, options);

    const error = await failureOf(
      datameta.createApiKey({ body: { label: "robot", expires: "2030-01-31T12:00:00Z" } }),
    );

    equal(
      `${error.name} ${error.outcome} ${error.issues[0].field}`,
      "ValidationError not-sent expires",
    );
    equal(sent.count(), 0);
    equal((await datameta.whoami()).email, account.email);
  },
};

function signedIn({ url, account }, options = {}) {
  // Without an expiry, the client would hold back the token after three requests without a
  // response.
  const auth = { bearer: account.token, expires: "2999-01-01" };
  return createClient({ baseUrl: url, auth, ...options });
}
