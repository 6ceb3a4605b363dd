/** Any document as Markdown: tables of code spans, in which GitHub makes no links, mentions or HTML of names. */
import { flatText, valueAt } from '../../core/flat.ts';
import { visibleJson } from '../../core/text.ts';
import { renderMarkdown as renderAudit } from '../audit/markdown.ts';
import { blocksOf, dataOf, type DataRow, type List, type Render, type Style } from '../format.ts';
import { cells, code } from '../markdown.ts';
import { plain } from '../paint.ts';
import { renderPlan } from '../plan.ts';

export const renderMarkdown: Render = (document, style) => {
  switch (document.kind) {
    case 'audit':
      return renderAudit(document, style);
    case 'plan':
      return `\`\`\`diff\n${renderPlan(document.plan, plain, undefined, document.already).replaceAll('`', "'")}\`\`\`\n`;
    case 'sheet':
      return document.markdown();
    case 'list':
      return renderList(document, style);
    case 'card':
      return `# ${code(document.title)}\n\n${head(['', ''])}${document
        .rows()
        .map(([label, value]) => `${cells([code(label), code(value)])}\n`)
        .join('')}`;
    case 'value':
      return `\`\`\`json\n${visibleJson(JSON.stringify(dataOf(document) ?? null, null, 2)).replaceAll('`', '\\u0060')}\n\`\`\`\n`;
  }
};

async function* renderList({ columns, rows }: List, style: Style): AsyncGenerator<string, void, undefined> {
  yield head(columns.map(({ title }) => title));
  const line = (row: DataRow): string =>
    cells(columns.map(({ key, value }) => code(value ? value(row) : flatText(valueAt(row, key)))));
  for await (const block of blocksOf(rows, style)) yield block.map((row) => `${line(row)}\n`).join('');
}

const head = (titles: readonly string[]): string => `${cells(titles)}\n${cells(titles.map(() => '---'))}\n`;
