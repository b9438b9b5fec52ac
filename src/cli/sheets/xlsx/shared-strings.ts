import { walkXml } from "./walk-xml.js";

/** Reads the texts of a workbook, which cells refer to by number. */
export function readSharedStrings(xml: string | undefined): string[] {
  const strings: string[] = [];
  let current: ReturnType<typeof collectText> | undefined;
  walkXml(xml ?? "<none/>", {
    open(name) {
      if (name === "si") current = collectText();
      else current?.open(name);
    },
    text: (text) => current?.text(text),
    close(name) {
      current?.close(name);
      if (name === "si" && current) strings.push(current.result());
    },
  });
  return strings;
}

/** Collects a text that may come in several parts, each with a look of its own. */
export function collectText() {
  let text = "";
  let isText = false;
  // How a Japanese or Chinese word is read stands next to it.
  let isPhonetic = false;
  return {
    open(name: string) {
      if (name === "t") isText = true;
      if (name === "rPh") isPhonetic = true;
    },
    text(part: string) {
      if (isText && !isPhonetic) text += part;
    },
    close(name: string) {
      if (name === "t") isText = false;
      if (name === "rPh") isPhonetic = false;
    },
    result: () => unescapeText(text),
  };
}

/** Characters that XML cannot hold are written like `_x000D_`. */
export function unescapeText(text: string): string {
  return text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
