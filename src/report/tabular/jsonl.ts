import { visibleJson } from '../../core/text.ts';
import { rowsOf, type Render } from '../format.ts';

/** One object per line; nothing for an empty list. */
export const renderJsonl: Render = (document) =>
  rowsOf(document)
    .map((row) => `${visibleJson(JSON.stringify(row ?? null))}\n`)
    .join('');
