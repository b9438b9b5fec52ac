import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { createClient } from "datameta-client";
import document from "datameta-client/openapi.json" with { type: "json" };
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { indexOptions, searchOptions } from "../../docs/.vitepress/search.js";
import { withCodeSamples } from "../../scripts/code-samples.js";
import { projectRoot } from "../../scripts/command/project.js";
import { errorClassOf } from "../../scripts/docs/operation-page.js";
import { specDocument } from "../../scripts/document/spec-document.js";
import { listOperations } from "../../scripts/operations/operation-list.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { json, serve } from "../support/loopback.js";
import { searchWords } from "./support/search-words.js";
import { buildSite, type Site } from "./support/site.js";

const { operations } = listOperations(specDocument(document));

let site: Site;

beforeAll(async () => {
  site = await buildSite("docs-site");
}, 600_000);

const matches = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, found]) => String(found));

const pageOf = (path: string) => site.pages.get(`${path}.html`) ?? "";

/** Returns the text of a page without markup. */
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("the docs site", () => {
  it("has no broken links", () => {
    const broken: string[] = [];
    for (const [path, text] of site.pages) {
      for (const href of matches(text, /<a\b[^>]*? href="([^"]*)"/g)) {
        if (/^(https?|mailto):/.test(href)) continue;
        const [file = "", fragment = ""] = href.split("#");
        const target = posix.join("/", posix.dirname(path), file).slice(1);
        const absolute = file.startsWith("/") ? file.slice(1) : target;
        const found = file === "" ? path : absolute.replace(/(^|\/)$/, "$1index.html");
        const isThere = site.files.includes(found);
        const part = decodeURIComponent(fragment);
        const hasPart = part === "" || site.pages.get(found)?.includes(`id="${part}"`) === true;
        if (!isThere || !hasPart) broken.push(`${path} → ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it("redirects from the old addresses of its pages", async () => {
    const former = [
      ...operations.map(({ operationId }) => `reference/${operationId ?? ""}.html`),
      ...Object.keys(document.components.schemas).map((name) => `reference/types/${name}.html`),
      ...["reference/index.html", "package/index.html"],
      ...["package/index/classes/ApiError.html", "package/index/functions/login.html"],
      ...[
        "package/testing/functions/startTestServer.html",
        "package/index/variables/DataMetaError.html",
      ],
    ];
    for (const path of former) {
      const text = await readFile(`${site.folder}/${path}`, "utf8");
      const [target = ""] = matches(text, /content="0; url=([^"#]+)/g);
      expect(site.pages.has(posix.join(posix.dirname(path), target)), path).toBe(true);
    }
  });

  it("has a unique title, a unique description and one main heading on each page", () => {
    const pages = [...site.pages].filter(([path]) => path !== "404.html");
    const titles = pages.map(([, text]) => matches(text, /<title>(.*)<\/title>/g).join());
    expect(new Set(titles).size).toBe(pages.length);
    for (const [path, text] of pages) {
      const [description = ""] = matches(text, /<meta name="description" content="([^"]+)">/g);
      expect(description.length, path).toBeGreaterThan(10);
      expect(matches(text, /<h(1)\b/g), path).toHaveLength(1);
    }
  });

  it("shows each operation with its call, responses, arguments and errors", () => {
    for (const { methodName, path, parameters, errors } of operations) {
      const html = pageOf(`operations/${methodName}`);
      const text = textOf(html);
      expect(text).toContain(`datameta.${methodName}(`);
      expect(text).toContain(path);
      expect(html).toMatch(/>TypeScript<.*>curl</s);
      for (const { name } of parameters) expect(html).toContain(`<code>${name}</code>`);
      for (const status of errors) {
        expect(text, methodName).toMatch(new RegExp(`${status}\\s*${errorClassOf(status)}`));
      }
    }
  });

  it("links from the list to each operation, and from a schema to the operations that use it", () => {
    const list = pageOf("operations/index");
    for (const { methodName } of operations) {
      expect(list).toContain(`href="/operations/${methodName}.html"`);
    }
    expect(pageOf("schemas/FileResponse")).toMatch(/id="used-by".*operations\/getFile\.html/s);
  });

  it("shows functions before options, options in one table, and errors as a tree", () => {
    const html = pageOf("exports/index");
    const headings = matches(html, /<h2 id="([^"]+)"/g);
    const options = /id="clientoptions".*?<table.*?<\/table>/s.exec(html)?.[0] ?? "";

    expect(headings).toEqual(["functions", "options", "errors", "types"]);
    for (const name of ["baseUrl", "timeout", "retry", "signal"]) expect(options).toContain(name);
    expect(html).toMatch(/ClientError<.*<ul>.*RequestError<.*<ul>.*TimeoutError</s);
  });

  it("has no line of a program that is wider than 80 columns", () => {
    const pages = [...site.pages].filter(([path]) => !path.startsWith("exports/"));
    const programs = pages.flatMap(([, text]) =>
      matches(
        text,
        /language-(?:tsx?|typescript|sh|shell|python)[^>]*>.*?<code[^>]*>(.*?)<\/code>/gs,
      ),
    );
    const lines = programs.flatMap((code) => textOf(code).split("\n"));

    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("loads nothing from another host", () => {
    for (const [, text] of site.pages) {
      const loaded = matches(
        text,
        /<(?:link|script|img|iframe|source)\b[^>]*?(?:href|src)="([^"]+)"/g,
      );
      expect(loaded.filter((url) => /^(https?:)?\/\//.test(url))).toEqual([]);
    }
  });
});

describe("the search", () => {
  it("finds the right page for typical words in the first three results", async () => {
    const found = await search();
    const missed = Object.entries(searchWords).flatMap(([word, expected]) => {
      const first = found(word).slice(0, 3);
      return first.some((page) => expected.includes(page)) ? [] : [`${word}: ${first.join(", ")}`];
    });

    expect(Object.keys(searchWords).length).toBeGreaterThanOrEqual(40);
    expect(missed).toEqual([]);
  });

  it("finds each operation first by its name", async () => {
    const found = await search();

    for (const { methodName } of operations) {
      expect(found(methodName)[0]).toBe(`operations/${methodName}`);
    }
  });
});

describe("the preview", () => {
  it("serves a page, and ends at Ctrl-C without an error", async () => {
    const args = ["--import", "tsx", "scripts/docs.ts", "--preview"];
    const preview = spawn(process.execPath, args, { cwd: projectRoot, stdio: "pipe" });
    onTestFinished(() => void preview.kill());
    const ended = once(preview, "exit");
    let said = "";
    preview.stderr.on("data", (chunk) => (said += stripVTControlCharacters(String(chunk))));
    const address = () => /Local: +(http\S+)/.exec(said)?.[1];
    await vi.waitFor(() => expect(address()).toBeDefined(), { timeout: 240_000, interval: 100 });

    // In a preview, the program of a page is loaded from its Markdown.
    const page = await fetch(`${address() ?? ""}operations/createFile.md`);
    const text = await page.text();
    preview.kill("SIGINT");
    const [code] = (await ended) as [number | null];

    expect(text).toContain("Announce a file.");
    expect(code).toBe(0);
    expect(said).toMatch(/✓ pages .*\n[^]*✓ preview +ended\n$/);
  }, 300_000);
});

/** Searches like the page, with VitePress's index, its library and the site's options. */
async function search(): Promise<(query: string) => string[]> {
  const file = site.files.find((each) => each.includes("@localSearchIndex")) ?? "";
  const index = (await import(pathToFileURL(`${site.folder}/${file}`).href)) as { default: string };
  const require = createRequire(createRequire(import.meta.url).resolve("vitepress/package.json"));
  // Safe: the part of the library's interface that we use.
  const MiniSearch = require("minisearch") as {
    loadJSON(json: string, options: object): { search(query: string): { id: string }[] };
  };
  const loaded = MiniSearch.loadJSON(index.default, { ...indexOptions, searchOptions });
  return (query) =>
    loaded.search(query).map(({ id }) =>
      id
        .replace(/#.*/, "")
        .replace(/^\//, "")
        .replace(/\.html$/, "")
        .replace(/\/$/, "/index"),
    );
}

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

  it("are added to a copy of the document, with TypeScript first", async () => {
    const original = structuredClone(document);
    const before = JSON.stringify(original);

    const withSamples = await withCodeSamples(specDocument(original), examples);

    expect(JSON.stringify(original)).toBe(before);
    expect(withSamples["paths"]).toMatchObject({
      "/server": {
        get: {
          "x-codeSamples": [
            { lang: "TypeScript", source: expect.stringContaining("getServerInfo()") as string },
            {
              lang: "Shell",
              label: "curl",
              source: expect.stringMatching(/^curl "\$DATAMETA_URL\/server"/) as string,
            },
          ],
        },
      },
    });
  });

  it("fail for a missing example and for an example without an operation", async () => {
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
    await expect(surplus).rejects.toThrow(/GetB\.ts does not match an operation/);
  });
});
