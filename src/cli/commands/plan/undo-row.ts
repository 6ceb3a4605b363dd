import type { Context } from '../../context.ts';

/** How a run is undone, as a row of a card. Of an example account nothing is recorded, so nothing can be undone. */
export const undoRow = ({ flags }: Context, run: string | undefined): [string, string][] =>
  run === undefined || flags.demo !== undefined ? [] : [['Undo', `voipbin undo ${run}`]];
