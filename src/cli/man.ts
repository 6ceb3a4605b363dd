/** The manual pages: one for the program, one for each of its commands. Data in, text out. */
import { capitalized, wrapped } from '../core/text.ts';
import { helpFlag, versionFlag, type FlagSpec } from './program/flags.ts';
import type { TreeCommand, TreeFlag } from './program/tree.ts';

export interface Manual {
  version: string;
  /** What the program is for. */
  about: string;
  commands: readonly TreeCommand[];
  /** Flags of many commands: the program's own page explains them. */
  shared: readonly TreeFlag[];
  /** Texts of `voipbin help`: a title, an empty line, and the text as it is shown. */
  topics: Readonly<Record<string, string>>;
}

/** Topics of one command; all others are part of the program's own page. */
const commandOfTopic: Readonly<Record<string, string>> = { 'audit-rules': 'audit', hours: 'hours' };

/** By file name. */
export function manPages(manual: Manual): Record<string, string> {
  const pages: Record<string, string> = { 'voipbin.1': programPage(manual) };
  for (const command of manual.commands) pages[`voipbin-${command.word}.1`] = commandPage(command, manual);
  return pages;
}

function programPage(manual: Manual): string {
  const { about, commands, shared } = manual;
  const [first = '', ...more] = about.split('\n\n');
  return page('voipbin', 'manage a VoIPBIN account from the command line', manual, [
    ['SYNOPSIS', [synopsis('voipbin', 'command', '[flags]')]],
    ['DESCRIPTION', paragraphs([first, ...more])],
    [
      'COMMANDS',
      commands.flatMap(({ word, summary }) => term(bold(`voipbin-${word}`, '(1)'), [prose(summary)])),
    ],
    [
      'SHARED OPTIONS',
      [
        ...paragraphs(['Each command takes some of these, and lists them in its own page.']),
        ...optionLines(shared),
        ...optionLines([versionFlag, helpFlag]),
      ],
    ],
    ...topicSections(manual, undefined),
    ['SEE ALSO', [commands.map(({ word }) => bold(`voipbin-${word}`, '(1)')).join(',\n')]],
  ]);
}

function commandPage(command: TreeCommand, manual: Manual): string {
  const runnable = [...(command.runs ? [command] : []), ...command.commands];
  return page(`voipbin-${command.word}`, command.summary, manual, [
    [
      'SYNOPSIS',
      runnable.flatMap((one, at) => [
        ...(at === 0 ? [] : ['.br']),
        synopsis(`voipbin ${one.path}`, ...takenBy(one), '[flags]'),
      ]),
    ],
    ['DESCRIPTION', paragraphs([command.about ?? sentence(command.summary)])],
    ...(command.runs || command.commands.length === 0 ? ownSections(command) : []),
    ...(command.commands.length === 0 ? [] : [['COMMANDS', command.commands.flatMap(verbLines)] as Section]),
    ...topicSections(manual, command.word),
    ['SEE ALSO', [bold('voipbin', '(1)')]],
  ]);
}

type Section = [title: string, lines: string[]];

function ownSections(command: TreeCommand): Section[] {
  const options = flagLines(command);
  return [
    ...(options.length > 0 ? [['OPTIONS', options] as Section] : []),
    ...(command.examples.length > 0 ? [['EXAMPLES', example(command.examples)] as Section] : []),
  ];
}

function verbLines(verb: TreeCommand): string[] {
  return [
    `.SS "voipbin ${escape([verb.path, ...takenBy(verb)].join(' '))}"`,
    prose(verb.about ?? sentence(verb.summary)),
    ...flagLines(verb),
    ...(verb.examples.length > 0 ? ['.PP', 'Examples:', ...example(verb.examples)] : []),
  ];
}

/** The command's own flags with their help, then those that it shares by name. */
function flagLines({ flags }: TreeCommand): string[] {
  const own = flags.filter(({ shared }) => !shared);
  const names = flags.filter(({ shared }) => shared).map(longName);
  return [
    ...optionLines(own),
    ...(names.length === 0
      ? []
      : [
          '.PP',
          `Shared options, explained in ${bold('voipbin', '(1)')}:`,
          `${names.map((name) => bold(name)).join(',\n')}.`,
        ]),
  ];
}

const longName = ({ flags }: FlagSpec): string => /--[\w-]+/.exec(flags)?.[0] ?? flags;

function optionLines(flags: readonly FlagSpec[]): string[] {
  return flags.flatMap(({ flags: words, help, choices, env }) =>
    term(flagTerm(words), [
      prose(sentence(help)),
      ...(choices === undefined ? [] : [prose(`One of ${choices.join(', ')}.`)]),
      ...(env === undefined ? [] : [`Environment: ${bold(env)}.`]),
    ]),
  );
}

/** `-o, --output <format>`: what is typed as it is in bold, what is put in its place in italics. */
function flagTerm(flags: string): string {
  return flags
    .split(/(?<=,) | /)
    .map((part) =>
      part.startsWith('-') ? bold(part.replace(/,$/, ''), part.endsWith(',') ? ',' : '') : italic(part),
    )
    .join(' ');
}

const takenBy = ({ takes }: TreeCommand): string[] =>
  takes.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`));

function topicSections({ topics }: Manual, word: string | undefined): Section[] {
  return Object.entries(topics)
    .filter(([topic]) => commandOfTopic[topic] === word)
    .map(([, text]) => {
      const [title = '', ...lines] = text.trimEnd().split('\n');
      return [title.toUpperCase(), ['.EX', ...lines.slice(1).map(lineOf), '.EE']];
    });
}

function page(name: string, summary: string, { version }: Manual, sections: readonly Section[]): string {
  return [
    `.TH ${escape(name.toUpperCase())} 1 "" "voipbin ${version}" "voipbin"`,
    // Neither hyphens nor wide gaps in what people copy.
    '.nh',
    '.ad l',
    '.SH NAME',
    `${escape(name)} \\- ${prose(summary)}`,
    ...sections.flatMap(([title, lines]) => [
      `.SH ${escape(title)}`,
      ...lines.slice(lines[0] === '.PP' ? 1 : 0),
    ]),
    '',
  ].join('\n');
}

const synopsis = (name: string, ...words: readonly string[]): string =>
  [bold(name), ...words.map(italic)].join(' ');

const term = (head: string, lines: readonly string[]): string[] => ['.TP', head, ...lines];

const paragraphs = (texts: readonly string[]): string[] =>
  texts.flatMap((text, at) => [...(at === 0 ? [] : ['.PP']), prose(text)]);

const example = (lines: readonly string[]): string[] => ['.RS 4', '.EX', ...lines.map(lineOf), '.EE', '.RE'];

const bold = (text: string, after = ''): string => `\\fB${escape(text)}\\fR${escape(after)}`;
const italic = (text: string): string => `\\fI${escape(text)}\\fR`;

/** Running text: what is in backticks becomes bold. */
function prose(text: string): string {
  const marked = text
    .replaceAll('\n', ' ')
    .split('`')
    .map((part, at) => (at % 2 === 0 ? escape(part) : bold(part)))
    .join('');
  return wrapped(marked, SOURCE_WIDTH).map(lineStart).join('\n');
}

/** Of lines in the file: long ones are hard to compare. */
const SOURCE_WIDTH = 80;

const lineOf = (text: string): string => lineStart(escape(text));

/** A line that begins with a dot or an apostrophe would be an instruction. */
const lineStart = (line: string): string => (/^[.']/.test(line) ? `\\&${line}` : line);

const characters: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '"': '\\(dq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

/** Characters that roff would take for something else, or print as another one. */
function escape(text: string): string {
  return text.replace(/[\\\-'"`^~]|[^\u0000-\u007f]/gu, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return characters[char] ?? `\\[u${code}]`;
  });
}

function sentence(text: string): string {
  const whole = capitalized(text);
  return /[.!?]\)?$/.test(whole) ? whole : `${whole}.`;
}
