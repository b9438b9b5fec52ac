import { startTestServer, type Faults, type TestServerOptions } from "datameta-client/testing";

import { password, type Cases, type World } from "../support/world.js";

export function testing({ server }: World): Cases {
  const start = (options: unknown) => () => startTestServer(options as TestServerOptions);
  const fault = (whoami: unknown) => () => server.setFaults({ whoami } as Faults);
  const ada = { email: "ada@example.org", password };
  const account = (more: object) => start({ accounts: [{ ...ada, ...more }] });
  const stranger = "eve@example.org";
  return {
    "an unknown option": start({ acounts: [] }),
    "api that is unknown": start({ api: "v2" }),
    "now that is a Date": start({ now: new Date(0) }),
    "maxKeyLifetime of zero": start({ maxKeyLifetime: 0 }),
    "cors without a scheme": start({ cors: ["localhost"] }),
    "two accounts with the same address": start({ accounts: [ada, ada] }),
    "an account with an unknown option": account({ admin: true }),
    "an account without an address": account({ email: "ada" }),
    "an account without a password": account({ password: "" }),
    "a key with a space": account({ keys: [{ token: "a b" }] }),
    "a key that expires at no date": account({ keys: [{ expires: "2030-01-31" }] }),
    "a definition with an unknown service": start({ metadata: [{ name: "a", service: "QC" }] }),
    "a file with an unknown owner": start({
      files: [{ name: "a", content: "a", owner: stranger }],
    }),
    "a setting that does not exist": start({ appSettings: { color: "red" } }),
    "a fault of an unknown operation": () => server.setFaults({ whoAmI: null } as Faults),
    "a fault that is unknown": fault("teapod"),
    "a fault with an unknown member": fault({ status: 503, header: {} }),
    "a fault with a wrong status": fault({ status: 42 }),
    "a fault with a wrong header name": fault({ status: 503, headers: { "a b": "c" } }),
    "a fault with a line break": fault({ status: 503, statusText: "a\nb" }),
    "an account that does not exist": () => server.account(stranger),
    "a reset token for nobody": () => server.createResetToken({ email: stranger }),
    "a registration that does not exist": () => server.approveRegistration(stranger),
  };
}
