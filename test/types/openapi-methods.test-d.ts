import { expectTypeOf, it } from "vitest";

import type * as table from "../../generated/operations.js";
import type { FileUrl, operations } from "../../generated/schema.js";
import type { OpenApiClient } from "../../src/openapi/method-types.js";

declare const client: OpenApiClient<operations, typeof table>;
declare const error: unknown;

it("a client for any document has the same types and its own options", () => {
  expectTypeOf(client.getFileUrl).returns.resolves.toEqualTypeOf<FileUrl>();
  void client.whoami({ auth: { bearerAuth: "token" }, timeout: 5 });
  void client.getFile({ id: { uuid: "1" } }, { auth: null });
  if (client.updateFile.isError(error)) {
    expectTypeOf(error.status).toEqualTypeOf<400 | 401 | 403 | 404 | 409 | 500>();
  }

  // @ts-expect-error -- the document has no such scheme
  void client.whoami({ auth: { key: "token" } });
  // @ts-expect-error -- an operation without arguments takes only options
  void client.whoami({ id: "1" });
});
