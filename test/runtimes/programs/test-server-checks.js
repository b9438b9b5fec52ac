// The checks of `datameta-client/testing` for runtimes with `node:http`. The server and its client
// are in the same process, as in a user's tests.
import { ConnectionError, UnauthorizedError, createClient } from "datameta-client";
import { downloadFile, submit, uploadFile } from "datameta-client/files";
import { startTestServer } from "datameta-client/testing";
import { equal, failureOf } from "./checking.js";

const email = "grace@example.org";
const accounts = [{ email, password: "Hopper-1906.", name: "Grace Hopper ✓", siteAdmin: true }];

export const testServerChecks = {
  async "a test server starts, responds and stops"() {
    const server = await startTestServer({ accounts });
    try {
      const { token, groupId } = server.account(email);
      const datameta = createClient({ baseUrl: server.url, auth: { bearer: token }, retry: 0 });
      const name = "Grüße — 分析";

      await datameta.changeGroupName({ id: groupId.uuid, body: { name } });
      const me = await datameta.whoami();
      const refused = await failureOf(datameta.whoami({ auth: { bearer: "wrong" } }));
      await server.close();
      const late = await failureOf(datameta.whoami());

      equal(`${me.name} ${me.group.name}`, `Grace Hopper ✓ ${name}`);
      equal(refused instanceof UnauthorizedError, true);
      equal(
        server.requests.map(({ method, status }) => `${method} ${status}`).join(),
        "PUT 204,GET 200,GET 401",
      );
      equal(late instanceof ConnectionError, true);
    } finally {
      await server.close();
    }
  },

  async "files are uploaded, downloaded and submitted"() {
    const metadata = [{ name: "sample" }, { name: "reads", isFile: true }];
    const server = await startTestServer({ accounts, metadata });
    try {
      const { token } = server.account(email);
      const datameta = createClient({ baseUrl: server.url, auth: { bearer: token } });
      const content = new Uint8Array(1_000_000).fill(7);
      server.setFaults({ uploadFile: [{ status: 500 }], downloadFile: [{ cutAfter: 1000 }] });

      const file = await uploadFile(datameta, { name: "reads", content });
      const { stream } = await downloadFile(datameta, file.id);
      const received = await new Response(stream).arrayBuffer();
      const records = [{ sample: "A1", reads: "reads.fq" }];
      const files = [{ name: "reads.fq", content: new Blob(["ACGT"]) }];
      const submission = await submit(datameta, { records, files });

      equal(`${file.filesize} ${received.byteLength}`, "1000000 1000000");
      equal(submission.files.length, 1);
    } finally {
      await server.close();
    }
  },

  // Faults do not use `node:http`. They write directly to the connection.
  async "a test server simulates faults"() {
    const faults = { whoami: [{ status: 502 }, { status: 503 }], createApiKey: "cut-body" };
    const server = await startTestServer({ accounts, faults });
    try {
      const { token } = server.account(email);
      const datameta = createClient({ baseUrl: server.url, auth: { bearer: token } });

      const me = await datameta.whoami();
      const cut = await failureOf(datameta.createApiKey({ body: { label: "robot" } }));

      equal(me.email, email);
      equal(server.requests.map(({ status }) => status).join(), "502,503,200,200");
      equal(cut instanceof ConnectionError, true);
      equal(cut.outcome, "unknown");
    } finally {
      await server.close();
    }
  },
};
