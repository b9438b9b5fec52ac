/** Returns the identifier to show: the site id if there is one, otherwise the UUID. */
export function shownId(id: { readonly uuid: string; readonly site?: string }): string {
  return id.site ?? id.uuid;
}
