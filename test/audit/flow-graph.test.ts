/** What a flow can do: ways, loops, labels, and what it names. */
import { describe, expect, it } from 'vitest';
import { actionReferences, busyLoop, graphOf } from '../../src/audit/flow-graph.ts';
import { action, flow, id } from '../../src/audit/examples.ts';
import type { Action } from '../../src/api/wire.ts';

const of = (...actions: Action[]) => graphOf(flow({ actions }));

describe('ways', () => {
  it('go to the next action, to next_id, and nowhere behind a hangup', () => {
    const { steps } = of(action(1, 'answer'), { ...action(2, 'talk'), next_id: id(1) }, action(3, 'hangup'));
    expect(steps).toEqual([[{ to: 1 }], [{ to: 0 }], [{ to: undefined }]]);
  });

  it("know the platform's own ids", () => {
    const reserved = (n: number): string => `00000000-0000-0000-0000-00000000000${n}`;
    const { steps, lost } = of(
      action(1, 'talk'),
      action(2, 'branch', { target_ids: { '1': reserved(1), '2': reserved(2), '3': reserved(3) } }),
      action(3, 'talk'),
    );
    expect(steps[1]?.map(({ to }) => to)).toEqual([0, undefined, 2, 2]);
    expect(lost).toEqual([]);
  });

  it('survive options of any type', () => {
    const { lost, reachable } = of(
      action(1, 'branch', { target_ids: 'none', default_target_id: 7 }),
      { id: null, type: null, option: null },
      action(3, 'goto', { target_id: {}, loop_count: 'x' }),
    );
    expect(lost).toEqual([]);
    expect([...reachable].sort()).toEqual([0, 1, 2]);
  });
});

describe('labels', () => {
  it('are what is pressed on the way', () => {
    const graph = of(
      action(1, 'branch', { target_ids: { '1': id(2), '2': id(3) }, default_target_id: id(3) }),
      action(2, 'queue_join', { queue_id: id(40) }),
      action(3, 'branch', { target_ids: { '9': id(4) }, default_target_id: id(5) }),
      action(4, 'fetch_flow', { flow_id: id(35) }),
      action(5, 'hangup'),
    );
    expect(actionReferences(graph).map(({ where, label }) => [where, label])).toEqual([
      ['queue_join.queue_id', '1'],
      ['fetch_flow.flow_id', '2 > 9'],
    ]);
  });

  it('a call that is made elsewhere is no way for the caller', () => {
    const graph = of(
      action(1, 'call', { flow_id: id(35), actions: [action(2, 'queue_join', { queue_id: id(40) })] }),
    );
    expect(actionReferences(graph).map(({ kind, follows }) => [kind, follows])).toEqual([
      ['flow', false],
      ['queue', false],
    ]);
  });
});

describe('busy loops', () => {
  const back = (n: number): Action => ({ ...action(n, 'webhook_send'), next_id: id(1) });
  it.each([
    ['a pause of no length', [action(1, 'sleep', { duration: 0 }), back(2)], [0, 1]],
    ['a pause', [action(1, 'sleep', { duration: 100 }), back(2)], undefined],
    ['talk without a text', [action(1, 'talk', { text: ' ' }), back(2)], [0, 1]],
    ['talk that does not wait', [action(1, 'talk', { text: 'x', async: true }), back(2)], [0, 1]],
    ['a loop that is never reached', [action(9, 'hangup'), action(1, 'answer'), back(2)], undefined],
    [
      'rounds without number',
      [action(1, 'answer'), action(2, 'goto', { target_id: id(1), loop_count: 100_000 })],
      [0, 1],
    ],
  ])('%s', (_name, actions, loop) => {
    expect(busyLoop(of(...actions))).toEqual(loop);
  });
});
