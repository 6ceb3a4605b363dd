/** `audit --fix-plan`: the file, what `plan` and `apply` make of it, and what the next audit finds. */
import { describe, expect, it } from 'vitest';
import type { RepairChange } from '../../src/audit/repair.ts';
import { contradicting, patchesOf, type Proposal } from '../../src/cli/commands/audit/fix/proposal.ts';
import { NIL_UUID } from '../../src/core/ids.ts';
import { readPlan } from '../../src/plan/file/read.ts';
import { bench } from '../support/program.ts';
import { findingsOf, planOf, prints, repair, textOf, told, type Finding } from '../support/repair.ts';

it('a fix plan is a file: standard output has the report', async () => {
  const one = bench('messy');

  expect((await one.run('audit --fix-plan -')).code).toBe(2);
  expect(one.asked()).toEqual([]);
});

describe('audit --fix-plan', () => {
  it('messy: what is repaired is gone, what is told as left is left, and nothing new has come', async () => {
    const one = bench('messy');
    expect(await repair(one)).toEqual([
      'agent-dangling-tag',
      'call-path-broken',
      'flow-hours-ending',
      'flow-jump-endless',
      'flow-keys-unmatched',
      'flow-queue-last',
      'flow-text-unspeakable',
      'flow-waits-forever',
      'flow-waits-forever',
      'number-sms-unhandled',
      'queue-no-timeout',
      'queue-wait-flow-missing',
      'queue-wait-flow-nonblocking',
      'rtp-debug-enabled',
      'webhook-not-https',
    ]);
    expect(one.files.get('/fix.yaml')?.mode).toBe(0o644);
  });

  it('neglected: a new wait flow, and the only routing method; undo takes it back', async () => {
    const one = bench('neglected');
    const before = prints(await findingsOf(one));
    expect(await repair(one)).toEqual(['queue-routing-invalid', 'queue-wait-flow-missing']);
    expect(textOf(one)).toContain(
      [
        'queues:',
        '  # queue-routing-invalid: has no routing method: callers are thrown out when an agent is free',
        '  #   random is the only method that the platform has',
        '  # queue-wait-flow-missing: has no wait flow: callers are cut off when they join',
      ].join('\n'),
    );
    expect(textOf(one)).toContain('#   queue-no-timeout: queue - no clear choice\n');
    const again = await one.run('audit --fix-plan /again.yaml');
    expect(again.stderr).toMatch(/23 findings left for you, and none .*: \/again.yaml was not written/);
    expect(one.files.has('/again.yaml')).toBe(false);
    expect((await one.run('undo --yes')).code).toBe(0);
    expect(prints(await findingsOf(one))).toEqual(before);
  });

  it.each(['http://hook:s3cret@hooks.acme.example/in', 'http://hooks.acme.example/in?token=s3cret'])(
    'what has the address %s is left alone: the audit does not keep its credential',
    async (uri) => {
      const one = bench('messy');
      const { customers, flows } = one.emulator.world.tables;
      for (const customer of customers.all()) customer.webhook_uri = uri;
      const send = { id: NIL_UUID, type: 'webhook_send', option: { uri } };
      for (const flow of flows.all()) flow.actions = [...(flow.actions ?? []), send] as typeof flow.actions;

      await one.run('audit --fix-plan /fix.yaml');

      expect(textOf(one)).not.toMatch(/s3cret|\*\*\*@|=\*\*\*|webhook_uri/);
      expect((await one.run('plan -f fix.yaml')).code).toBe(0);
    },
  );

  it('healthy: nothing to repair, and no file', async () => {
    const one = bench('healthy');
    const { code, stderr } = await one.run('audit --fix-plan /fix.yaml');
    expect(code).toBe(0);
    expect(stderr).toContain('there is nothing to repair: /fix.yaml was not written');
    expect(one.files.has('/fix.yaml')).toBe(false);
  });

  it('frozen: what could not be read is not repaired', async () => {
    const one = bench('frozen');
    expect((await one.run('audit --fix-plan /fix.yaml')).code).toBe(4);
    expect(one.files.has('/fix.yaml')).toBe(false);
  });

  it('an account that got into a muddle: tags, links, a flow that starts itself, two of one name', async () => {
    const one = bench('healthy');
    const { tables } = one.emulator.world;
    const mine = one.account.customer_id;
    const [sales, service] = tables.tags.of(mine);
    const [first, second] = tables.queues.of(mine);
    const people = tables.agents.of(mine);
    if (!sales || !service || !first || !second) throw new Error('the seed has changed');
    // Deleted while it was in use; the other queue lost its tags.
    sales.tm_delete = 1;
    second.tag_ids = [];
    for (const agent of people) if (agent.tag_ids.length === 0) agent.permission = 32;
    for (const flow of tables.flows.of(mine).slice(0, 1)) flow.on_complete_flow_id = flow.id;
    for (const number of tables.numbers.of(mine).slice(0, 1))
      Object.assign(number, { name: 'Sales Department', call_flow_id: NIL_UUID, message_flow_id: NIL_UUID });
    first.name = second.name = 'Service Queue';

    expect(await repair(one)).toEqual([
      'flow-completion-loop',
      'number-without-flow',
      'queue-open-to-all',
      'tag-deleted-in-use',
    ]);
    expect(textOf(one)).toMatch(/ {2}Service Queue \(2\):\n {4}id: \S+\n {4}name: Service Queue\n/);
    expect(tables.tags.of(mine).filter(({ name, tm_delete }) => name === 'sales' && !tm_delete)).toHaveLength(
      1,
    );
  });

  it('only what counts: no suppressed finding, and with --new-only no old one', async () => {
    const one = bench('messy');
    const policy =
      'version: 1\nsuppressions:\n  - rule: webhook-not-https\n    name: "*"\n    reason: inside our own network\n    owner: it\n';
    const files = { '/voipbin.audit.yaml': policy };
    await one.run('audit --fix-plan /fix.yaml', { files });
    expect(textOf(one)).not.toContain('webhook_uri');
    const [row] = one.emulator.world.tables.queues.of(one.account.customer_id);
    if (row) row.routing_method = '';
    const { stderr } = await one.run('audit --new-only --fix-plan /fix.yaml --force');
    expect(told(stderr)).toEqual({ repaired: 1, left: 0 });
    expect(Object.keys(readPlan(textOf(one), 'fix.yaml').document)).toEqual(['version', 'queues']);
  });

  it('a saved snapshot and the demo do as well; the exit code stays that of the audit, JSON as it was', async () => {
    const one = bench('neglected');
    const plain = await one.run('audit -o json --save-snapshot /account.json');
    const { code, stdout } = await one.run('audit -o json --from /account.json --fix-plan /fix.yaml');
    expect(code).toBe(plain.code);
    expect(Object.keys((JSON.parse(stdout) as { findings: object[] }).findings[0] ?? {})).toEqual(
      Object.keys((JSON.parse(plain.stdout) as { findings: object[] }).findings[0] ?? {}),
    );
    expect((await planOf(one)).changes).toHaveLength(2);
    const demo = await one.run('audit --demo=neglected --fail-on never --fix-plan /demo.yaml --quiet');
    expect([demo.code, demo.stderr, one.files.has('/demo.yaml')]).toEqual([0, '', true]);
  });

  it('a file that is there stays, before any request, unless --force is given', async () => {
    const one = bench('neglected');
    const files = { '/fix.yaml': 'mine' };
    const refused = await one.run('audit --fix-plan /fix.yaml', { files });
    expect([refused.code, refused.stdout, textOf(one)]).toEqual([6, '', 'mine']);
    expect(refused.stderr).toContain('--force');
    expect(one.asked()).toEqual([]);
    await one.run('audit --fix-plan /fix.yaml --force');
    expect(textOf(one)).toContain('routing_method');
  });

  it.each([
    ['audit --force', '--force needs --fix-plan'],
    ['audit --shard 1/2', '--shard needs --customers'],
    ['audit --all-profiles --fix-plan /fix.yaml', '--fix-plan is for one account'],
  ])('%s: %s', async (line, message) => {
    const { code, stderr } = await bench('healthy').run(line);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('names that could break out of a comment do not', async () => {
    const one = bench('neglected');
    const queue = one.emulator.world.tables.queues
      .of(one.account.customer_id)
      .find(({ name }) => name === 'queue');
    if (queue) queue.name = 'Ret\nurns: {id: x}\u2028numbers:';
    await one.run('audit --fix-plan /fix.yaml');
    const { document } = readPlan(textOf(one), 'fix.yaml');
    expect(Object.keys(document.queues ?? {})).toContain(queue?.name);
    expect((await planOf(one)).changes.map(({ verb }) => verb)).toEqual(['create', 'update']);
  });
});

describe('what is proposed and not taken', () => {
  it('a link to a flow that leads to nobody: it would bring a new finding', async () => {
    const one = bench('healthy');
    const { tables } = one.emulator.world;
    const [number] = tables.numbers.of(one.account.customer_id);
    const [flow] = tables.flows.of(one.account.customer_id).filter(({ name }) => name === 'Sales Department');
    if (!number || !flow) throw new Error('the seed has changed');
    number.name = 'Sales Department';
    number.call_flow_id = number.message_flow_id = NIL_UUID;
    number.rtp_debug = true;
    for (const queue of tables.queues.of(one.account.customer_id).slice(0, 1)) queue.tm_delete = 1;

    await one.run('audit --fix-plan /fix.yaml');

    expect(textOf(one)).toContain(
      `#   number-without-flow: ${number.number} (Sales Department) - its repair would bring call-path-broken: ${number.number} (Sales Department)`,
    );
    expect(readPlan(textOf(one), 'fix.yaml').document.numbers).toEqual({
      [number.number]: { id: number.id, rtp_debug: false },
    });
  });

  it('a pause of hold music, since the wait would end sooner everywhere: what else names the queue is repaired', async () => {
    const one = bench('empty');
    const plan = `version: 1
tags:
  sales: {}
flows:
  Hold:
    actions:
      - {type: talk, text: Please hold.}
      - {type: sleep, duration: 5s}
  Main:
    actions:
      - {type: talk, text: Miller & Sons}
      - {type: queue_join, queue: Sales}
queues:
  Sales: {tags: [sales], wait_flow: Hold, wait_timeout: 10m}
agents:
  anna@example.com: {tags: [sales], addresses: ["tel:+14155550100"], password: generate}
numbers:
  Main: {virtual: any, call_flow: Main}
`;
    const { code } = await one.run('apply --yes --passwords p.txt', { files: { '/voipbin.yaml': plan } });
    expect(code).toBe(0);

    await one.run('audit --fix-plan /fix.yaml');

    expect(textOf(one)).toContain('Miller &amp; Sons');
    expect(textOf(one)).toContain(
      'flow-waits-forever: Hold - its repair would bring queue-wait-cut-off: Sales',
    );
  });

  it('repairs that contradict one another, and no other', () => {
    const proposal = (...changes: RepairChange[]): Proposal => ({
      finding: {} as Finding & Proposal['finding'],
      repair: { because: 'it is so', changes },
    });
    const queue = { kind: 'queues', id: 'a' } as const;
    const [one, same, other] = ['x', 'x', 'y'].map((wait_flow) => proposal({ ...queue, set: { wait_flow } }));
    const giving = proposal({ ...queue, give: ['id:b'] });
    const taking = proposal({ ...queue, take: ['b'] });
    const more = proposal({ ...queue, take: ['c'], give: ['id:d'] });
    if (!one || !same || !other) throw new Error('three are made');

    expect([...contradicting([one, same, giving, more])]).toEqual([]);
    expect([...contradicting([one, same, other, giving, taking, more])]).toEqual([
      one,
      same,
      other,
      giving,
      taking,
    ]);
    expect(patchesOf([one, same, giving, more])).toEqual([
      expect.objectContaining({
        id: 'a',
        fields: { wait_flow: 'x' },
        give: new Set(['id:b', 'id:d']),
        take: new Set(['c']),
        for: [one, same, giving, more],
      }),
    ]);
  });
});
