/** Any document as Markdown: tables of code spans, in which GitHub makes no links, mentions or HTML of names. */
import { visibleJson } from '../../core/text.ts';
import { renderMarkdown as renderAudit } from '../audit/markdown.ts';
import { dataOf, type Render } from '../format.ts';
import { cells, code } from '../markdown.ts';
import { renderPlan } from '../plan.ts';

export const renderMarkdown: Render = (document, style) => {
  switch (document.kind) {
    case 'audit':
      return renderAudit(document, style);
    case 'plan':
      return `\`\`\`diff\n${renderPlan(document.plan).replaceAll('`', "'")}\`\`\`\n`;
    case 'list': {
      const { columns, rows } = document;
      const body = rows.map((row) =>
        cells(columns.map(({ key, value }) => code(value ? value(row) : textOf(row[key])))),
      );
      return table(
        columns.map(({ title }) => title),
        body,
      );
    }
    case 'card':
      return `# ${code(document.title)}\n\n${table(
        ['', ''],
        document.rows().map(([label, value]) => cells([code(label), code(value)])),
      )}`;
    case 'value':
      return `\`\`\`json\n${visibleJson(JSON.stringify(dataOf(document) ?? null, null, 2)).replaceAll('`', '\\u0060')}\n\`\`\`\n`;
  }
};

function table(head: readonly string[], rows: readonly string[]): string {
  return `${[cells(head), cells(head.map(() => '---')), ...rows].join('\n')}\n`;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
