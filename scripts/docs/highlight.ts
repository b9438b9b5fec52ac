import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import http from "highlight.js/lib/languages/http";
import json from "highlight.js/lib/languages/json";
import nginx from "highlight.js/lib/languages/nginx";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";

import { escapeHtml } from "./html.js";

for (const [name, language] of Object.entries({
  ...{ bash, http, json, nginx, python, typescript, xml },
})) {
  hljs.registerLanguage(name, language);
}

const names = new Map([
  ["sh", "Shell"],
  ["ts", "TypeScript"],
  ["tsx", "TypeScript"],
  ["json", "JSON"],
  ["nginx", "nginx"],
  ["html", "HTML"],
  ["python", "Python"],
  ["text", "Text"],
]);

/** A block of code with its colours, and a place for the button that copies it. */
export function renderCode(code: string, language: string, title?: string): string {
  const text = code.trimEnd();
  const known = hljs.getLanguage(language) !== undefined;
  const html = known ? hljs.highlight(text, { language }).value : escapeHtml(text);
  const caption = title ?? names.get(language) ?? "Code";
  return (
    `<figure class="code"><figcaption>${escapeHtml(caption)}</figcaption>` +
    // Scrolls sideways, so the keyboard must reach it.
    `<pre tabindex="0" role="group" aria-label="${escapeHtml(caption)}"><code>${html}</code></pre></figure>\n`
  );
}
