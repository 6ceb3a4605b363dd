import { visibleJson } from '../../core/text.ts';
import { blocksOf, dataOf, type List, type Render, type Style } from '../format.ts';

/** One document, indented. */
export const renderJson: Render = (document, style) =>
  document.kind === 'list'
    ? renderList(document, style)
    : `${indented((dataOf(document) as object | undefined) ?? null)}\n`;

async function* renderList({ rows }: List, style: Style): AsyncGenerator<string, void, undefined> {
  let before = '[';
  for await (const block of blocksOf(rows, style)) {
    if (block.length === 0) continue;
    yield before + indented(block).slice('['.length, -'\n]'.length);
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

const indented = (value: object | null): string => visibleJson(JSON.stringify(value, undefined, 2));
