/** Who owns what, and what leads where. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agent, billingAccount, customer, flow, id, number, queue, tag } from '../../src/audit/examples.ts';
import { teamOf } from '../../src/calls/teams.ts';
import { NIL_UUID } from '../../src/core/ids.ts';
import { treeOf, type Holdings, type TreeNode } from '../../src/ownership/tree.ts';
import { ownershipMermaid, ownershipSheet } from '../../src/report/ownership.ts';
import { plain, type Paint } from '../../src/report/paint.ts';
import { widthOf } from '../../src/report/tabular/columns.ts';

const holdings = (fields: Partial<Holdings> = {}): Holdings => ({
  customer: customer({ name: 'Acme' }),
  billing: { account: billingAccount() },
  agents: [],
  numbers: [],
  flows: [],
  queues: [],
  tags: [],
  ...fields,
});
const join = (queueId: string) => ({ type: 'queue_join', option: { queue_id: queueId } });
const fetch = (flowId: string) => ({ type: 'fetch_flow', option: { flow_id: flowId } });
const connect = (destinations: unknown[]) => ({ type: 'connect', option: { destinations } });
const call = (actions: object[]) => ({ type: 'call', option: { actions } });
const ann = { type: 'agent', target: id(10).toUpperCase() };

/** A number that leads to a flow, a queue, a tag, and Ann. */
const whole = (): Holdings =>
  holdings({
    agents: [agent({ tag_ids: [id(50)] }), agent({ id: id(11), name: 'Bob', tag_ids: [] })],
    numbers: [number()],
    flows: [flow({ actions: [join(id(40))] }), flow({ id: id(32), name: 'Hold' })],
    queues: [queue({ wait_flow_id: id(32) })],
    tags: [tag({ name: 'sales' })],
  });

const textOf = (given: Holdings, depth?: number, columns?: number): string =>
  ownershipSheet(treeOf(given, depth)).text(plain, columns);
const below = (given: Holdings, title: string): string[] => {
  const lines = textOf(given).split('\n');
  const from = lines.findIndex((line) => line.startsWith(`  ${title}`));
  const rest = lines.slice(from + 1);
  const end = rest.findIndex((line) => !line.startsWith('    '));
  return rest.slice(0, end).map((line) => line.slice(4));
};

describe('the tree', () => {
  it('leads from the number to the people', () => {
    expect(below(whole(), 'Numbers')).toEqual([
      '+14155550120  Main line',
      '  flow Main menu',
      '    queue Sales',
      '      tag sales, 1 agent',
      '        Ann  available',
      '      flow Hold  while waiting',
    ]);
  });

  it('says the first way to what a flow names twice', () => {
    const given = whole();
    const flows = [
      flow({ actions: [join(id(40)), fetch(id(32))], on_complete_flow_id: id(32) }),
      flow({ id: id(32), name: 'Hold' }),
    ];
    expect(below({ ...given, flows, queues: [queue({ wait_flow_id: NIL_UUID })] }, 'Numbers')).toContain(
      '    flow Hold',
    );
  });

  it('finds the agents of a tag whatever the case of its id', () => {
    const upper = 'AB000000-0000-4000-8000-000000000050';
    const given = holdings({
      agents: [agent({ tag_ids: [upper] })],
      queues: [queue({ tag_ids: [upper.toLowerCase()] })],
      tags: [tag({ id: upper, name: 'sales' })],
    });
    expect(below(given, 'Queues')).toContain('  tag sales, 1 agent');
    expect(teamOf({ tag_ids: [upper.toLowerCase()] }, [agent({ tag_ids: [upper] })])).toHaveLength(1);
    expect(teamOf({ tag_ids: [upper] }, [agent({ tag_ids: [upper.toLowerCase()] })])).toHaveLength(1);
  });

  it('is a list in lists in Markdown, with names as code', () => {
    const text = ownershipSheet(treeOf(whole())).markdown?.() ?? '';
    expect(text).toMatch(/^- `Acme`/);
    expect(text).toContain('\n  - Agents (2)\n    - `Ann`: available, sales\n');
    expect(text).toContain('\n          - tag `sales`, 1 agent\n');
    expect(text).toContain('\n        - queue `Sales`');
    expect(text.split('\n')).toHaveLength(textOf(whole()).split('\n').length);
  });

  it('counts what is owned, and shows each once', () => {
    const lines = textOf(whole()).split('\n');
    for (const line of ['  Agents (2)', '  Numbers (1)', '  Flows (2)', '  Queues (1)', '  Tags (1)'])
      expect(lines).toContain(line);
    expect(below(whole(), 'Queues')).toEqual(['Sales  as above']);
    expect(below(whole(), 'Flows')).toEqual(['Hold', 'Main menu  as above']);
  });

  it.each([
    [
      1,
      [
        'Agents (2)',
        'Numbers (1)',
        'Flows (2)',
        'Queues (1)',
        'Tags (1)',
        'Billing: basic billing account  basic plan',
      ],
    ],
    [0, []],
  ])('to the depth of %i', (depth, lines) => {
    expect(
      textOf(whole(), depth)
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual(lines);
  });

  it.each<[string, Partial<Holdings>, string[]]>([
    [
      'a number without a flow',
      { numbers: [number({ call_flow_id: NIL_UUID })] },
      ['+14155550120  Main line; leads to no flow'],
    ],
    [
      'a flow that does not exist',
      { numbers: [number({ call_flow_id: id(99) })] },
      ['+14155550120  Main line', `  flow ${id(99)}  does not exist`],
    ],
    [
      'a flow that could not be read',
      { numbers: [number({ call_flow_id: id(99) })], flows: { reason: 'it rains' } },
      ['+14155550120  Main line', `  flow ${id(99)}  not read`],
    ],
    [
      'calls and messages to one flow',
      { numbers: [number({ message_flow_id: id(30), type: 'virtual' })], flows: [flow({ actions: [] })] },
      ['+14155550120  Main line, virtual', '  flow Main menu  calls and messages'],
    ],
    [
      'messages to another flow',
      {
        numbers: [number({ message_flow_id: id(32) })],
        flows: [flow({ actions: [] }), flow({ id: id(32), name: 'Texts' })],
      },
      ['+14155550120  Main line', '  flow Main menu', '  flow Texts  messages'],
    ],
    [
      'a queue without tags',
      { ...whole(), queues: [queue({ tag_ids: [], wait_flow_id: NIL_UUID })] },
      ['+14155550120  Main line', '  flow Main menu', '    queue Sales', '      every agent (2)'],
    ],
    [
      'a queue without tags, where agents could not be read',
      {
        ...whole(),
        agents: { reason: 'it rains' },
        queues: [queue({ tag_ids: [], wait_flow_id: NIL_UUID })],
      },
      ['+14155550120  Main line', '  flow Main menu', '    queue Sales', '      every agent  not read'],
    ],
    [
      'tags, where agents could not be read',
      {
        ...whole(),
        agents: { reason: 'it rains' },
        queues: [queue({ tag_ids: [id(50), id(59)], wait_flow_id: NIL_UUID })],
      },
      [
        '+14155550120  Main line',
        '  flow Main menu',
        '    queue Sales',
        '      tag sales  agents not read',
        `      tag ${id(59)}  agents not read; does not exist`,
      ],
    ],
    [
      'a tag that nobody has',
      { ...whole(), agents: [agent()], queues: [queue({ wait_flow_id: NIL_UUID })] },
      ['+14155550120  Main line', '  flow Main menu', '    queue Sales', '      tag sales, no agent'],
    ],
    [
      'a deleted tag, and one that never was',
      {
        ...whole(),
        queues: [queue({ tag_ids: [id(50), id(59)], wait_flow_id: NIL_UUID })],
        tags: [tag({ name: 'sales', tm_delete: '2026-11-01T00:00:00Z' })],
      },
      [
        '+14155550120  Main line',
        '  flow Main menu',
        '    queue Sales',
        '      tag sales, 1 agent  deleted',
        '        Ann  available',
        `      tag ${id(59)}, no agent  does not exist`,
      ],
    ],
    [
      'nothing where an action names no queue',
      { numbers: [number()], flows: [flow({ actions: [join(''), join(NIL_UUID)] })] },
      ['+14155550120  Main line', '  flow Main menu'],
    ],
    [
      'flows that lead round, and on',
      {
        numbers: [number()],
        flows: [
          flow({ actions: [fetch(id(32)), fetch(id(32))], on_complete_flow_id: id(33) }),
          flow({ id: id(32), name: 'Second', actions: [fetch(id(30))] }),
          flow({ id: id(33), name: 'Survey', actions: [] }),
        ],
      },
      [
        '+14155550120  Main line',
        '  flow Main menu',
        '    flow Second',
        '      flow Main menu  as above',
        '    flow Survey  afterwards',
      ],
    ],
    [
      'an agent who is called by himself',
      {
        agents: [agent()],
        numbers: [number()],
        flows: [
          flow({
            actions: [
              {
                type: 'connect',
                option: {
                  destinations: [{ type: 'agent', target: id(10) }, { type: 'tel', target: '+1' }, null],
                },
              },
              { type: 'connect', option: { destinations: [{ type: 'agent', target: id(19) }] } },
            ],
          }),
        ],
      },
      [
        '+14155550120  Main line',
        '  flow Main menu',
        '    Ann  available; connects',
        `    ${id(19)}  connects; does not exist`,
      ],
    ],
    [
      'an agent in a call within a call, next to what cannot be read',
      {
        agents: [agent()],
        numbers: [number()],
        flows: [
          flow({
            actions: [call([call([connect([null, { type: 'agent', target: 7 }, ann])])])],
          }),
        ],
      },
      ['+14155550120  Main line', '  flow Main menu', '    Ann  available; connects'],
    ],
  ])('has %s', (_what, fields, lines) => {
    expect(below(holdings(fields), 'Numbers')).toEqual(lines);
  });

  it('says what could not be read', () => {
    const text = textOf(holdings({ agents: { reason: 'it rains' }, billing: { reason: 'it snows' } }));
    expect(text).toContain('  Agents  it rains; not read');
    expect(text).toContain('  Billing: billing  it snows; not read');
  });

  it('counts nobody where agents could not be read', () => {
    const queues = [queue({ wait_flow_id: NIL_UUID }), queue({ id: id(41), name: 'Any', tag_ids: [] })];
    const tags = [tag({ name: 'sales', detail: 'who sell' })];
    const given = { ...whole(), agents: { reason: 'it rains' }, queues, tags };
    const rows = ownershipSheet(treeOf(given)).rows as TreeNode[];
    const teams = rows.filter(({ via }) => via === 'tag_ids');
    expect(teams.map(({ kind, count, state }) => [kind, count, state])).toEqual([
      ['tag', null, 'ok'],
      ['everyone', null, 'not_read'],
    ]);
    const shown: Paint = { ...plain, yellow: (text) => `?${text}`, dim: (text) => text };
    const text = ownershipSheet(treeOf(given)).text(shown);
    expect(text).toContain('tag sales  ?agents not read');
    expect(text).toContain('every agent  ?not read');
    expect(text).toContain('  sales  who sell\n');
  });

  it('what nothing leads to has no field that does', () => {
    const rows = ownershipSheet(treeOf(whole())).rows as (TreeNode & { parent_kind: string | null })[];
    const inGroups = rows.filter(({ parent_kind }) => parent_kind === 'group');
    expect(inGroups.length).toBe(7);
    expect(inGroups.filter(({ via }) => via !== null)).toEqual([]);
  });

  it('leaves out what is deleted', () => {
    const deleted = { tm_delete: '2026-11-01T00:00:00Z' };
    const text = textOf(
      holdings({ agents: [agent(deleted)], numbers: [number(deleted)], tags: [tag(deleted)] }),
    );
    for (const line of ['Agents (0)', 'Numbers (0)', 'Tags (0)']) expect(text).toContain(line);
  });
});

describe('on a terminal', () => {
  const many = holdings({
    agents: Array.from({ length: 40 }, (_, n) =>
      agent({ id: id(100 + n), name: `Agent ${n} ${'x'.repeat(n * 3)}` }),
    ),
  });

  it.each([40, 80, 140])('fits %i columns, and says how many are left out', (columns) => {
    const lines = textOf(many, undefined, columns).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines.filter((line) => line.includes('Agent ')).length).toBe(15);
    expect(lines.some((line) => line.endsWith('└─ and 25 more (--all shows them)'))).toBe(true);
  });

  it('leaves nothing out where all is asked for', () => {
    const lines = ownershipSheet(treeOf(many), true).text(plain, 80).split('\n');
    expect(lines.filter((line) => line.includes('Agent ')).length).toBe(40);
    expect(lines.join()).not.toContain('more (');
  });

  it.each([36, 40, 80])('fits names of wide characters into %i columns', (columns) => {
    const text = textOf(
      holdings({ numbers: [number({ number: '東京本社', name: '代表'.repeat(30) })] }),
      undefined,
      columns,
    );
    const [line = ''] = text.split('\n').filter((one) => one.includes('東京本社'));
    expect(line).toMatch(/東京本社  代表.*…$/);
    expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it('elsewhere nothing is drawn, left out or cut', () => {
    const text = textOf(many);
    expect(text).not.toMatch(/[─│…]/);
    expect(text.split('\n').filter((line) => line.includes('Agent ')).length).toBe(40);
  });
});

describe('for programs', () => {
  it('is flat, each with what it belongs to', () => {
    const rows = ownershipSheet(treeOf(whole())).rows as {
      kind: string;
      parent_kind: string | null;
      depth: number;
    }[];
    expect(rows[0]).toMatchObject({ depth: 0, kind: 'account', parent_kind: null });
    expect(rows).toContainEqual(
      expect.objectContaining({ depth: 5, kind: 'tag', id: id(50), parent_id: id(40) }),
    );
  });

  it('is a picture of the links alone', () => {
    const drawn = ownershipMermaid(treeOf(whole()));
    expect(drawn).toMatch(/^flowchart LR$/m);
    expect(drawn).toContain('(["+14155550120 Main line"])');
    expect(drawn).toContain('-- "while waiting" -->');
    expect(drawn).not.toContain('Bob');
    const lost = ownershipMermaid(treeOf(holdings({ numbers: [number({ call_flow_id: id(99) })] })));
    expect(lost).toContain(`flow ${id(99)}: does not exist"]:::lost`);
  });
});

it('whatever leads where: it ends, nothing is lost, and nothing leads on twice', () => {
  const ids = fc.integer({ min: 30, max: 36 }).map(id);
  const flows = fc.array(fc.record({ to: fc.array(ids, { maxLength: 3 }), after: ids }), {
    minLength: 1,
    maxLength: 7,
  });
  fc.assert(
    fc.property(flows, fc.array(ids, { maxLength: 4 }), (some, starts) => {
      const tree = treeOf(
        holdings({
          numbers: starts.map((start, n) =>
            number({ id: id(200 + n), number: `+1${n}`, call_flow_id: start }),
          ),
          flows: some.map(({ to, after }, n) =>
            flow({ id: id(30 + n), name: `F${n}`, actions: to.map(fetch), on_complete_flow_id: after }),
          ),
        }),
      );
      const all: TreeNode[] = [];
      const visit = (one: TreeNode): void => {
        all.push(one);
        one.children.forEach(visit);
      };
      visit(tree);
      const seen = all.filter(({ kind, state }) => kind === 'flow' && state === 'ok');
      expect(new Set(seen.map(({ id: one }) => one)).size).toBe(some.length);
      const leading = seen.filter(({ children }) => children.length > 0).map(({ id: one }) => one);
      expect(new Set(leading).size).toBe(leading.length);
    }),
    { numRuns: 60 },
  );
});
