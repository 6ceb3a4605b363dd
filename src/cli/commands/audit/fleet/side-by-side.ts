/** Many things of one kind, several at a time. */

/**
 * Begins with one after another in their order, `width` at a time. The first that throws stops those under way and
 * all later ones, and its error is thrown once they have ended.
 *
 * @param signal Stops all, in the same way.
 */
export async function sideBySide<Item>(
  items: readonly Item[],
  width: number,
  signal: AbortSignal,
  act: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  // Each has a signal of its own: what listens to one signal for hours is never forgotten.
  const underWay = new Set<AbortController>();
  let failure: { error: unknown } | undefined;
  const stop = (error: unknown): void => {
    failure ??= { error };
    for (const one of underWay) one.abort(error);
  };
  const onAbort = (): void => {
    stop(signal.reason);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', onAbort, { once: true });
  const rest = items.values();
  const work = async (): Promise<void> => {
    for (const item of rest) {
      const own = new AbortController();
      underWay.add(own);
      try {
        await act(item, own.signal);
      } catch (error) {
        stop(error);
      } finally {
        underWay.delete(own);
      }
      if (failure !== undefined) return;
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  if (failure !== undefined) throw failure.error;
}
