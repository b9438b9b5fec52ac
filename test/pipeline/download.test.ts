import { describe, expect, it } from "vitest";

import { download } from "../../scripts/document/download.js";
import { serve, text } from "../support/loopback.js";

describe("the download of a document", () => {
  it("returns the text and its type", async () => {
    await using server = await serve(text(200, "application/yaml", "openapi: 3.1.0\r\n"));

    expect(await download(`${server.origin}/openapi.yaml`, true)).toEqual({
      text: "openapi: 3.1.0\n",
      type: "application/yaml",
    });
  });

  it("fails if the server sends nothing, or does not finish, within the timeout", async () => {
    await using silent = await serve(() => undefined);
    await using slow = await serve((_, response) => void response.writeHead(200).write("openapi"));
    const limits = { timeout: 50, size: 1000 };

    for (const { origin } of [silent, slow]) {
      await expect(download(origin, true, limits)).rejects.toThrow("no response within 0.05 s");
    }
  });

  it("fails as soon as the document is larger than the limit", async () => {
    await using endless = await serve((_, response) => {
      const send = (): void => {
        while (!response.destroyed && response.write("x".repeat(1000))) continue;
        response.once("drain", send);
      };
      send();
    });

    await expect(download(endless.origin, true, { timeout: 20_000, size: 10_000 })).rejects.toThrow(
      "the document has more than 10000 bytes",
    );
  });

  it("follows redirects only if the caller allows it", async () => {
    await using target = await serve(text(200, "application/yaml", "openapi: 3.1.0"));
    await using server = await serve((_, response) => {
      response.writeHead(302, { Location: target.origin }).end();
    });

    expect((await download(server.origin, true)).text).toBe("openapi: 3.1.0");
    await expect(download(server.origin, false)).rejects.toThrow("redirect");
    expect(target.requests).toHaveLength(1);
  });
});
