import { walkXml } from "./walk-xml.js";

/** Reads the texts of a workbook. Cells refer to them by index. */
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

/** Collects a text that may have several parts with different fonts. */
export function collectText() {
  let text = "";
  let isText = false;
  // Phonetic hints for Japanese and Chinese words are skipped.
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

/** Decodes escapes like `_x000D_`, for characters that XML cannot contain. */
export function unescapeText(text: string): string {
  return text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
