import { createOpenApiClient } from "datameta-client/openapi";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";

const baseUrl = "https://host/api";

/** Writes one path or query parameter in a style. */
async function urlOf(place: "path" | "query", entry: object, value: unknown): Promise<string> {
  const urls: string[] = [];
  const api = {
    operations: {
      seg: {
        route: place === "path" ? "GET /items/{a}/parts" : "GET /items",
        ...(place === "query" && { query: ["a"] }),
        parameters: { [place]: { a: entry } },
      },
    },
    ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [["token"]], servers: [] },
    securitySchemes: { token: { type: "bearer" } },
  };
  const fetch = (url: string) => {
    urls.push(url);
    return Promise.resolve(Response.json({}));
  };
  const options = { baseUrl, auth: { token: "secret" }, fetch };
  // Safe: the operation is in this table. The compiler does not have its type.
  const client = createOpenApiClient<object, never>(api as never, options);
  await (client as unknown as { seg(args: object): Promise<unknown> }).seg({ a: value });
  return urls[0] ?? "";
}

const outside = "../../../../admin?";
const styles = ["simple", "label", "matrix"].flatMap((style) => [
  { style, explode: false },
  { style, explode: true },
]);

describe.each(styles)(
  "a path argument in the style of %o cannot leave its path segment",
  (entry) => {
    it.each<[string, unknown]>([
      ["an object with such a name", { [outside]: "x" }],
      ["an object with such a value", { x: outside }],
      ["an object within an object", { x: { [outside]: "y" } }],
      ["an object of dots", { "..": ".." }],
      ["a list", [outside, "..", outside]],
      ["a list of one", [".."]],
      ["a list of lists", [["..", outside]]],
      ["a text", outside],
      ["two dots", ".."],
      ["one dot", "."],
      ["a line break", "a\nb"],
      ["a value with a text of its own", { toString: () => outside }],
      ["a function with a text of its own", Object.assign(() => 0, { toString: () => outside })],
    ])("%s", async (_, value) => {
      const url = await urlOf("path", entry, value).catch((error: unknown) => error);

      if (url instanceof Error) {
        expect(url).toHaveProperty("name", "ConfigurationError");
        return;
      }
      expect(url).toMatch(/^https:\/\/host\/api\/items\/[^/?#]+\/parts$/);
      // The path after a server or proxy has normalized it
      expect(new URL(String(url)).href).toBe(url);
    });
  },
);

describe("the names of an object in a query are encoded", () => {
  it.each([
    [{}, "a%26b%3D=1"],
    [{ explode: false }, "a=a%26b%3D,1"],
    [{ style: "deepObject" }, "a[a%26b%3D]=1"],
    [{ style: "spaceDelimited", explode: false }, "a=a%26b%3D%201"],
    [{ style: "pipeDelimited", explode: false }, "a=a%26b%3D|1"],
  ])("by %o", async (entry, query) => {
    expect(await urlOf("query", entry, { "a&b=": "1" })).toBe(`${baseUrl}/items?${query}`);
  });
});

it("names the argument without its value if it would change the path", async () => {
  const error = await failureOf(urlOf("path", {}, ".."));

  expect(error).toMatchObject({
    name: "ConfigurationError",
    message: expect.stringContaining('seg: argument "a" would change the path') as string,
  });
});
