/** The picture of the ways of calls: numbers, flows, and how it ends. */
import { describe, expect, it } from 'vitest';
import { AccountCalls } from '../../src/audit/calls.ts';
import { action, agent, flow, id, phones, queue } from '../../src/audit/examples.ts';
import { namesOf } from '../../src/cli/call-names.ts';
import { pictureOfWays, renderMermaid, type Picture } from '../../src/report/calls/picture.ts';

const menu = flow({
  actions: [
    action(31, 'talk', { text: 'Press 1 or 2', digits_handle: 'next' }),
    action(32, 'branch', {
      target_ids: { '1': id(33), '2': id(33), '3': id(34) },
      default_target_id: id(35),
    }),
    action(33, 'queue_join', { queue_id: id(40) }),
    action(34, 'fetch_flow', { flow_id: id(38) }),
    action(35, 'hangup'),
  ],
});
const returns = flow({
  id: id(38),
  name: 'Returns line',
  actions: [action(39, 'queue_join', { queue_id: id(41) })],
});
const hold = flow({ id: id(36), name: 'Hold', actions: [action(37, 'talk', { text: 'Please hold.' })] });
const queues = [
  queue({ wait_flow_id: id(36) }),
  queue({ id: id(41), name: 'Returns', tag_ids: [id(51)], wait_flow_id: id(36) }),
];

function draw(flows = [menu, returns, hold]): Picture {
  const account = phones(flows, { queues, agents: [agent({ tag_ids: [id(50)] })] });
  const calls = new AccountCalls(account, 0);
  const lines = [
    { id: 'a', label: '+1 Main', flow: menu.id },
    { id: 'b', label: '+2 Spare', flow: undefined },
  ];
  return pictureOfWays(
    calls.explored[0]?.found ?? { ends: [] },
    namesOf(calls.account, account.flows),
    lines,
  );
}

describe('the picture of all ways', () => {
  const { nodes, edges } = draw();
  const lost = nodes.filter((node) => node.lost).map(({ label }) => label);

  it('begins with the numbers', () => {
    expect(edges[0]).toEqual({ from: 'a', to: id(30), label: '', lost: false });
    expect(nodes.find(({ kind }) => kind === 'number')?.label).toBe('+1 Main');
  });

  it('says who answers, and where nobody does', () => {
    expect(nodes.map(({ label }) => label)).toContain('The caller is connected with an agent of Sales.');
    expect(lost).toEqual(['+2 Spare: leads to no flow', 'No one can answer in Returns: it has no agents.']);
  });

  it('joins what leads from one place to the same next one', () => {
    expect(new Set(edges.map(({ from, to }) => `${from} ${to}`)).size).toBe(edges.length);
    expect(edges.find(({ from, to }) => from === id(30) && to === id(38))).toMatchObject({
      label: 'press 3',
      lost: true,
    });
  });

  it('says why a call is connected, and why it goes on behind that; hold music is no place', () => {
    const labelTo = (label: string) =>
      edges.find(({ to }) => to === nodes.find((one) => one.label === label)?.id)?.label;
    expect(labelTo('The caller is connected with an agent of Sales.')).toBe('press 1, then an agent is free');
    expect(nodes.map(({ label }) => label)).not.toContain('Hold');

    const line = flow({ actions: [action(31, 'queue_join', { queue_id: id(40) }), action(32, 'hangup')] });
    expect(draw([line, hold]).edges.map(({ label }) => label)).toContain(
      'no one answers, or the other side hangs up',
    );
  });
});

describe('mermaid', () => {
  it('gets names as they are, whatever characters they have', () => {
    const label = 'Miller & Sons <#1; "here">';
    const drawn = renderMermaid({ nodes: [{ id: 'a', label, kind: 'flow', lost: false }], edges: [] });
    expect(drawn).toContain('n0["Miller #38; Sons #60;#35;1; #34;here#34;#62;"]');
  });
});
