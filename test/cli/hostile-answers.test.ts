/**
 * Answers of the right shape and with wrong values, at random places: whatever a server says, a command ends with a code
 * of the table and never with that of a bug, prints no control characters, and does not hang.
 */
import { describe, expect, it } from 'vitest';
import type { Transport } from '../../src/core/ports.ts';
import { seededRandom } from '../../src/emulator/world.ts';
import { bench } from '../support/program.ts';

const deep = (levels: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { option: value };
  return value;
};

/** What takes the place of a value. */
const HOSTILE: readonly unknown[] = [
  null,
  '',
  ' ',
  'x',
  '\u001b[31mred\u001b[0m\u0007\u202e',
  'a\nb\r\nc\td\u0000',
  '__proto__',
  'constructor',
  '${voipbin.call.id}',
  '=1+1',
  '<script>alert(1)</script>',
  'é'.repeat(5000),
  '9999-12-31T23:59:59.999999Z',
  '0001-01-01T00:00:00Z',
  '2026-02-30T25:61:00Z',
  '00000000-0000-0000-0000-000000000000',
  '+999999999999999999999999',
  -1,
  0,
  0.1,
  1e308,
  -1e308,
  9_007_199_254_740_993,
  true,
  false,
  [],
  {},
  [null],
  { '': '' },
  ['x', 'x'],
  Object.fromEntries([['__proto__', 1]]),
  deep(300),
];

const commands = [
  'customer get',
  'customer tree --all',
  'agents list',
  'agents list -o csv',
  'numbers list',
  'flows list -o yaml',
  'flows get "Main menu"',
  'flows get "Main menu" -o yaml',
  'queues list -o markdown',
  'tags list',
  'extensions list',
  'accesskeys list',
  'calls list',
  'calls list --sort created -o json',
  'queuecalls list',
  'activeflows list',
  'messages list',
  'recordings list',
  'billing get',
  'billing list',
  'outbound get',
  'conferences list',
  'campaigns list',
  'usage',
  'usage --by country',
  'usage limits',
  'calls report',
  'audit',
  'audit -o json',
  'audit --report html=r.html --report sarif=r.sarif --report junit=r.xml --report csv=r.csv --quiet',
  'trace +14155550100',
  'trace "Main menu" --all -o mermaid',
  'test --init calls.yaml',
  'hours',
  'export',
  'doctor',
  'whoami',
  'agents update grace.hill@acme.example --status available --yes',
  'tags create Fresh --yes',
  'api GET /agents --paginate',
];

/** So many places of an answer are changed, in so many runs of each command. */
const MOST_CHANGES = 4;
const RUNS = 25;

/** Codes that a command may end with: anything but that of a bug. */
const KNOWN = [0, 2, 3, 4, 5, 6, 7, 8, 10];

/** Answers of the emulator with hostile values in some places. */
function hostile(inner: Transport, seed: number): Transport {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random.number() * limit);
  return async (request) => {
    const answer = await inner(request);
    if (below(3) === 0) return answer;
    let body: unknown;
    try {
      body = JSON.parse(answer.body);
    } catch {
      return answer;
    }
    for (let change = 0; change <= below(MOST_CHANGES); change += 1) body = changedAt(body, below);
    return { ...answer, body: JSON.stringify(body) };
  };
}

/** The same with one value changed, left out or there twice. */
function changedAt(value: unknown, below: (limit: number) => number): unknown {
  if (typeof value !== 'object' || value === null || below(8) === 0) return HOSTILE[below(HOSTILE.length)];
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    const at = below(items.length + 1);
    if (at === items.length) return below(4) === 0 ? HOSTILE[below(HOSTILE.length)] : items;
    if (below(6) === 0) return [...items, items[at]];
    items[at] = changedAt(items[at], below);
    return items;
  }
  const entries = Object.entries(value);
  const at = below(entries.length + 1);
  if (at === entries.length) return { ...value, unknown_field: HOSTILE[below(HOSTILE.length)] };
  if (below(6) === 0) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(
    entries.map(([name, one], index) => [name, index === at ? changedAt(one, below) : one]),
  );
}

/** What moves a terminal's cursor, or hides what comes after it. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

describe.each(commands)('%s', (line) => {
  it('survives whatever it is answered', async () => {
    for (let run = 1; run <= RUNS; run += 1) {
      const made = bench('messy');
      const { code, stdout, stderr } = await made.run(line, {
        transport: hostile(made.emulator.transport, run * 7919 + line.length),
      });
      const context = JSON.stringify({ run, code, stderr: stderr.slice(0, 600) });
      expect(KNOWN, context).toContain(code);
      expect(CONTROL.exec(`${stdout}${stderr}`)?.[0], context).toBeUndefined();
    }
  });
});
