import { startTestServer } from "datameta-client/testing";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundleForPages, startPages } from "../browser/support/pages.js";
import { launchChromium } from "../support/chromium.js";
import { visit } from "./support/browser.js";
import { readSnippets } from "./support/snippets.js";

let browser: Browser;

beforeAll(async () => void (browser = await launchChromium()), 60_000);
afterAll(() => browser.close());

it("React Query on the guide's page shows the keys, deletes one, and shows the client's error", async () => {
  await using pages = await startPages();
  await using server = await startTestServer({
    accounts: [
      { email: "ada@example.org", password: "Lovelace-1815.", keys: [{}, { label: "old" }] },
    ],
    cors: [pages.origin],
  });
  const { token, id } = server.account("ada@example.org");
  const snippets = await readSnippets();
  const guide = snippets.find(({ name }) => name === "react-query-1")?.code ?? "";
  const client =
    /createClient\(\{\s*baseUrl: "\/api\/v1",\s*auth: \{ session: "browser" \},\s*\}\)/;
  expect(guide).toMatch(client);
  // A page from another origin has no session, so it uses a key.
  const options = JSON.stringify({ baseUrl: server.url, auth: { bearer: token } });
  const code = await bundleForPages({
    stdin: {
      contents: `${guide.replace(client, `createClient(${options})`)}
        import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
        import { createRoot } from "react-dom/client";
        const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
        const root = document.body.appendChild(document.createElement("div"));
        const userId = location.hash.slice(1);
        createRoot(root).render(
          <QueryClientProvider client={queries}><Keys userId={userId} /></QueryClientProvider>,
        );`,
      loader: "tsx",
      resolveDir: import.meta.dirname,
    },
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const source = { code, mayCall: server.origin };
  const [own, unknown] = ["own", "unknown"].map((name) => pages.add(name, source));
  await using tab = await visit(browser);
  const { page } = tab;

  await page.goto(`${String(own)}#${id.uuid}`);
  await page.getByRole("button", { name: "Delete old" }).click();
  await page.waitForFunction("document.querySelectorAll('li').length === 1");
  await page.goto(`${String(unknown)}#DMU-00000000`);
  const alert = await page.getByRole("alert").innerText();

  expect(alert).toMatch(/^getUserApiKeys failed: 40[34] /);
});
