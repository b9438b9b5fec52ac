import type { Io } from "../io.js";
import type { Finding } from "./finding.js";

/** Which Node runs the command. */
export function examineProgram(): Finding {
  const { platform, arch, versions } = process;
  return { about: "program", state: "ok", text: `Node ${versions.node} on ${platform} ${arch}.` };
}

/** Whether a proxy is set that Node does not use; nothing if there is none. */
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
    text: `${name} names the proxy ${host}, but Node does not use it.`,
    advice: hasProxySupport(process.versions.node)
      ? "Set NODE_USE_ENV_PROXY=1."
      : "Set NODE_USE_ENV_PROXY=1, with Node 22.21 or 24 and later.",
  };
}

/** Its address may have a password. */
function hostOf(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : "(not a URL)";
}

function hasProxySupport(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}
