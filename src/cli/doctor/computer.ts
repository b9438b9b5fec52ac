import type { Io } from "../io.js";
import type { Finding } from "./finding.js";

/** Reports the version of Node. */
export function examineProgram(): Finding {
  const { platform, arch, versions } = process;
  return { about: "program", state: "ok", text: `Node ${versions.node} on ${platform} ${arch}.` };
}

/** Checks whether Node uses the proxy from the environment. Returns `undefined` without a proxy. */
export function examineProxy(env: Io["env"], address: string): Finding | undefined {
  const names = address.startsWith("https:")
    ? ["HTTPS_PROXY", "https_proxy"]
    : ["HTTP_PROXY", "http_proxy"];
  const name = names.find((each) => env[each] !== undefined && env[each] !== "");
  if (name === undefined) return undefined;
  const host = hostOf(env[name] ?? "");
  if (env["NODE_USE_ENV_PROXY"] === "1" && hasProxySupport(process.versions.node)) {
    return {
      about: "proxy",
      state: "ok",
      text: `Requests go through the proxy ${host} (${name}).`,
    };
  }
  return {
    ...{ about: "proxy", state: "warning" },
    text: `${name} is set to the proxy ${host}, but Node does not use it.`,
    advice: hasProxySupport(process.versions.node)
      ? "Set NODE_USE_ENV_PROXY=1."
      : "Update to Node 22.21, or to Node 24 or later, and set NODE_USE_ENV_PROXY=1.",
  };
}

/** Returns only the host, because the address may contain a password. */
function hostOf(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : "(not a URL)";
}

function hasProxySupport(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}
