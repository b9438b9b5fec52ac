/** A date and time in a sheet, without a time zone. */
export interface SheetDate {
  /** Year, month from 1, day, hour, minute, second. */
  readonly parts: readonly [number, number, number, number, number, number];
  /** Microseconds. */
  readonly fraction: number;
  /** The parts that the cell shows. */
  readonly shows: "date" | "time" | "both";
}

/** The content of a cell; an empty text for an empty cell. */
export type Cell = string | SheetDate;

/** A row of a sheet, with its row number. */
export interface SheetRow {
  readonly number: number;
  /** From column A on. */
  readonly cells: readonly Cell[];
}

/** A sheet without its empty rows. */
export interface Sheet {
  /** Whether problems can name a cell like `B3`. JSON has no cells. */
  readonly isGrid: boolean;
  readonly rows: readonly SheetRow[];
  /** Notes for the user about how the sheet was read. */
  readonly notes: readonly string[];
}

/** Returns the letters of a column from its index: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** Returns the index of a column from its letters, or -1 if they are not valid. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) return -1;
    index = index * 26 + value;
  }
  return index - 1;
}

/** Whether a cell is empty or contains only spaces. */
export function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || (typeof cell === "string" && cell.trim() === "");
}

/** Returns a list with the row, or an empty list if the row is empty. */
export function filledRow(number: number, cells: readonly Cell[]): SheetRow[] {
  return cells.every(isEmpty) ? [] : [{ number, cells }];
}
