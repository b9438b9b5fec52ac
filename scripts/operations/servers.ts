import { child, elements, textOf, type SpecNode } from "../document/spec-document.js";

/** Reads the URLs of `servers` in a part of the document. Variables have their defaults. */
export function readServers(holder: SpecNode): string[] {
  return elements(child(holder, "servers")).flatMap((server) => {
    const url = textOf(child(server, "url"));
    const variables = child(server, "variables");
    const fill = (whole: string, name: string): string => {
      const preset = child(child(variables, name), "default").value;
      return typeof preset === "string" || typeof preset === "number" ? String(preset) : whole;
    };
    return url === undefined ? [] : [url.replaceAll(/\{([^{}]+)\}/g, fill)];
  });
}
