/** Converts a text to a unique name of letters, digits and `_`. */
export function freeId(wanted: string, taken: (id: string) => boolean): string {
  const plain = wanted.replaceAll(/\W/g, "_");
  let id = plain;
  for (let number = 2; taken(id); number++) id = `${plain}_${number}`;
  return id;
}
