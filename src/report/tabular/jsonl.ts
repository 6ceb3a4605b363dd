import { visibleJson } from '../../core/text.ts';
import { blocksOf, rowsOf, type Render } from '../format.ts';

/** One object per line; nothing for an empty list. */
export const renderJsonl: Render = async function* (document, style) {
  for await (const block of blocksOf(rowsOf(document), style))
    yield block.map((row) => `${visibleJson(JSON.stringify(row ?? null))}\n`).join('');
};
