import { brotliCompressSync, gzipSync } from "node:zlib";

import { build } from "esbuild";

import { projectRoot } from "../command/project.js";

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
export interface Weight {
  readonly name: string;
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Bundles the app from dist/, as a user's bundler does, and openapi-fetch alone for comparison. */
export async function weighBundles(): Promise<Weight[]> {
  return [
    await weigh("datameta-client, four calls", app),
    await weigh("openapi-fetch alone", `import c from "openapi-fetch"; console.log(c());`),
  ];
}

async function weigh(name: string, contents: string): Promise<Weight> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: projectRoot, loader: "js" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  const code = Buffer.concat(outputFiles.map((file) => file.contents));
  return {
    name,
    minified: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code).length,
  };
}
