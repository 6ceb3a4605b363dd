import { visibleJson } from '../../core/text.ts';
import { dataOf, type Render } from '../format.ts';

/** One document, indented. */
export const renderJson: Render = (document) =>
  `${visibleJson(JSON.stringify(dataOf(document) ?? null, undefined, 2))}\n`;
