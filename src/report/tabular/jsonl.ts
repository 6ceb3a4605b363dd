import { visibleJson } from '../../core/text.ts';
import { inBlocks, rowsOf, type Render } from '../format.ts';

/** One object per line; nothing for an empty list. */
export const renderJsonl: Render = async (document, style) => {
  const lines = (rows: readonly unknown[]): string =>
    rows.map((row) => `${visibleJson(JSON.stringify(row ?? null))}\n`).join('');
  return (await inBlocks(rowsOf(document), style, lines)).join('');
};
