import type { Io, Output } from "../io.js";

/** Adds colors to text, if the stream shows colors. */
export interface Colors {
  readonly enabled: boolean;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Whether a stream shows colors. `NO_COLOR` and `FORCE_COLOR` override the detection. */
export function hasColors({ env }: Pick<Io, "env">, stream: Output): boolean {
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return stream.isTTY === true && env["TERM"] !== "dumb";
}

/** Creates the colors for a stream. */
export function colorsFor(io: Pick<Io, "env">, stream: Output): Colors {
  const enabled = hasColors(io, stream);
  const paint = (on: number, off: number) => (text: string) =>
    enabled && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    ...{ enabled, bold: paint(1, 22), dim: paint(2, 22), red: paint(31, 39) },
    ...{ green: paint(32, 39), yellow: paint(33, 39), cyan: paint(36, 39) },
  };
}
