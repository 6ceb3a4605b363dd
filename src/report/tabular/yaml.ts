import { toYaml } from '../../core/yaml/write.ts';
import { blocksOf, dataOf, type List, type Render, type Style } from '../format.ts';

/** The same as JSON, in YAML. */
export const renderYaml: Render = (document, style) =>
  document.kind === 'list' ? renderList(document, style) : toYaml(dataOf(document) ?? null);

async function* renderList({ rows }: List, style: Style): AsyncGenerator<string, void, undefined> {
  let isEmpty = true;
  for await (const block of blocksOf(rows, style)) {
    if (block.length === 0) continue;
    yield toYaml(block);
    isEmpty = false;
  }
  if (isEmpty) yield toYaml([]);
}
