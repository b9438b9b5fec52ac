import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { stage } from "../support/submissions.js";

describe("an identifier", () => {
  it("can be any form of a UUID", async ({ member }) => {
    const { uuid } = await stage(member);
    const forms = [uuid.toUpperCase(), uuid.replaceAll("-", ""), `{${uuid}}`, `urn:uuid:${uuid}`];

    for (const id of forms) {
      expect(await member.client.getMetaDataSet({ id })).toMatchObject({ id: { uuid } });
    }
  });

  it("of the site must match exactly", async ({ member }) => {
    const { site } = await stage(member);
    const call = member.client.getMetaDataSet({ id: site.toLowerCase() });

    expect(await failureOf(call)).toMatchObject({ name: "NotFoundError", status: 404 });
  });
});

/** Paths with an identifier that the client does not send. */
const breaking = [
  "GET /files/%00",
  "GET /metadatasets/%00",
  "GET /groups/%00/submissions",
  "GET /users/%00/keys",
  "GET /groups/%00",
  "GET /users/%00",
  "DELETE /users/%00/totp-secret",
  "GET /rpc/get-file-url/%00",
  "DELETE /files/%00",
  "DELETE /metadatasets/%00",
];

describe("a NUL in an identifier makes the server fail with 500", () => {
  it.for(breaking)("%s", async (route, { site, admin, skipOn }) => {
    if (/^GET \/(groups|users)\/%00$|totp/.test(route)) {
      skipOn("v0", "release 0.9.8 has no such operation");
    }
    const [method = "", path = ""] = route.split(" ");
    const response = await site.recorder.fetch(site.server.baseUrl + path, {
      method,
      headers: { Accept: "application/json", Authorization: `Bearer ${admin.token}` },
    });

    expect(response.status).toBe(500);
    expect(await response.text()).toContain("unexpected internal server error");
  });
});
