/** The picture of all that is decided in a call. */
import { describe, expect, it } from 'vitest';
import type { Action, Agent, Flow, Queue } from '../../src/api/wire.ts';
import { accountOf } from '../../src/calls/account.ts';
import { explore } from '../../src/calls/explore/explore.ts';
import { PUBLISHED } from '../../src/calls/server.ts';
import { pictureOfDecisions } from '../../src/report/calls/decisions-picture.ts';
import { action, agent, flow, id, queue } from '../../src/audit/examples.ts';
import { namesOf } from '../../src/cli/call-names.ts';

const hold = flow({ id: id(36), name: 'Hold', actions: [action(37, 'talk', { text: 'Please hold.' })] });
const sales = queue({ wait_flow_id: id(36) });
const menu = (actions: Action[]): Flow[] => [flow({ name: 'Main', actions }), hold];
const keys = (targets: Record<string, number>, otherwise: number): Action[] => [
  action(31, 'talk', {
    text: 'For sales <emphasis>press</emphasis> 1, for support press 2',
    digits_handle: 'next',
  }),
  action(32, 'branch', {
    target_ids: Object.fromEntries(Object.entries(targets).map(([key, n]) => [key, id(n)])),
    default_target_id: id(otherwise),
  }),
];

function draw(flows: Flow[], queues: Queue[] = [], agents: Agent[] = [agent({ tag_ids: [id(50)] })]) {
  const account = accountOf({ flows, queues, agents });
  const [found] = explore({ flows: [id(30)], from: 0, inCall: true, servers: [PUBLISHED] }, account);
  const names = namesOf(account, flows);
  return pictureOfDecisions('+1 Main line', found.decisions(names.answerOf), names);
}

/** `from --label--> to`, with `!` where callers are lost. */
function arrows(picture: ReturnType<typeof draw>): string[] | undefined {
  const nameOf = new Map(picture?.nodes.map((node) => [node.id, `${node.lost ? '!' : ''}${node.label}`]));
  return picture?.edges.map(
    ({ from, to, label, lost }) =>
      `${nameOf.get(from) ?? ''} --${lost ? '!' : ''}${label}--> ${nameOf.get(to) ?? ''}`,
  );
}

const ASKED = 'Main: "For sales press 1, for support press 2"';

describe('what is decided', () => {
  it('leads from what is called to each end, and back', () => {
    const actions = [...keys({ 1: 33, 2: 31 }, 34), action(33, 'hangup'), action(34, 'branch', {})];
    expect(arrows(draw(menu(actions)))?.sort()).toEqual([
      `+1 Main line ----> ${ASKED}`,
      `${ASKED} --!press nothing, or press another key--> !CUT OFF: the call is hung up without a word, because nothing is set up for a caller who presses nothing (action 4 of Main).`,
      `${ASKED} --press 1--> The platform hangs up.`,
      `${ASKED} --press 2--> ${ASKED}`,
    ]);
  });

  it('is who is free, and who answers', () => {
    const actions = [action(31, 'queue_join', { queue_id: id(40) }), action(32, 'hangup')];
    const connected = 'The caller is connected with an agent of Sales.';
    expect(arrows(draw(menu(actions), [sales]))).toEqual([
      '+1 Main line ----> Waiting in Sales',
      `Waiting in Sales --an agent of Sales is free--> ${connected}`,
      `${connected} --no one answers, or the other side hangs up--> The platform hangs up.`,
    ]);
    expect(arrows(draw(menu(actions), [sales], []))).toEqual([
      '+1 Main line --!--> Waiting in Sales',
      'Waiting in Sales --!--> !No one can answer in Sales: it has no agents.',
    ]);
  });

  it('is nothing where a call can only end', () => {
    expect(arrows(draw(menu([action(31, 'hangup')])))).toEqual(['+1 Main line ----> The platform hangs up.']);
    expect(draw(menu([]))).toEqual({ nodes: [], edges: [] });
  });

  it('says where callers go round', () => {
    const round = [{ ...action(31, 'talk', { text: 'x' }), next_id: id(31) }];
    const asked = [
      ...keys({ 1: 33 }, 34),
      { ...action(33, 'answer'), next_id: id(33) },
      action(34, 'hangup'),
    ];
    expect(arrows(draw(menu(asked)))).toContain(
      `${ASKED} --!press 1--> !Loops until 100 actions are used, and is then cut off.`,
    );
    expect(draw(menu(round))?.edges).toEqual([]);
  });

  it('is not drawn where it is too much', () => {
    const count = 50;
    const asking = Array.from({ length: count }, (_, n) => [
      action(100 + 2 * n, 'talk', { text: `Question ${n}`, digits_handle: 'next' }),
      action(101 + 2 * n, 'branch', { target_ids: { 1: id(900) }, default_target_id: id(102 + 2 * n) }),
    ]).flat();
    const long = (questions: number): Flow[] =>
      menu([...asking.slice(0, 2 * questions), action(100 + 2 * questions, 'hangup'), action(900, 'hangup')]);
    expect(draw(long(5))?.nodes).toHaveLength(1 + 5 + 2);
    expect(draw(long(45))).toBeUndefined();
  });
});
