import { expect, it } from "vitest";

import { withQuery } from "../../../src/openapi/with-query.js";

it.each<[url: string, parts: readonly string[], wanted: string]>([
  ["/x", [], "/x"],
  ["/x", [""], "/x"],
  ["/x", ["a=1"], "/x?a=1"],
  ["/x", ["a=1", "", "b=2"], "/x?a=1&b=2"],
  ["/x?z=0", ["a=1"], "/x?z=0&a=1"],
])("withQuery(%j, %j) is %j", (url, parts, wanted) => {
  expect(withQuery(url, parts)).toBe(wanted);
});
