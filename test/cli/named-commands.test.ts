/** Every command that a text names can be typed: in help, hints, rules, notes, comments and documentation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loaded, type LoadedSpec } from '../../src/cli/program/command.ts';
import { commands as tree } from '../../src/cli/commands/index.ts';
import { flagGroups } from '../../src/cli/program/flags.ts';

const root = join(import.meta.dirname, '../..');

const commands = await Promise.all(tree.map(loaded));

/** An expression of a template, with one pair of braces in another: what it puts in is the reader's. */
const EXPRESSION = /\$\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g;

/** What follows `voipbin`: in backticks, alone in a string, or on a line of a shell or a crontab. */
function commandsIn(text: string): string[] {
  const filled = text.replace(EXPRESSION, '<?>').replaceAll('\\`', '`');
  const patterns = [
    /`(?:npx )?voipbin (?<line>[^`\n]+)`/g,
    /(?<=^|[^`\w])(['"])(?:npx )?voipbin (?<line>(?:(?!\1)[^\n\\]|\\.)+)\1/g,
    /^ *(?:\$ |\*.*)?(?:[A-Z_]+=\S+ )*(?:npx )?voipbin (?<line>\S[^`\n]*)$/gm,
  ];
  return patterns
    .flatMap((pattern) => [...filled.matchAll(pattern)])
    .map(({ groups }) => (groups?.['line'] ?? '').replace(/\\(.)/g, '$1'));
}

/** Up to where the shell continues with something else. */
const wordsOf = (line: string): string[] =>
  (line.split(/ (?:[|>&;#]|&&|2>)(?: |$)|; /)[0] ?? '').match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? [];

const isLeftOpen = (word: string): boolean => /[<>[\]]|\.\.\./.test(word);

/** What is wrong with a command line, or undefined. */
function problemOf(line: string): string | undefined {
  const words = wordsOf(line);
  // Shared flags may be in front of the command.
  while (shared.has(words[0] ?? '')) words.splice(0, shared.get(words[0] ?? '') === true ? 2 : 1);
  let spec: LoadedSpec | undefined;
  for (let next = named(commands, words[0]); next !== undefined; next = named(verbsOf(next), words[0])) {
    spec = next;
    words.shift();
  }
  const [first = ''] = words;
  if (spec === undefined)
    return isLeftOpen(first) || /^(--(help|version)|__complete)$/.test(first)
      ? undefined
      : `no command ${first}`;
  const takes = new Map(flagsOf(spec).flatMap(({ flags }) => spellingsOf(flags)));
  let room = argumentsOf(spec);
  while (words.length > 0) {
    const word = (words.shift() ?? '').replace(/^\[|\]$/g, '');
    const [flag = '', joined] = word.split('=');
    if (flag === '--help' || (isLeftOpen(word) && !/^<[a-z]/i.test(word))) continue;
    if (!/^--?[a-z]/i.test(flag)) {
      room -= 1;
      if (room < 0) return `${word} is one too many`;
    } else if (!takes.has(flag)) return `no flag ${flag}`;
    else if (takes.get(flag) === true && joined === undefined) words.shift();
  }
  return undefined;
}

const nameOf = ({ name }: LoadedSpec): string => name.split(' ')[0] ?? '';

const verbsOf = (spec: LoadedSpec): readonly LoadedSpec[] => ('verbs' in spec ? spec.verbs : []);

/** Of `get|list` the first, if there are all. */
function named(specs: readonly LoadedSpec[], word = ''): LoadedSpec | undefined {
  const found = word.split('|').map((name) => specs.find((spec) => nameOf(spec) === name));
  return found.includes(undefined) ? undefined : found[0];
}

const argumentsOf = ({ name }: LoadedSpec): number =>
  name.includes('...') ? Infinity : name.split(' ').length - 1;

const flagsOf = ({ flags = [], groups = [] }: LoadedSpec) => [
  ...flags,
  ...groups.flatMap((group) => flagGroups[group].flags),
];

/** Of `-o, --output <format>` each spelling, and whether a word follows it. */
const spellingsOf = (flags: string): [string, boolean][] =>
  [...flags.matchAll(/-{1,2}[a-z][a-z-]*/gi)].map(([spelling]) => [spelling, flags.includes('<')]);

const shared = new Map(
  Object.values(flagGroups).flatMap((group) => group.flags.flatMap(({ flags }) => spellingsOf(flags))),
);

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));

const mentions = [
  ...filesIn('src', /\.(ts|md)$/),
  ...filesIn('docs', /\.md$/),
  ...filesIn('examples', /\.(md|ya?ml)$/),
  ...['README.md', 'CHANGELOG.md', 'test/README.md', '.ci/run'],
]
  // There the texts are the platform's.
  .filter((file) => !file.startsWith(join('src', 'emulator', 'routes')))
  .flatMap((file) =>
    commandsIn(readFileSync(join(root, file), 'utf8').replaceAll(/ \\\n\s+/g, ' ')).map((line) => ({
      file,
      line,
    })),
  );

describe('the commands that texts name', () => {
  it('are found', () => {
    expect(mentions.length).toBeGreaterThan(200);
    expect(
      commandsIn("run `voipbin a -b`, or\n  voipbin c | d\nhint: 'voipbin e', \\`voipbin f ${g({ h })}\\`"),
    ).toEqual(['a -b', 'f <?>', 'e', 'c | d']);
  });

  it.each([
    ['audit --fial-on low', 'no flag --fial-on'],
    ['audit --demo messy', 'messy is one too many'],
    ['agents lst', 'lst is one too many'],
    ['agnets list', 'no command agnets'],
    ['profile list|usse', 'list|usse is one too many'],
    ['agents get <id> -o json > file', undefined],
    ['agents get <id> <other>', '<other> is one too many'],
    ["customer get --query 'name | [0]' | jq .", undefined],
  ])('such as %s are judged', (line, problem) => {
    expect(problemOf(line)).toBe(problem);
  });

  it('can be typed', () => {
    const problems = mentions.flatMap(({ file, line }) => {
      const problem = problemOf(line);
      return problem === undefined ? [] : [`${file}: voipbin ${line}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });
});
