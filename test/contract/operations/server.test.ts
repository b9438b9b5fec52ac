import { expect } from "vitest";
import { it } from "../support/contract.js";

it("the server returns its release and the version of its document", async ({ site }) => {
  expect(await site.client().getServerInfo()).toEqual({
    apiVersion: site.isV0 ? "0.27.0" : "1.5.0",
    datametaVersion: site.server.release,
  });
});

it("the registration settings list the groups of the site", async ({ site, member }) => {
  const settings = await site.client().getRegistrationSettings();

  expect(settings.userAgreement).toBe("");
  expect(settings.groups).toContainEqual({ id: member.groupId, name: member.groupName });
});
