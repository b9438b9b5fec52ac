import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "datameta-client";
import { beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../generated/operations.js";
import { withCodeSamples } from "../../scripts/code-samples.js";
import { errorClassOf } from "../../scripts/docs/errors.js";
import { operationPath } from "../../scripts/docs/operation-page.js";
import { specDocument } from "../../scripts/document/spec-document.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { json, serve } from "../support/loopback.js";
import { buildSite, type Site } from "./support/site.js";

let site: Site;
/** The text of each page that is ours: Redoc's page is a program. */
let texts: Map<string, string>;

beforeAll(async () => {
  site = await buildSite();
  const paths = new Set(site.pages.map(({ path }) => path));
  texts = new Map(
    site.files.filter(({ path }) => paths.has(path)).map(({ path, text }) => [path, text]),
  );
}, 120_000);

const matches = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, found]) => String(found));

describe("the docs site", () => {
  it("has no link that leads nowhere", () => {
    const files = new Set(site.files.map(({ path }) => path));
    const broken: string[] = [];
    for (const [path, text] of texts) {
      for (const href of matches(text, /(?:href|src)="([^"]*)"/g)) {
        if (/^(https?|mailto):/.test(href)) continue;
        const [file = "", fragment] = href.split("#");
        const target = file === "" ? path : posix.join(posix.dirname(path), file);
        const found = texts.get(target);
        const isThere = files.has(target);
        const hasPart = fragment === undefined || found?.includes(`id="${fragment}"`) === true;
        if (!isThere || !hasPart) broken.push(`${path} → ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it("loads nothing from another host", () => {
    for (const [, text] of texts) {
      const loaded = matches(
        text,
        /<(?:link|script|img|iframe|source)\b[^>]*(?:href|src)="([^"]+)"/g,
      );
      expect(loaded.filter((url) => /^(https?:)?\/\//.test(url))).toEqual([]);
    }
    const style = site.files.find(({ path }) => path === "site.css")?.text ?? "";
    expect(style).not.toMatch(/@import|url\(/);
  });

  it("gives each page a title and a description of its own, and one main heading", () => {
    const titles = [...texts.values()].map((text) => matches(text, /<title>(.*)<\/title>/g).join());
    expect(new Set(titles).size).toBe(texts.size);
    for (const [path, text] of texts) {
      const [description = ""] = matches(text, /<meta name="description" content="([^"]+)">/g);
      const levels = matches(text, /<h([1-6])\b/g).map(Number);
      expect(description.length, path).toBeGreaterThan(10);
      expect(
        levels.filter((level) => level === 1),
        path,
      ).toHaveLength(1);
      levels.forEach((level, index) => {
        expect(level - (levels[index - 1] ?? 0), `${path}: h${level}`).toBeLessThanOrEqual(1);
      });
    }
  });

  it("shows each operation with its method, its example and its errors", () => {
    expect(site.operations).toHaveLength(Object.keys(operations).length);
    for (const operation of site.operations) {
      const text = texts.get(operationPath(operation)) ?? "";
      expect(text).toContain(`datameta.${operation.methodName}(`);
      expect(text.indexOf("TypeScript</figcaption>")).toBeLessThan(
        text.indexOf("curl</figcaption>"),
      );
      for (const status of operation.errors) {
        const name = errorClassOf(status);
        const thrown = `<span class="type"><a href="../package/index/classes/${name}.html">${name}</a>`;
        expect(text).toContain(`<code>${status}</code> ${thrown}`);
      }
    }
  });

  it("leads from each page to each part, and from the overview to each operation", () => {
    for (const text of texts.values()) {
      expect(matches(text, /class="tabs"[^>]*>(.*?)<\/nav>/g).join()).toMatch(
        /Guides.*Reference.*Package/,
      );
    }
    const overview = texts.get("reference/index.html") ?? "";
    for (const { operationId } of site.operations) {
      expect(overview).toContain(`href="${String(operationId)}.html"`);
    }
  });

  it("is the same every time", async () => {
    const again = await buildSite();

    expect(again.files.map(({ path }) => path)).toEqual(site.files.map(({ path }) => path));
    const changed = again.files.filter(({ text }, index) => text !== site.files[index]?.text);
    expect(changed.map(({ path }) => path)).toEqual([]);
  }, 60_000);
});

describe("the classes of the errors' tables", () => {
  it.each([400, 401, 403, 404, 409, 410, 418, 429, 500, 503])(
    "are what the client throws for %i",
    async (status) => {
      await using server = await serve(json(status, []));
      const datameta = createClient({ baseUrl: server.url, auth: { bearer: "x" }, retry: 0 });

      const error: unknown = await datameta.whoami().catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({ name: errorClassOf(String(status)) });
    },
  );
});

describe("the code samples", () => {
  const examples = fileURLToPath(new URL("../../spec/examples", import.meta.url));

  it("stand in the document, TypeScript first, and leave the given one as it is", async () => {
    const given = structuredClone(site.document) as {
      paths: Record<string, Record<string, object>>;
    };
    const spec = specDocument(given);
    const before = JSON.stringify(given);

    const document = (await withCodeSamples(spec, examples)) as typeof given;

    expect(JSON.stringify(given)).toBe(before);
    expect(document.paths["/server"]?.["get"]).toMatchObject({
      "x-codeSamples": [
        { lang: "TypeScript", source: expect.stringContaining("getServerInfo()") as string },
        { lang: "Shell", label: "curl", source: expect.stringMatching(/^curl "https:/) as string },
      ],
    });
  });

  it("name the example that is missing, and the one too many", async () => {
    const document = {
      openapi: "3.1.0",
      paths: { "/a": { get: { operationId: "GetA", responses: { "200": { description: "a" } } } } },
    };
    await using folder = await temporaryFolder({
      "none/.keep": "",
      "two/GetA.ts": "",
      "two/GetB.ts": "",
    });

    const missing = withCodeSamples(specDocument(document), folder.at("none"));
    const surplus = withCodeSamples(specDocument(document), folder.at("two"));

    await expect(missing).rejects.toThrow(/GetA\.ts is missing/);
    await expect(surplus).rejects.toThrow(/GetB\.ts names no operation/);
  });
});
