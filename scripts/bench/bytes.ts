import { projectRoot } from "../command/project.js";
import { bundle, type Weight } from "./bundle.js";

/** An app with the four calls that the client began with. */
const app = `
import { createClient } from "datameta-client";
const datameta = createClient({ baseUrl: "https://localhost/api/v1", auth: { bearer: "token" } });
const key = await datameta.createApiKey({ body: { label: "app" } });
await datameta.getUserApiKeys({ id: key.userId.uuid });
await datameta.setUserPassword({ id: "0", body: { passwordChangeCredential: "a", newPassword: "b" } });
await datameta.deleteApiKey({ id: key.id.uuid });
`;

/** What a bundle weighs. */
export interface NamedWeight extends Weight {
  readonly name: string;
}

/** Bundles the app from dist/, as a user's bundler does, and openapi-fetch alone for comparison. */
export async function weighBundles(): Promise<NamedWeight[]> {
  return [
    await weigh("datameta-client, four calls", app),
    await weigh("openapi-fetch alone", `import c from "openapi-fetch"; console.log(c());`),
  ];
}

async function weigh(name: string, contents: string): Promise<NamedWeight> {
  const { weight } = await bundle(contents, projectRoot);
  return { name, ...weight };
}
