/** What callers meet in the flows that setup builds, call by call. */
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../src/calls/account.ts';
import type { CallSetup } from '../../src/calls/call.ts';
import { followCall } from '../../src/calls/run.ts';
import { DOCUMENTED, PUBLISHED } from '../../src/calls/server.ts';
import { metIn } from '../../src/expect/met.ts';
import { compileActions } from '../../src/resources/actions/compile.ts';
import type { ActionSpec } from '../../src/resources/document.ts';
import { entranceActions, menuActions, waitActions, type Entrance } from '../../src/setup/flows.ts';
import { phrasesIn } from '../../src/setup/phrases.ts';

const idOf = ({ name }: { name: string }): string =>
  `aaaaaaaa-0000-4000-8000-${String(['Menu', 'Sales', 'Support', 'Sales Queue', 'Hold', 'Open'].indexOf(name)).padStart(12, '0')}`;
const flow = (name: string, actions: readonly ActionSpec[]) => ({
  id: idOf({ name }),
  name,
  actions: compileActions(actions, { idOf }, `flows/${name}`),
});
const voice = { language: 'en-US', phrases: phrasesIn('en-US') };
const sales: Entrance = {
  ...voice,
  greeting: 'Welcome to Sales.',
  queue: 'Sales Queue',
  hours: undefined,
  noAnswer: 'retry',
  closed: 'announcement',
};
const menu = (fallback: string | undefined) =>
  menuActions({
    ...voice,
    greeting: 'Welcome.',
    items: ['Support', 'Sales'].map((department) => ({ department, flow: department })),
    fallback,
  });

/** What is said, whom it rings, how it ends, and after how many seconds; the same on both kinds of server. */
function called(
  name: string,
  flows: ReturnType<typeof flow>[],
  setup: Pick<CallSetup, 'presses' | 'keys' | 'people'> = {},
) {
  const account = accountOf({
    flows: [...flows, flow('Hold', waitActions(voice))],
    queues: [
      { id: idOf({ name: 'Sales Queue' }), name: 'Sales Queue', wait_flow_id: idOf({ name: 'Hold' }) },
    ],
    agents: [],
  });
  const [one, other] = [PUBLISHED, DOCUMENTED].map((server) => {
    const run = followCall(
      { flow: idOf({ name }), moment: 0, inCall: true, server, people: { freeAfter: () => 0 }, ...setup },
      account,
    );
    const { said, queues, ends } = metIn(run, account);
    return { said, queues: queues.length, ends: ends[0], seconds: Math.round(run.ms / 1000) };
  });
  expect(other).toEqual(one);
  return one;
}

describe('a menu', () => {
  const flows = (fallback: string | undefined) => [
    flow('Menu', menu(fallback)),
    flow('Sales', entranceActions(sales)),
    // Somebody took its end out.
    flow('Support', [{ type: 'talk', option: { text: 'This is support.', language: 'en-US' } }]),
  ];

  it('without anybody for those who press nothing is said three times, and ends with a goodbye', () => {
    const met = called('Menu', flows(undefined));
    expect(met).toMatchObject({ queues: 0, ends: 'hangup' });
    expect(met?.said.filter((text) => text.includes('For Sales, press 2.'))).toHaveLength(3);
    expect(met?.said.at(-1)).toBe(voice.phrases.goodbye);
  });

  it('connects those who press nothing with a department', () => {
    const met = called('Menu', flows('Sales'));
    expect(met).toMatchObject({ queues: 1, ends: 'agent' });
    expect(met?.said).toContain('I am connecting you with Sales.');
  });

  it.each([['1'], ['', '1'], ['', '', '1']])(
    'leads from %s to one department, and into no other',
    (...presses) => {
      const met = called('Menu', flows('Sales'), { presses });
      expect(met).toMatchObject({ queues: 0, ends: 'hangup' });
      expect(met?.said.at(-1)).toBe('This is support.');
    },
  );
});

describe('a message', () => {
  const message = [flow('Sales', entranceActions({ ...sales, noAnswer: 'voicemail' }))];
  const people = { freeAfter: () => 0, answer: 'nobody' as const };

  it('may last two minutes', () => {
    const met = called('Sales', message, { people });
    expect(met?.ends).toBe('recording');
    expect(met?.seconds).toBeGreaterThan(130);
    expect(met?.said.at(-1)).toBe(voice.phrases.thanks);
  });

  it('is over when a key is pressed', () => {
    const whole = called('Sales', message, { people });
    const ended = called('Sales', message, { people, presses: ['#'] });
    expect(ended?.said.at(-1)).toBe(voice.phrases.thanks);
    expect(ended?.seconds).toBeLessThan((whole?.seconds ?? 0) - 100);
  });
});

describe('a caller whom no agent answered', () => {
  const flows = [flow('Sales', entranceActions(sales))];
  const people = { freeAfter: () => 0, answer: 'nobody' as const };

  it.each([
    ['who presses nothing hears a goodbye', [], 1],
    ['may wait a second time', ['1'], 2],
    ['who presses another key hears a goodbye', ['7'], 1],
  ])('%s', (_, presses, times) => {
    const met = called('Sales', flows, { people, presses });
    expect(met).toMatchObject({ queues: times, ends: 'hangup' });
    expect(met?.said.at(-1)).toBe(voice.phrases.goodbye);
  });
});
