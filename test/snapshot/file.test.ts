/** Snapshots as files: what an older version saved, lists in their order, and what is wrong, with its place. */
import { runRules } from '../../src/audit/engine.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { expect, it } from 'vitest';
import { collect } from '../../src/snapshot/collect.ts';
import { readSnapshot, saveSnapshot } from '../../src/snapshot/file.ts';
import { createMeter } from '../../src/snapshot/meter.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { apiOver, json } from '../support/wire.ts';

/** One row or two in every list. */
async function picture(...times: string[]): Promise<Snapshot> {
  const { api, clock } = apiOver(({ url }) => {
    const path = new URL(url).pathname;
    if (/customer$|_account$|_config$/.test(path))
      return Promise.resolve(json({ id: '1', secret: 's3cret' }));
    const token = new URL(url).searchParams.get('page_token') ?? '';
    const rows = token.startsWith('2999') ? times : [];
    const result = rows.map((tm_create, index) => ({
      id: String(index),
      tm_create,
      password: 'p4ss',
      direct_hash: 'h4sh',
    }));
    return Promise.resolve(json({ result, next_page_token: rows.at(-1) ?? '' }));
  });
  return collect(api, { clock, since: 0, meter: createMeter() });
}

it('lists are newest first, by microseconds and not as text', async () => {
  const { sections } = await picture(
    '2026-11-20T10:00:00.5Z',
    '2026-11-20T10:00:00.123456Z',
    '2026-11-20T10:00:00Z',
  );
  const ids = (name: 'agents' | 'extensions'): string[] => {
    const section = sections[name];
    return section.state === 'loaded' ? section.value.map(({ id }) => id) : [];
  };
  expect(ids('agents')).toEqual(['0', '1', '2']);
  expect(ids('extensions')).toEqual(['0', '1', '2']);
});

it('no secret is kept, and what is written is read again', async () => {
  const snapshot = await picture('2026-11-20T10:00:00Z');
  const text = saveSnapshot(snapshot);
  expect(text).not.toMatch(/s3cret|p4ss|h4sh/);
  const { format, ...read } = readSnapshot(text, 'x') as Snapshot & { format: string };
  expect(format).toBe('voipbin.snapshot/1');
  expect(read).toEqual(JSON.parse(JSON.stringify(snapshot)));
});

it('of one that does not say which way messages went, nothing is concluded from that', async () => {
  const snapshot = JSON.parse(saveSnapshot(await picture())) as Snapshot;
  const old = {
    ...snapshot,
    sections: {
      ...snapshot.sections,
      numbers: { state: 'loaded', value: [] },
      messages: { state: 'loaded', value: { rows: 0, numbers: {} } },
    },
  };
  const outcomes = runRules(rules, readSnapshot(JSON.stringify(old), 'x'));
  const outcomeOf = (id: string): unknown => outcomes.find(({ rule }) => rule.id === id)?.outcome;
  const outdated = { state: 'skipped', reason: expect.stringContaining('earlier version') as string };
  expect(outcomeOf('number-sms-unhandled')).toMatchObject(outdated);
  expect(outcomeOf('message-burst')).toMatchObject(outdated);
  expect(outcomeOf('callback-expensive')).not.toMatchObject(outdated);
});

it.each([
  ['flows', [{ id: '1' }, { id: 5 }], 'sections.flows.value[1].id must be a text'],
  [
    'flows',
    [{ id: '1', actions: [{ option: [] }] }],
    'sections.flows.value[0].actions[0].option must be an object',
  ],
  [
    'flows',
    [{ id: '1', actions: [{ option: 'x' }] }],
    'sections.flows.value[0].actions[0].option must be an object',
  ],
  ['agents', 7, 'sections.agents.value must be a list'],
  ['agents', [null], 'sections.agents.value[0] must be an object'],
])('of one with wrong %s, the place is named: %j', async (name, value, problem) => {
  const snapshot = JSON.parse(saveSnapshot(await picture())) as Snapshot;
  const wrong = { ...snapshot, sections: { ...snapshot.sections, [name]: { state: 'loaded', value } } };
  expect(() => readSnapshot(JSON.stringify(wrong), 'x')).toThrow(`x is not a saved snapshot: ${problem}`);
});
