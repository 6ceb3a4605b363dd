/** Any document as Markdown: tables of code spans, in which GitHub makes no links, mentions or HTML of names. */
import { flatText, valueAt } from '../../core/flat.ts';
import { visibleJson } from '../../core/text.ts';
import { renderMarkdown as renderAudit } from '../audit/markdown.ts';
import { dataOf, inBlocks, type DataRow, type Render } from '../format.ts';
import { cells, code } from '../markdown.ts';
import { plain } from '../paint.ts';
import { renderPlan } from '../plan.ts';

export const renderMarkdown: Render = async (document, style) => {
  switch (document.kind) {
    case 'audit':
      return renderAudit(document, style);
    case 'plan':
      return `\`\`\`diff\n${renderPlan(document.plan).replaceAll('`', "'")}\`\`\`\n`;
    case 'sheet':
      return `\`\`\`text\n${document.text(plain).replaceAll('`', "'")}\`\`\`\n`;
    case 'list': {
      const { columns, rows } = document;
      const line = (row: DataRow): string =>
        cells(columns.map(({ key, value }) => code(value ? value(row) : flatText(valueAt(row, key)))));
      const body = await inBlocks(rows, style, (block) => block.map((row) => `${line(row)}\n`).join(''));
      return `${head(columns.map(({ title }) => title))}${body.join('')}`;
    }
    case 'card':
      return `# ${code(document.title)}\n\n${head(['', ''])}${document
        .rows()
        .map(([label, value]) => `${cells([code(label), code(value)])}\n`)
        .join('')}`;
    case 'value':
      return `\`\`\`json\n${visibleJson(JSON.stringify(dataOf(document) ?? null, null, 2)).replaceAll('`', '\\u0060')}\n\`\`\`\n`;
  }
};

const head = (titles: readonly string[]): string => `${cells(titles)}\n${cells(titles.map(() => '---'))}\n`;
