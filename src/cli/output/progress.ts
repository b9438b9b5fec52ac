import type { FileProgress, SubmitProgress } from "../../files/node.js";
import type { Io } from "../io.js";
import { describeAmount, formatBar, shareOf } from "./bar.js";
import { colorsFor } from "./colors.js";
import { LiveLines } from "./live-lines.js";
import { Speed } from "./speed.js";
import { count, formatBytes, printable } from "./text.js";

/** The time between two updates of the bars, in milliseconds. */
const drawInterval = 100;

/** The time between two lines in a log file, in milliseconds. */
const logInterval = 10_000;

/** Shows the progress of transfers. */
export interface ProgressDisplay {
  /** Shows the progress of a file. */
  file(progress: FileProgress): void;
  /** Removes a file that is done or has failed. */
  fileEnded(name: string): void;
  /** Shows the progress of a submission. */
  submission(progress: SubmitProgress): void;
  /** Removes the bars. */
  stop(): void;
}

/** Shows bars in a terminal, a few lines in a log file, and nothing with `--quiet`. */
export function createProgress(
  io: Io,
  { quiet, json }: { quiet: boolean; json: boolean },
): ProgressDisplay {
  if (quiet) return { file: nothing, fileEnded: nothing, submission: nothing, stop: nothing };
  const isTerminal = io.stderr.isTTY === true && io.env["TERM"] !== "dumb";
  if (isTerminal) return new Bars(io);
  return json
    ? { file: nothing, fileEnded: nothing, submission: nothing, stop: nothing }
    : new Lines(io);
}

const nothing = () => undefined;

const phases = {
  ...{ checking: "Checking", staging: "Staging", uploading: "Uploading" },
  ...{ submitting: "Submitting", removing: "Cleaning up" },
};

/** Describes a phase in which no bytes are transferred. */
function waiting({ phase }: FileProgress): string | undefined {
  return phase === "completing" ? "the server computes the checksum" : undefined;
}

interface ActiveFile {
  readonly progress: FileProgress;
  readonly speed: Speed;
}

class Bars implements ProgressDisplay {
  readonly #lines: LiveLines;
  readonly #files = new Map<string, ActiveFile>();
  readonly #total = new Speed();
  #submission: SubmitProgress | undefined;
  #lastDraw = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly io: Io) {
    this.#lines = new LiveLines(io.stderr);
    // The message about Ctrl-C appears below the bars.
    io.signal.addEventListener("abort", () => this.#lines.leave(), { once: true });
  }

  file(progress: FileProgress): void {
    const speed = this.#files.get(progress.file)?.speed ?? new Speed();
    this.#files.set(progress.file, { progress, speed });
    this.#draw();
  }

  fileEnded(name: string): void {
    this.#files.delete(name);
    this.#draw(true);
  }

  submission(progress: SubmitProgress): void {
    const before = this.#submission;
    this.#submission = progress;
    const { file } = progress;
    if (before?.phase !== progress.phase) this.#files.clear();
    if (before && progress.done > before.done) this.#removeDone(file);
    else if (file) {
      const speed = this.#files.get(file.file)?.speed ?? new Speed();
      this.#files.set(file.file, { progress: file, speed });
    }
    this.#draw(before?.phase !== progress.phase);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lines.clear();
  }

  /**
   * Removes a file that is done. If the report does not name it, removes one that was completing.
   */
  #removeDone(file: FileProgress | undefined): void {
    const completing = [...this.#files.values()].find(
      ({ progress }) => progress.phase === "completing",
    );
    const name = file?.file ?? completing?.progress.file;
    if (name !== undefined) this.#files.delete(name);
  }

  #draw(now = false): void {
    if (!now && performance.now() - this.#lastDraw < drawInterval) {
      // Shows the last event later, because the next event may take minutes.
      this.#timer ??= setTimeout(() => this.#draw(true), drawInterval).unref();
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastDraw = performance.now();
    const { width } = this.#lines;
    const colors = colorsFor(this.io, this.io.stderr);
    const files = [...this.#files.values()].map(({ progress, speed }) => {
      const amount = { ...progress, speed: speed.update(progress.loaded) };
      const words = waiting(progress) ?? describeAmount(amount);
      const share = progress.total === undefined ? undefined : shareOf(progress);
      return formatBar(printable(progress.file), share, words, width, colors);
    });
    const total = this.#submission && this.#totalLine(this.#submission, width);
    this.#lines.draw(total === undefined ? files : [...files, total]);
  }

  #totalLine(progress: SubmitProgress, width: number): string {
    const colors = colorsFor(this.io, this.io.stderr);
    const { phase, done, count: all } = progress;
    const name = phases[phase];
    if (phase === "uploading") {
      const amount = { ...progress, speed: this.#total.update(progress.loaded) };
      const label = `${done} of ${count(all, "file")}`;
      return formatBar(label, shareOf(progress), describeAmount(amount), width, colors);
    }
    const share = all === 0 ? undefined : done / all;
    return formatBar(name, share, all === 0 ? "…" : `${done} of ${all}`, width, colors);
  }
}

/** For log files: prints a line at the start of each phase, and then one every few seconds. */
class Lines implements ProgressDisplay {
  readonly #speed = new Speed();
  #phase: string | undefined;
  #last = performance.now();

  constructor(readonly io: Io) {}

  file(progress: FileProgress): void {
    const { file, loaded, total } = progress;
    const words =
      waiting(progress) ?? describeAmount({ loaded, total, speed: this.#speed.update(loaded) });
    this.#say(`${file}: ${words.trim()}`);
  }

  fileEnded(): void {
    // The command itself prints a line.
  }

  submission(progress: SubmitProgress): void {
    const { phase, done, count: all, loaded, total } = progress;
    const isNew = this.#phase !== phase;
    this.#phase = phase;
    if (phase === "uploading") {
      const amount = { loaded, total, speed: this.#speed.update(loaded) };
      const size = `${done} of ${count(all, "file")}, ${formatBytes(loaded)} of ${formatBytes(total)}`;
      this.#say(`Uploading: ${size} (${describeAmount(amount).trim()})`, isNew);
    } else this.#say(isNew ? `${phases[phase]} …` : `${phases[phase]}: ${done} of ${all}`, isNew);
  }

  stop(): void {
    // Lines in a log file are not removed.
  }

  #say(text: string, now = false): void {
    if (!now && performance.now() - this.#last < logInterval) return;
    this.#last = performance.now();
    this.io.stderr.write(`· ${printable(text)}\n`);
  }
}
