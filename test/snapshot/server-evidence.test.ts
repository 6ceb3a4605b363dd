/** What kind of server it is, seen in the account's own runs. */
import { describe, expect, it } from 'vitest';
import type { Action, Activeflow } from '../../src/api/wire.ts';
import { addEvidence, evidenceOf } from '../../src/snapshot/server-evidence.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const sleep: Action = { id: 's', type: 'sleep', option: { duration: 2000 } };
const talk: Action = { id: 't', type: 'talk' };
const weekdays: Action = { id: 'w', type: 'condition_datetime', option: { weekdays: ['1'] } };
const jump: Action = { id: 'g', type: 'goto', option: { target_id: 't', loop_count: 2 } };

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

it('the newer fact holds', () => {
  const old = { timeouts: { works: false, at: 1, activeflow: 'a' } };
  const recent = { timeouts: { works: true, at: 2, activeflow: 'b' } };
  expect(addEvidence(old, recent)).toEqual(recent);
  expect(addEvidence(recent, old)).toEqual(recent);
});
