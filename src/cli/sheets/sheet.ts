/** A moment as a sheet has it: without a time zone. */
export interface SheetDate {
  /** Year, month from 1, day, hour, minute, second. */
  readonly parts: readonly [number, number, number, number, number, number];
  /** Microseconds. */
  readonly fraction: number;
  /** Whether the cell shows a day, and whether it shows a time. */
  readonly shows: "date" | "time" | "both";
}

/** What is in a cell; an empty text if there is nothing. */
export type Cell = string | SheetDate;

/** A row of a sheet, with its own number. */
export interface SheetRow {
  readonly number: number;
  /** From column A on. */
  readonly cells: readonly Cell[];
}

/** A sheet as it was read: its rows, without those that are empty. */
export interface Sheet {
  /** Whether it has cells with letters and numbers, which JSON has not. */
  readonly isGrid: boolean;
  readonly rows: readonly SheetRow[];
  /** What a person should know about how it was read. */
  readonly notes: readonly string[];
}

/** The letters of a column, from its place: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The place of a column, from its letters; -1 if they are none. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) return -1;
    index = index * 26 + value;
  }
  return index - 1;
}

/** Whether a cell has nothing in it but spaces. */
export function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || (typeof cell === "string" && cell.trim() === "");
}

/** A row, unless there is nothing in it. */
export function filledRow(number: number, cells: readonly Cell[]): SheetRow[] {
  return cells.every(isEmpty) ? [] : [{ number, cells }];
}
