/** Returns the most frequent value, or the first one of several. Values are compared as JSON. */
export function mostFrequent<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<string, { readonly value: Value; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const counted = counts.get(key) ?? { value, count: 0 };
    counted.count++;
    counts.set(key, counted);
  }
  let found: { readonly value: Value; readonly count: number } | undefined;
  for (const each of counts.values()) if (each.count > (found?.count ?? 0)) found = each;
  return found?.value;
}
