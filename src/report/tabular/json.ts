import { visibleJson } from '../../core/text.ts';
import { dataOf, inBlocks, type Render } from '../format.ts';

/** One document, indented. */
export const renderJson: Render = async (document, style) => {
  const data = dataOf(document) ?? null;
  if (!Array.isArray(data) || data.length === 0) return `${indented(data)}\n`;
  const blocks = await inBlocks(data, style, (block) => indented(block).slice('['.length, -'\n]'.length));
  return `[${blocks.join(',')}\n]\n`;
};

const indented = (value: unknown): string => visibleJson(JSON.stringify(value, undefined, 2));
