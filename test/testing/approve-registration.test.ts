import { createClient } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { expect, it } from "vitest";

it("a registration is approved, and its owner sets a password", async () => {
  await using server = await startTestServer();
  const datameta = createClient({ baseUrl: server.url });
  const body = { name: "Ada", email: "ada@example.org", org_select: null, org_create: "yes" };
  const more = { org_new_name: "Analysts", check_user_agreement: true };
  await datameta.createRegistration({ body: { ...body, ...more } });

  const passwordChangeCredential = server.approveRegistration("Ada@example.org");
  const newPassword = "First-Password.1";
  await datameta.setUserPassword({ id: "0", body: { passwordChangeCredential, newPassword } });

  const { email } = body;
  const key = { email, password: newPassword, label: "laptop" };
  expect(await datameta.createApiKey({ body: key })).toMatchObject({ label: "laptop" });
  expect(() => server.approveRegistration(email)).toThrow(TypeError);
});
