/** The generated blocks of the documentation, by name. `npm run docs` writes them, and CI holds them current. */
import { rules } from '../audit/rules/index.ts';
import type { CommandSpec, NounSpec } from './command.ts';
import { commands } from './commands/index.ts';
import { helpTopics } from './help-topics.ts';

export function docBlocks(): Readonly<Record<string, string>> {
  return {
    commands: table(
      ['command', 'what it does'],
      commands.flatMap((spec) => commandLines(spec)),
    ),
    rules: table(
      ['rule', 'severity', 'what it finds'],
      rules.map(({ id, severity, title }) => [`\`${id}\``, severity, title]),
    ),
    environment: fenced(helpTopics['environment']?.() ?? ''),
    'exit-codes': fenced(helpTopics['exit-codes']?.() ?? ''),
  };
}

function commandLines(spec: CommandSpec | NounSpec, prefix = ''): string[][] {
  if ('verbs' in spec) return spec.verbs.flatMap((verb) => commandLines(verb, `${spec.name} `));
  return [[`\`voipbin ${prefix}${spec.name}\``, spec.summary]];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.split('\n').slice(2).join('\n').trimEnd()}\n\`\`\``;
}
