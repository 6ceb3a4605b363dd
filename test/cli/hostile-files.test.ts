/**
 * Files that people and other programs write, torn and changed at random places: a command that reads one says what is
 * wrong with it, changes nothing, and never ends as a bug does.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/emulator/world.ts';
import { bench } from '../support/program.ts';

const example = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../examples', name), 'utf8');
const prepared = bench('departments');
await prepared.run('audit --save-snapshot s.json --report json=r.json --quiet');
await prepared.run('test --init c.yaml');
await prepared.run('export --out v.yaml');
await prepared.run('audit init policy.yaml');
const written = (path: string): string => prepared.files.get(path)?.text ?? '';

/** By command: the file that it reads, and a whole one. */
const readers: readonly (readonly [line: string, path: string, whole: string])[] = [
  ['plan -f f.yaml', '/f.yaml', example('departments.yaml')],
  ['plan -f f.yaml', '/f.yaml', written('/v.yaml')],
  ['plan -f f.yaml -o json', '/f.yaml', example('departments.yaml')],
  ['test f.yaml', '/f.yaml', written('/c.yaml')],
  ['trace +18005551111 --from-snapshot f.json', '/f.json', written('/s.json')],
  ['audit --from f.json', '/f.json', written('/s.json')],
  ['audit diff f.json f.json', '/f.json', written('/r.json')],
  ['trace "Sales Department" --plan f.yaml', '/f.yaml', written('/v.yaml')],
  [
    'hours renew -f f.yaml --dry-run',
    '/f.yaml',
    'version: 1\nhours:\n  Office: {time_zone: Europe/Berlin, open: "mon-fri 9:00-17:00, sat 10-12", holidays: DE-BY, closed: [2026-12-24: "Christmas Eve"]}\n',
  ],
  ['audit --policy f.yaml', '/f.yaml', written('/policy.yaml')],
  [
    'agents import f.csv --dry-run',
    '/f.csv',
    'name,email,tags,permission,phone\nAnn,ann@acme.example,sales,agent,+14155550101\n"Ben, B.",ben@acme.example,"sales;support",admin,+14155550102\n',
  ],
  [
    'setup --answers f.yaml --yes --dry-run',
    '/f.yaml',
    'shape: team\nname: Acme\nagents: ann@acme.example\nhours: mon-fri 9-17\n',
  ],
  [
    'flows create Fresh --file f.yaml --dry-run',
    '/f.yaml',
    '- {type: answer}\n- {type: talk, text: "Hello", language: en-US}\n- {type: hangup}\n',
  ],
  ['api POST /tags --input f.json --dry-run', '/f.json', '{"name": "x", "detail": "y"}'],
];

const PIECES = [
  ...[
    '',
    ' ',
    '\n',
    '\t',
    '\r\n',
    '\u0000',
    '\u001b[31m',
    '\ufeff',
    '\u202e',
    '"',
    "'",
    ':',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
  ],
  ...[
    '&a',
    '*a',
    '<<: *a',
    '!!js/function x',
    '|',
    '>',
    '#',
    '---\n',
    '...\n',
    '? ',
    '%YAML 1.1\n',
    ',',
    '=',
    '\\',
    '\\u0000',
  ],
  ...[
    'null',
    'true',
    '-1',
    '1e999',
    '0x7f',
    '99999999999999999999',
    '2026-02-30',
    '__proto__',
    'constructor',
    '${x}',
    'é'.repeat(300),
  ],
  ...['['.repeat(400), '{a: '.repeat(200), '- '.repeat(300)],
];

const RUNS = 60;
const KNOWN = [0, 2, 3, 4, 5, 6, 7, 8, 10, 20];
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/** The text with some places changed. */
function torn(text: string, seed: number): string {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random.number() * limit);
  let changed = text;
  for (let change = 0; change <= below(3); change += 1) {
    const at = below(changed.length + 1);
    const length = [0, 1, below(6), below(40), below(changed.length)][below(5)] ?? 0;
    const lines = changed.split('\n');
    const piece = below(3) === 0 ? (lines[below(lines.length)] ?? '') : (PIECES[below(PIECES.length)] ?? '');
    changed = changed.slice(0, at) + piece + changed.slice(at + length);
  }
  return changed;
}

describe.each(readers)('%s', (line, path, whole) => {
  it('reads the whole one', async () => {
    const { code, stderr } = await bench('departments').run(line, { files: { [path]: whole } });
    expect([0, 10], stderr).toContain(code);
  });

  it('survives whatever it says', async () => {
    for (let run = 1; run <= RUNS; run += 1) {
      const made = bench('departments');
      const { code, stdout, stderr } = await made.run(line, {
        files: { [path]: torn(whole, run * 7919 + line.length) },
      });
      const context = JSON.stringify({ run, code, stderr: stderr.slice(0, 600) });
      expect(KNOWN, context).toContain(code);
      expect(CONTROL.exec(`${stdout}${stderr}`)?.[0], context).toBeUndefined();
      expect(
        made.asked().filter((request) => !request.startsWith('GET ')),
        context,
      ).toEqual([]);
    }
  });
});
