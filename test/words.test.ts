/** The words that docs/style.md retires become fewer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  countByFolder,
  proseOfCode,
  proseOfMarkdown,
  RETIRED,
  retiredWords,
  storedCounts,
  totals,
} from '../bin/words.mjs';

const uses = retiredWords();
const counts = countByFolder(uses);
const [now, stored] = [totals(counts), totals(storedCounts())];

const found = (text: string): string[] =>
  Object.keys(RETIRED).filter((word) => text.match(RETIRED[word] ?? /$^/g) !== null);

describe('retired words', () => {
  it.each(Object.keys(RETIRED))('"%s" is not used more often than before', (word) => {
    const places = uses.filter((use) => use.word === word).map(({ path, line }) => `${path}:${line}`);

    expect(
      now[word],
      `docs/style.md says what to write instead. Used in:\n${places.join('\n')}`,
    ).toBeLessThanOrEqual(stored[word] ?? 0);
  });

  it('and what has become fewer stays so', () => {
    expect(counts, 'run `npm run words` and commit test/words.json').toEqual(storedCounts());
  });

  it('each has its line in docs/style.md', () => {
    const style = readFileSync(join(import.meta.dirname, '../docs/style.md'), 'utf8');
    const chapter = style.slice(style.indexOf('## Words that we retire'));
    const listed = [...chapter.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, word]) => word);

    expect(listed).toEqual(Object.keys(RETIRED));
  });

  it.each([
    ['an id that is no id', ['is no']],
    ['there is no profile', []],
    ['it is no longer there', []],
    ['it tells of a run, told in time', ['told']],
    ['colours that can be told apart', []],
    ['whether they can tell apart', []],
    ['a file that was left behind', []],
    ['the hint behind the message', ['behind']],
    ['what this stands for', []],
    ['it stands below', ['stands']],
    ['to take a run back', ['take back']],
    ['the he-man tells him', ['told', 'he']],
  ])('"%s" has %j', (text, words) => {
    expect(found(text)).toEqual(words);
  });
});

describe('prose', () => {
  it('of code: comments and texts, not names', () => {
    const code = [
      '/** What it',
      ' * is no use. */',
      "import { told } from './behind.ts';",
      'const beside = told`mend ${anew} him`; // his',
      'return beside; /* the end */',
    ].join('\n');

    expect(proseOfCode(code)).toEqual([
      { line: 1, text: '/** What it is no use. */' },
      { line: 4, text: 'mend ' },
      { line: 4, text: ' him' },
      { line: 4, text: '// his' },
      { line: 5, text: '/* the end */' },
    ]);
  });

  it('of Markdown: without blocks of code and what is generated', () => {
    const text = 'One\ntwo.\n\n```sh\nmend\n```\n\n<!-- begin x -->\nhis\n<!-- end x -->\n\nThree.';

    expect(proseOfMarkdown(text).filter(({ text }) => text.trim() !== '')).toEqual([
      { line: 1, text: 'One two.' },
      { line: 12, text: 'Three.' },
    ]);
  });
});
