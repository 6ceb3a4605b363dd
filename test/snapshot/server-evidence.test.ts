/** What kind of server it is, seen in the account's own runs. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Action, Activeflow } from '../../src/api/wire.ts';
import { addEvidence, evidenceOf } from '../../src/snapshot/server-evidence.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const sleep: Action = { id: 's', type: 'sleep', option: { duration: 2000 } };
const TALK = 'aaaaaaaa-0000-4000-8000-000000000001';
const talk: Action = { id: TALK, type: 'talk' };
const weekdays: Action = { id: 'w', type: 'condition_datetime', option: { weekdays: ['1'] } };
const jump: Action = { id: 'g', type: 'goto', option: { target_id: TALK, loop_count: 2 } };

function run(
  executed_actions: Action[],
  current_action?: Action,
  more: Partial<Activeflow> = {},
): Activeflow {
  return {
    id: 'run',
    reference_type: 'call',
    status: 'ended',
    tm_update: '2026-11-28T11:00:00Z',
    executed_actions: [{ id: '00000000-0000-0000-0000-000000000001' }, ...executed_actions],
    current_action,
    ...more,
  };
}

const works = (row: Activeflow) =>
  Object.fromEntries(Object.entries(evidenceOf(row, NOW)).map(([fault, fact]) => [fault, fact.works]));

describe('timeouts', () => {
  it('fire where a run got past a pause', () => {
    expect(evidenceOf(run([sleep, talk]), NOW)).toEqual({
      timeouts: { works: true, at: Date.parse('2026-11-28T11:00:00Z'), activeflow: 'run' },
    });
    expect(works(run([sleep], talk))).toEqual({ timeouts: true });
  });

  it('need not, where an agent became free, nothing was waited for, or there was no call', () => {
    const join: Action = { id: 'j', type: 'confbridge_join' };
    expect(works(run([sleep, join, talk]))).toEqual({});
    expect(works(run([sleep], join))).toEqual({});
    expect(works(run([{ ...sleep, option: { duration: 0 } }, talk]))).toEqual({});
    expect(works(run([sleep, talk], undefined, { reference_type: 'api' }))).toEqual({});
  });

  it('do not fire where a run stayed in a pause for longer than that', () => {
    const begun = { ...sleep, tm_execute: '2026-11-28T10:59:00Z' };
    expect(works(run([talk], begun))).toEqual({ timeouts: false });
    expect(works(run([talk], begun, { status: 'running' }))).toEqual({ timeouts: false });
    const recent = { ...sleep, tm_execute: '2026-11-28T11:59:55Z' };
    expect(works(run([talk], recent, { status: 'running' }))).toEqual({});
  });
});

describe('weekdays and counted jumps', () => {
  it('work where a run got past them', () => {
    expect(works(run([weekdays, talk]))).toEqual({ weekdays: true });
    expect(works(run([talk, jump, talk, jump, talk, jump, { id: 'x', type: 'talk' }]))).toEqual({
      counted_jumps: true,
    });
  });

  it('do not where a run ended there, or jumped more often than it should', () => {
    expect(works(run([talk], weekdays))).toEqual({ weekdays: false });
    expect(works(run([talk, jump, talk, jump, talk, jump, talk]))).toEqual({ counted_jumps: false });
    expect(works(run([talk, jump, talk], jump))).toEqual({});
  });
});

describe('a jump', () => {
  const left = (loop_count: number): Action => ({ ...jump, option: { ...jump.option, loop_count } });
  const fetch: Action = { id: 'f', type: 'fetch_flow' };
  const end: Action = { id: 'x', type: 'talk' };

  it('counts where it shows what is left, until that is nothing', () => {
    expect(works(run([left(2), talk, left(1), talk]))).toEqual({});
    expect(works(run([left(2), talk, left(1), talk, left(0), end]))).toEqual({ counted_jumps: true });
    expect(works(run([left(0), end]))).toEqual({});
  });

  it('counts from the beginning in each flow that is fetched', () => {
    const once = [fetch, talk, left(1), talk];
    expect(works(run([...once, ...once, ...once]))).toEqual({});
    expect(works(run([talk, left(1), talk, left(1), talk]))).toEqual({ counted_jumps: false });
  });

  it('shows nothing where nobody knows where it leads', () => {
    for (const target_id of ['${next}', '00000000-0000-0000-0000-000000000001', undefined]) {
      const unsure = { ...jump, option: { target_id, loop_count: 2 } };
      expect(works(run([end, unsure, end, unsure, end]))).toEqual({});
    }
    expect(
      works(run([talk, { ...jump, option: { target_id: TALK.toUpperCase(), loop_count: 1 } }, talk])),
    ).toEqual({});
  });

  it('counts where it is not taken, although it should be', () => {
    expect(works(run([jump, end]))).toEqual({ counted_jumps: true });
  });
});

it('the newer fact holds', () => {
  const old = { timeouts: { works: false, at: 1, activeflow: 'a' } };
  const recent = { timeouts: { works: true, at: 2, activeflow: 'b' } };
  expect(addEvidence(old, recent)).toEqual(recent);
  expect(addEvidence(recent, old)).toEqual(recent);
});

describe('what was recorded on the genuine server', () => {
  interface Recorded {
    name: string;
    timeouts?: boolean;
    flows: Record<string, Action[]>;
    queue?: { wait_flow: Action[] | null };
    result: { status: string; executed: (number | string)[] | number; current: unknown };
  }
  const load = (file: string): Recorded[] =>
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../contract', file), 'utf8')) as Recorded[];
  /** By the small number at the end of its id, or by its type where the platform put it in. */
  const shownBy = (record: Recorded, reference_type: string): Record<string, boolean> => {
    const { executed } = record.result;
    const actions = [...Object.values(record.flows), record.queue?.wait_flow ?? []].flat();
    const named = (name: number | string): Action =>
      (typeof name === 'number' ? actions.find(({ id }) => Number(id?.slice(-4)) === name) : undefined) ?? {
        type: String(name),
      };
    return Array.isArray(executed) ? works(run(executed.map(named), undefined, { reference_type })) : {};
  };

  it('never shows that anything works that did not', () => {
    const runs = ['executions/executions.json', 'executions/random.json'].flatMap(load);
    const facts = runs
      .filter(({ flows }) => Object.keys(flows).length > 0)
      .map((record) => shownBy(record, 'api'));
    expect(facts.filter((fact) => Object.values(fact).includes(true))).toEqual([]);
    expect(facts.filter((fact) => fact['counted_jumps'] === false).length).toBeGreaterThan(0);
    for (const call of load('call-runs/calls.json')) {
      const { timeouts, ...others } = shownBy(call, 'call');
      expect([call.name, others['weekdays'], others['counted_jumps']]).not.toContain(true);
      if (timeouts !== undefined) expect([call.name, timeouts]).toEqual([call.name, call.timeouts]);
    }
  });
});
