/** The same function, which works a value out once; all of them are forgotten when there would be more than `most`. */
export function remembered<T>(work: (given: string) => T, most: number): (given: string) => T {
  const known = new Map<string, T>();
  return (given) => {
    const before = known.get(given);
    if (before !== undefined) return before;
    const result = work(given);
    if (known.size >= most) known.clear();
    known.set(given, result);
    return result;
  };
}
