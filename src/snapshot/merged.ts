/** Records put together, key by key. */
export function merged<T>(
  records: readonly Readonly<Record<string, T>>[],
  together: (a: T, b: T) => T,
): Record<string, T> {
  const all = new Map<string, T>();
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) {
      const known = all.get(key);
      all.set(key, known === undefined ? value : together(known, value));
    }
  }
  return Object.fromEntries(all);
}
