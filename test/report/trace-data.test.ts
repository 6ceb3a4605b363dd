/** What `trace -o json` writes, and that its JSON Schema describes all of it. */
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Flow, Queue } from '../../src/api/wire.ts';
import { accountOf, type CallAccount } from '../../src/calls/account.ts';
import type { CallSetup } from '../../src/calls/call.ts';
import { exploreOn } from '../../src/calls/explore/explore.ts';
import { DOCUMENTED, PUBLISHED, serversOf } from '../../src/calls/server.ts';
import { followOnServers } from '../../src/calls/servers.ts';
import { waitIn } from '../../src/calls/waiting.ts';
import { evidenceData, traceData, waitingData } from '../../src/report/calls/data.ts';
import { traceSchema } from '../../src/report/calls/schema.ts';
import { explorationData } from '../../src/report/calls/ways-data.ts';
import type { Names } from '../../src/report/calls/words.ts';
import { anyServer, flowId, randomFlows } from '../calls/random-flows.ts';

const NOW = Date.parse('2026-11-28T17:00:00Z');
const MAIN = flowId(0);
const names: Names = {
  flow: (id) => id,
  queue: (id) => id,
  team: () => [],
  address: ({ target }) => target,
  answerOf: (flow) => (flow === flowId(1) ? 'a' : undefined),
};

/** Whatever it does not describe is refused. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]));
  return 'required' in parts ? { ...parts, additionalProperties: false } : parts;
}
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(
  closed(traceSchema()) as object,
);
const refusals = (data: unknown): unknown[] => {
  validate(JSON.parse(JSON.stringify(data)));
  return [...(validate.errors ?? [])];
};

const evidence = evidenceData({ timeouts: { works: true, at: NOW, activeflow: 'x' } });

const waysOf = (account: CallAccount, inCall: boolean): object[] =>
  exploreOn(serversOf({}), { flows: [MAIN], from: NOW, inCall, mostStates: 3000 }, account).map(
    ({ server, found }) => {
      const waits = found.joins.map(({ queue, used }) =>
        waitingData(queue, waitIn({ queue, used, moment: NOW, server }, account)),
      );
      return explorationData({ server, found }, new Map([[MAIN, 9]]), waits, names);
    },
  );

/** Every second fetch becomes a wait in a queue. */
function accountWithQueues(flows: readonly Flow[]): CallAccount {
  const waiting = (action: Action, index: number): Action =>
    action.type === 'fetch_flow' && index % 2 === 1
      ? { ...action, type: 'queue_join', option: { queue_id: action.option?.['flow_id'] } }
      : action;
  return accountOf({
    flows: flows.map((one) => ({ ...one, actions: (one.actions ?? []).map(waiting) })),
    queues: flows.map((one): Queue => ({ id: one.id, wait_flow_id: one.id })),
  });
}

describe('the schema', () => {
  const presses = fc.array(fc.constantFrom('', '1', '12'), { maxLength: 4 });
  const answer = fc.constantFrom('nobody', 'hangs up', 'stays');

  it('describes every call', () => {
    fc.assert(
      fc.property(randomFlows, anyServer, presses, answer, (flows, known, keys, who) => {
        const people = { answer: who, freeAfter: () => (keys.length > 2 ? 5000 : undefined) } as const;
        const setup = { flow: MAIN, moment: NOW, inCall: true, presses: keys, people };
        const account = accountWithQueues(flows);
        const runs = followOnServers(setup, keys.length > 1 ? {} : known, account);
        expect(refusals({ ...traceData(runs, names), evidence })).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('describes every way', () => {
    fc.assert(
      fc.property(randomFlows, fc.boolean(), (flows, inCall) => {
        const [main, otherwise] = waysOf(accountWithQueues(flows), inCall);
        expect(refusals({ ...main, otherwise, evidence })).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses what is not described', () => {
    const flows = [{ id: MAIN, name: 'Main', actions: [] }];
    const setup = { flow: MAIN, moment: NOW, inCall: true };
    const data = traceData(followOnServers(setup, {}, accountOf({ flows })), names);
    expect(refusals({ ...data, evidence, more: 1 })).not.toEqual([]);
  });
});

describe('waits', () => {
  const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const queue: Queue = { id: id(700), name: 'Sales', wait_flow_id: flowId(1) };
  const join: Action = { type: 'queue_join', option: { queue_id: id(700) } };

  function waitsOf(actions: Action[], hold: Action[], setup: Partial<CallSetup> = {}): unknown[] {
    const flows = [actions, hold].map((some, n) => ({
      id: flowId(n),
      name: `Flow ${n}`,
      actions: some.map((action, index) => ({ ...action, id: id(10 * n + index) })),
    }));
    const { server = PUBLISHED, ...more } = setup;
    const runs = followOnServers(
      { flow: MAIN, moment: NOW, inCall: true, speechMs: () => 1000, ...more },
      server,
      accountOf({ flows, queues: [queue] }),
    );
    const { waits } = traceData(runs, names) as { waits: Record<string, unknown>[] };
    return waits.map(({ for: what, type, seconds, lasts, exact, queue: where }) =>
      [what, type, seconds, lasts, exact, where].filter((one) => one !== undefined),
    );
  }
  const talk: Action = { type: 'talk', option: { text: 'x' } };
  const pause: Action = { type: 'sleep', option: { duration: 2000 } };
  const keys: Action = { type: 'digits_receive', option: { length: 1, duration: 3000 } };

  it('are those for keys, and for the end of a pause', () => {
    expect(waitsOf([talk, keys, pause], [], { server: DOCUMENTED, presses: ['1'] })).toEqual([
      ['keys', 'digits_receive', 1, 1, true],
      ['pause', 'sleep', 2, 2, true],
    ]);
    expect(waitsOf([talk, keys], [])).toEqual([['keys', 'digits_receive', 1, null, true]]);
    expect(waitsOf([talk, { type: 'sleep', option: { duration: 0 } }], [])).toEqual([]);
    expect(waitsOf([{ type: 'call' }], [])).toEqual([['release', 'call', 0, null, true]]);
  });

  it('are those for an agent, up to the end or until one is free; then for the answer', () => {
    expect(waitsOf([talk, join], [talk])).toEqual([['agent', 'queue_join', 1, 33, true, id(700)]]);
    expect(waitsOf([talk, join], [talk, pause])).toEqual([['agent', 'queue_join', 1, null, true, id(700)]]);
    const people = { freeAfter: () => 2500, answer: 'nobody' } as const;
    expect(waitsOf([talk, join, keys], [talk], { people, presses: ['1'] })).toEqual([
      ['agent', 'queue_join', 1, 2.5, true, id(700)],
      ['answer', 'confbridge_join', 3.5, 60, true],
      ['keys', 'digits_receive', 63.5, 1, true],
    ]);
  });

  it('are not exact where music lasts nobody knows how long', () => {
    const music: Action = { type: 'play', option: { stream_urls: ['x'] } };
    expect(waitsOf([join], [music, talk])).toEqual([['agent', 'queue_join', 0, 25, false, id(700)]]);
  });
});

describe('decisions', () => {
  it('are turns that name each other, from the beginning on', () => {
    const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const actions = [
      { id: id(1), type: 'talk', option: { text: 'x', digits_handle: 'next' } },
      { id: id(2), type: 'branch', option: { target_ids: { 1: id(3) }, default_target_id: id(1) } },
      { id: id(3), type: 'hangup' },
    ];
    const [{ decisions }] = waysOf(accountOf({ flows: [{ id: MAIN, name: 'Main', actions }] }), true) as [
      { decisions: unknown[] },
    ];
    const action = { flow: MAIN, id: id(1), type: 'talk' };
    const hangup = { flow: MAIN, id: id(3), type: 'hangup' };
    expect(decisions).toEqual([
      {
        ends: [],
        options: [
          {
            when: [
              { kind: 'no-key', action },
              { kind: 'press', keys: '0', other: true, action },
            ],
            to: 0,
          },
          { when: [{ kind: 'press', keys: '1', action }], to: 1 },
        ],
      },
      {
        ends: [{ kind: 'hangup', ...hangup, why: 'the flow hangs up', waiting: false, least: 2 }],
        options: [],
      },
    ]);
  });
});
