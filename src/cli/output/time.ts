/** Formats a time of the server like `2030-01-31 12:00`. */
export function formatTime(text: string): string {
  return text.slice(0, 16).replace("T", " ");
}
