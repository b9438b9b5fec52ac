/** An identifier as people know it: the site's own if there is one. */
export function shownId(id: { readonly uuid: string; readonly site?: string }): string {
  return id.site ?? id.uuid;
}
