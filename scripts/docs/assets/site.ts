import MiniSearch from "minisearch";

import { searchOptions } from "../search-entry.js";

declare global {
  /** Left by search-index.js. */
  var searchIndex: string | undefined;
}

/** The start page's address: all others are told from there. */
const root = new URL(document.currentScript?.dataset["root"] ?? ".", location.href);

addCopyButtons();
prepareMenu();
prepareSearch();

function addCopyButtons(): void {
  for (const figure of document.querySelectorAll("figure.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      const text = figure.querySelector("code")?.textContent ?? "";
      void navigator.clipboard.writeText(text).then(
        () => say(button, "Copied"),
        () => say(button, "Not allowed"),
      );
    });
    figure.querySelector("figcaption")?.append(button);
  }
}

function say(button: HTMLButtonElement, text: string): void {
  button.textContent = text;
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

/** Without this script the link leads to the navigation, which then shows. */
function prepareMenu(): void {
  const link = document.querySelector<HTMLAnchorElement>(".menu");
  const navigation = document.querySelector("#navigation");
  if (!link || !navigation) return;
  link.setAttribute("role", "button");
  const set = (open: boolean): void => {
    navigation.classList.toggle("open", open);
    link.setAttribute("aria-expanded", String(open));
  };
  set(false);
  const toggle = (event: Event): void => {
    event.preventDefault();
    set(!navigation.classList.contains("open"));
  };
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") toggle(event);
  });
  navigation.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  scrollTo({ top: location.hash === "" ? 0 : scrollY });
}

function prepareSearch(): void {
  const button = document.querySelector<HTMLButtonElement>(".search");
  const dialog = document.querySelector<HTMLDialogElement>("#search");
  const input = dialog?.querySelector("input");
  if (!button || !dialog || !input) return;
  button.hidden = false;
  const open = (): void => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    loadIndex(() => show(dialog, input.value));
  };
  button.addEventListener("click", open);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    const isEnter = event.submitter === null || document.activeElement === input;
    const first = dialog.querySelector<HTMLAnchorElement>(".results a");
    if (!isEnter || input.value === "" || !first) return;
    event.preventDefault();
    dialog.close();
    first.click();
  });
  dialog.querySelector(".results")?.addEventListener("click", () => dialog.close());
  input.addEventListener("input", () => show(dialog, input.value));
  dialog.addEventListener("keydown", (event) => moveThroughResults(dialog, event));
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea");
    const isShortcut = event.key === "/" || (event.key === "k" && (event.metaKey || event.ctrlKey));
    if (!isShortcut || typing) return;
    event.preventDefault();
    open();
  });
}

/** A script rather than a request, which a page from disk may not make. */
function loadIndex(loaded: () => void): void {
  if (globalThis.searchIndex !== undefined) {
    loaded();
    return;
  }
  const script = document.createElement("script");
  script.src = new URL("search-index.js", root).href;
  script.addEventListener("load", loaded);
  document.head.append(script);
}

let search: MiniSearch | undefined;

function show(dialog: HTMLDialogElement, query: string): void {
  const list = dialog.querySelector(".results");
  const status = dialog.querySelector(".status");
  if (!list || !status || globalThis.searchIndex === undefined) return;
  search ??= MiniSearch.loadJSON(globalThis.searchIndex, searchOptions);
  const found = search.search(query, {
    prefix: true,
    combineWith: "AND",
    fuzzy: (word) => (word.length > 4 ? 0.2 : false),
    boost: { name: 8, title: 4 },
    boostDocument: (_, __, fields) => rankOf(query, fields),
  });
  status.textContent =
    query.trim() === ""
      ? "Type a name, such as createApiKey, or a few words."
      : `${found.length === 0 ? "Nothing" : found.length} found`;
  list.replaceChildren(
    ...found.slice(0, 12).map(({ id, title, place, text }) => {
      const link = document.createElement("a");
      link.href = new URL(String(id), root).href;
      link.append(element("strong", String(title)), element("span", `${place}: ${text}`));
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
}

/** What has just this name comes first, and operations before what belongs to them. */
function rankOf(query: string, fields: Record<string, unknown> | undefined): number {
  if (String(fields?.["name"]).toLowerCase() === query.trim().toLowerCase()) return 10;
  return fields?.["place"] === "Operation" ? 2 : 1;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function moveThroughResults(dialog: HTMLDialogElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...dialog.querySelectorAll<HTMLElement>("input, .results a")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
  event.preventDefault();
}
