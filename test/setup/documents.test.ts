/** Whatever is answered: the plan file can be read back, be planned without an obstacle, and its flows are sound. */
import { describe, expect, it } from 'vitest';
import type { People } from '../../src/calls/call.ts';
import { followCall } from '../../src/calls/run.ts';
import { DOCUMENTED, PUBLISHED } from '../../src/calls/server.ts';
import { AccountCalls } from '../../src/audit/calls.ts';
import { defaultThresholds } from '../../src/audit/rule.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { planChanges } from '../../src/plan/difference/difference.ts';
import type { PlanDocument } from '../../src/resources/document.ts';
import { stableId } from '../../src/resources/stable-id.ts';
import { listsAfter } from '../../src/plan/state/lists-after.ts';
import { emptyLock } from '../../src/plan/file/lock.ts';
import { readPlan, type PlanFile } from '../../src/plan/file/read.ts';
import { loadHolidays } from '../../src/hours/holidays.ts';
import { rewritePlan, writePlan } from '../../src/plan/file/write.ts';
import type { Answers } from '../../src/setup/answers.ts';
import { compose } from '../../src/setup/compose.ts';
import type { Facts } from '../../src/setup/facts.ts';
import { callAccountOf, longestWait, lostCallers, type Callers } from '../../src/setup/lost-callers.ts';
import { steps } from '../../src/setup/steps/index.ts';
import { problemsOf, settle } from '../../src/setup/wizard.ts';
import type { Sections } from '../../src/snapshot/snapshot.ts';
import { factsOf } from '../support/facts.ts';
import { rich, type Bench } from '../support/program.ts';

/** The answers, and what Enter says to all other questions. */
function made(facts: Facts, given: Answers): { answers: Answers; document: PlanDocument } {
  const { answers, missing } = settle(steps, { facts, answers: given });
  expect(missing.map(({ path }) => path)).toEqual([]);
  expect(problemsOf(steps, { facts, answers })).toEqual([]);
  return { answers, document: compose(steps, { facts, answers }).document };
}

const three: Answers = {
  shape: 'departments',
  departments: 'Sales, Support, Billing',
  'agents/Sales': 'sales-1@enterprise.example, sales-2@enterprise.example, sales-3@enterprise.example',
  'agents/Support': 'support-1@enterprise.example, support-2@enterprise.example',
  'agents/Billing': 'billing-1@enterprise.example',
};

const rows: [string, string, (made: Bench) => void, Answers][] = [
  [
    'one team, Enter throughout',
    'empty',
    () => undefined,
    { shape: 'team', agents: 'owner@newcompany.example' },
  ],
  [
    'one team of new people with hours',
    'empty',
    () => undefined,
    {
      shape: 'team',
      departments: 'Praxis',
      agents: 'anna@x.example, Ben Blue <ben@x.example>',
      'address/ben@x.example': 'tel:+4915112345678',
      hours: 'mon-fri 08:30-18:00, sat 09:00-12:00',
      time_zone: 'Europe/Berlin',
      language: 'de-DE',
      first_passwords: 'generate',
      second_admin: 'ben@x.example',
    },
  ],
  [
    'two departments on the free plan',
    'empty',
    () => undefined,
    {
      shape: 'departments',
      departments: 'Sales, Support',
      agents: 'owner@newcompany.example',
    },
  ],
  ['three departments with a menu', 'empty', rich, three],
  [
    'three departments, hours, nobody behind the menu',
    'empty',
    rich,
    {
      ...three,
      'hours/Sales': 'mon-fri 09:00-17:00',
      'hours/Billing': 'daily 22:00-04:30',
      time_zone: 'America/Los_Angeles',
      menu_fallback: 'hangup',
      number: 'none',
    },
  ],
  [
    'departments without a menu, one with a bought number',
    'empty',
    rich,
    {
      ...three,
      menu: 'no',
      'number/Sales': '+18005551111',
      'number/Support': '+899123456789',
    },
  ],
  [
    'nine departments',
    'empty',
    rich,
    {
      shape: 'departments',
      departments: 'A1, B2, C3, D4, E5, F6, G7, H8, I9',
      agents: 'owner@newcompany.example',
      hours: 'mon 09:00-10:00',
    },
  ],
  [
    'additions of every kind',
    'departments',
    () => undefined,
    {
      shape: 'add',
      add: 'departments, people, number, outbound, admin, account',
      detail: 'Something else',
      departments: 'Export',
      teams: 'Sales Queue',
      'agents/Export': 'dana@enterprise.example, zoe@enterprise.example',
      'agents/Sales Queue': 'zoe@enterprise.example, support-1@enterprise.example',
      second_admin: 'zoe@enterprise.example',
      link_flow: 'Billing Department',
      link_number: 'any',
      countries: 'us, ca',
    },
  ],
  [
    'a solo practice: half days, holidays, messages, and a text that needs escaping',
    'empty',
    () => undefined,
    {
      shape: 'team',
      departments: 'Praxis',
      agents: 'owner@newcompany.example',
      hours: 'mon,tue,thu 8:00-12:00,14:00-18:00; wed,fri 8:00-12:30',
      time_zone: 'Europe/Berlin',
      holidays: 'DE-BY',
      language: 'de-DE',
      greeting: 'Praxis Dr. "Müller" & Söhne; 5 < 6, <b>fett',
      after_queue: 'voicemail',
      when_closed: 'voicemail',
    },
  ],
  [
    'an announcement after the queue, open over midnight, holidays of another region',
    'empty',
    () => undefined,
    {
      shape: 'team',
      departments: "Al's Bar",
      agents: 'owner@newcompany.example',
      hours: 'thu-sat 20:00-02:00; PH 22:00-04:00',
      time_zone: 'Australia/Adelaide',
      holidays: 'AU-SA',
      after_queue: 'announcement',
      when_closed: 'announcement',
    },
  ],
  [
    'a menu of names that need escaping, each with hours of its own, messages',
    'empty',
    rich,
    {
      shape: 'departments',
      departments: `R&D, "Q" <A>, It's, C ]]>`,
      agents: 'owner@newcompany.example',
      'hours/R&D': 'mon-fri 9-12',
      'hours/"Q" <A>': 'sat,sun 0:00-24:00',
      "hours/It's": '24/7',
      'hours/C ]]>': 'daily 23:59-00:01',
      time_zone: 'Asia/Kathmandu',
      after_queue: 'voicemail',
      when_closed: 'voicemail',
      menu_fallback: 'hangup',
    },
  ],
  [
    'a number of the account for a new department',
    'departments',
    () => undefined,
    {
      shape: 'add',
      add: 'departments',
      departments: 'Export',
      'agents/Export': 'dana@enterprise.example',
      'number/Export': '+18005553333',
    },
  ],
];

const HALF_AN_HOUR = 30 * 60_000;
const holidays = await loadHolidays();

/** As the plan file says it. */
const planOf = (document: PlanDocument): PlanFile =>
  readPlan(writePlan(document, 'file:///x.json'), 'voipbin.yaml', holidays);

function callersOf(facts: Facts, document: PlanDocument): Callers {
  const file = planOf(document);
  const options = { prune: false, allowLargeDelete: false, today: '2026-11-28' };
  const { match } = planChanges(file, emptyLock(facts.live.customer.id), facts.live, options);
  const isOurs = (name: string): boolean =>
    /^(?:Calls for|Menu: )/.test(document.flows?.[name]?.detail ?? '');
  return {
    lists: listsAfter(match, facts.live),
    outbound: facts.live.outbound,
    entrances: Object.keys(document.flows ?? {})
      .filter(isOurs)
      .map((name) => match.target('flows', name)?.live?.id ?? stableId(`flows/${name}`)),
    now: facts.now,
    countryOf: () => undefined,
  };
}

/** What the rules about calls find in what is made, in the account as it is then. */
function findingsIn({ lists, entrances, now }: Callers, { flows = {}, queues = {} }: PlanDocument): string[] {
  const account: Partial<Sections> = {
    numbers: entrances.map((flow, index) => ({
      id: `${index}`,
      number: `+1415555${index}`,
      call_flow_id: flow,
    })),
    flows: [...lists.flows, ...lists.hours],
    queues: lists.queues,
    agents: lists.agents,
  };
  const calls = new AccountCalls(account, now);
  const made = new Set([
    ...Object.entries(flows).flatMap(([name, { actions }]) => (actions === undefined ? [] : [name])),
    ...Object.entries(queues).flatMap(([name, { wait_flow }]) => (wait_flow === undefined ? [] : [name])),
  ]);
  return rules
    .filter(({ needs }) => needs.every((name) => account[name] !== undefined))
    .filter(({ id, explores }) => explores ?? ABOUT_CALLS.has(id))
    .flatMap((rule) =>
      [
        ...rule.check(account, {
          now,
          since: now,
          thresholds: defaultThresholds(rule),
          hours: undefined,
          calls,
        }),
      ].map(({ subject, message }) => ({ rule: rule.id, subject, message })),
    )
    .filter(({ subject }) => made.has(subject.name))
    .map(({ rule, subject, message }) => `${rule}: ${subject.name} ${message}`);
}

const ABOUT_CALLS = new Set([
  'flow-text-unspeakable',
  'flow-weekdays',
  'queue-wait-cut-off',
  'queue-no-timeout',
]);

/** Working days and nights, a Sunday, holidays; and minutes at which hours begin and end. */
const moments = [
  '2026-11-30T08:59:00Z',
  '2026-12-03T13:00:00Z',
  '2026-12-05T02:30:00Z',
  '2026-12-06T12:00:00Z',
  '2026-12-25T10:00:00Z',
].map((text) => Date.parse(text));

/** Each with each. */
function combinations<T extends Record<string, readonly unknown[]>>(
  all: T,
): { [K in keyof T]: T[K][number] }[] {
  return Object.entries(all).reduce<Record<string, unknown>[]>(
    (made, [key, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
    [{}],
  ) as { [K in keyof T]: T[K][number] }[];
}

describe.each(rows)('%s', (_name, seed, prepare, given) => {
  const begun = factsOf(seed, prepare).then((facts) => ({ facts, ...made(facts, given) }));

  it('its plan file says the same when it is read', async () => {
    const { document } = await begun;

    expect(planOf(document).document).toEqual(document);
    expect(
      readPlan(rewritePlan('# mine\nversion: 1\n', document), 'voipbin.yaml', holidays).document,
    ).toEqual(document);
  });

  it('nothing stands in the way of the plan', async () => {
    const { facts, document } = await begun;
    const file = planOf(document);

    const { plan } = planChanges(file, emptyLock(facts.live.customer.id), facts.live, {
      prune: true,
      allowLargeDelete: false,
      today: '2026-11-28',
    });

    expect(plan.obstacles).toEqual([]);
    expect(plan.changes.filter(({ verb }) => verb === 'delete')).toEqual([]);
    expect(plan.changes.filter(({ verb }) => verb === 'note')).toEqual([]);
  });

  it('the audit finds nothing in its flows and queues', async () => {
    const { facts, document } = await begun;

    expect(findingsIn(callersOf(facts, document), document)).toEqual([]);
  });

  it('no caller is cut off or waits for ever, whether timeouts fire or not', async () => {
    const { facts, document } = await begun;

    expect(lostCallers(callersOf(facts, document))).toEqual([]);
  });

  it('calls that are followed one by one end in words, with an agent, or after half an hour of waiting', async () => {
    const { facts, document } = await begun;
    const callers = callersOf(facts, document);
    const account = callAccountOf(callers);
    const presses = [[], ['1'], ['1', '1'], ['1', '', '1'], ['', '', '2'], ['9'], ['*']];
    for (const setup of combinations({
      flow: callers.entrances.slice(-4),
      moment: moments,
      server: [PUBLISHED, DOCUMENTED],
      presses,
      who: ['stays', 'hangs up', 'nobody', 'is not free'] as const,
    })) {
      const isFree = setup.who !== 'is not free';
      const people: Partial<People> = {
        freeAfter: () => (isFree ? 1000 : undefined),
        ...(setup.who !== 'is not free' && { answer: setup.who }),
      };
      const { end, events, ms } = followCall({ ...setup, inCall: true, people }, account);
      if (end.kind === 'hangup' || end.kind === 'agent') continue;
      const waiting = events.find(({ effect }) => effect.does === 'wait-in-queue');
      expect([end.kind, isFree]).toEqual(['limit', false]);
      expect(ms - (waiting?.at ?? ms)).toBeGreaterThanOrEqual(HALF_AN_HOUR);
    }
  });

  it('a caller waits for an agent for half an hour', async () => {
    const { facts, document } = await begun;
    // A Sunday: most are closed.
    const now = Date.parse('2026-11-29T12:00:00Z');
    const wait = longestWait({ ...callersOf(facts, document), now });
    const joins = Object.values(document.flows ?? {}).some(({ actions = [] }) =>
      actions?.some(({ type }) => type === 'queue_join'),
    );

    expect(wait === undefined).toBe(!joins);
    expect(wait ?? HALF_AN_HOUR).toBeGreaterThanOrEqual(HALF_AN_HOUR);
  });

  it('no password stands in it', async () => {
    const { document } = await begun;

    for (const spec of [
      ...Object.values(document.agents ?? {}),
      ...Object.values(document.extensions ?? {}),
    ]) {
      expect([undefined, 'generate', 'env']).toContain(spec.password?.from);
    }
  });
});

describe('what is there stays as it is', () => {
  it('people who join a queue: the queue is not spoken of, its tag is only named', async () => {
    const facts = await factsOf('departments');

    const { document } = made(facts, {
      shape: 'add',
      add: 'people',
      teams: 'Sales Queue',
      'agents/Sales Queue': 'zoe@enterprise.example',
    });

    const sales = facts.live.lists.tags.find(({ name }) => name === 'sales');
    expect(document).toEqual({
      version: 1,
      tags: { sales: { id: sales?.id } },
      extensions: { '1001': { name: 'Zoe', password: { from: 'generate' } } },
      agents: {
        'zoe@enterprise.example': {
          name: 'Zoe',
          permission: 16,
          tags: ['sales'],
          addresses: [{ type: 'extension', target: '1001' }],
          password: { from: 'generate' },
        },
      },
    });
  });

  it('somebody who has tags keeps them', async () => {
    const facts = await factsOf('departments');

    const { document } = made(facts, {
      shape: 'add',
      add: 'people',
      teams: 'Billing Queue',
      'agents/Billing Queue': 'sales-1@enterprise.example',
    });

    expect(document.agents?.['sales-1@enterprise.example']).toEqual({ tags: ['sales', 'billing'] });
  });

  it('somebody is the same in capitals, and may answer from now on', async () => {
    const facts = await factsOf('departments', ({ emulator, account }) => {
      for (const agent of emulator.world.tables.agents.of(account.customer_id))
        if (agent.username === 'sales-1@enterprise.example') agent.permission = 64;
    });

    const { document } = made(facts, {
      shape: 'add',
      add: 'people',
      teams: 'Billing Queue',
      'agents/Billing Queue': 'Sales-1@Enterprise.Example, New@x.example',
    });

    expect(Object.keys(document.agents ?? {})).toEqual(['sales-1@enterprise.example', 'New@x.example']);
    expect(document.agents?.['sales-1@enterprise.example']).toEqual({
      permission: 80,
      tags: ['sales', 'billing'],
    });
  });

  it('two tags of one name are told apart', async () => {
    const facts = await factsOf('departments', ({ emulator, account }) => {
      const [first] = emulator.world.tables.tags.of(account.customer_id);
      if (first)
        emulator.world.tables.tags.insert({
          ...first,
          id: stableId('other'),
          tm_create: first.tm_create + 1,
        });
      for (const agent of emulator.world.tables.agents.of(account.customer_id))
        if (agent.username === 'sales-1@enterprise.example')
          agent.tag_ids = [...agent.tag_ids, stableId('other')];
    });

    const { document } = made(facts, {
      shape: 'add',
      add: 'people',
      teams: 'Billing Queue',
      'agents/Billing Queue': 'sales-1@enterprise.example',
    });

    expect(document.agents?.['sales-1@enterprise.example']?.tags).toEqual(['sales', 'sales (2)', 'billing']);
    expect(document.tags?.['sales (2)']).toEqual({ id: stableId('other'), name: 'sales' });
  });

  it('a new flow steps aside for one of the same name', async () => {
    const facts = await factsOf('departments', ({ emulator, account }) => {
      const [flow] = emulator.world.tables.flows.of(account.customer_id);
      if (flow) flow.name = 'Please hold';
    });

    const { document } = made(facts, {
      shape: 'add',
      add: 'departments',
      departments: 'Export',
      'agents/Export': 'dana@enterprise.example',
    });

    expect(Object.keys(document.flows ?? {})).toEqual(['Please hold (2)', 'Export']);
    expect(document.queues?.['Export Queue']?.wait_flow).toBe('Please hold (2)');
  });

  it('a further number for a flow of ours is a number of its own', async () => {
    const file = 'flows:\n  Sales: {}\nnumbers:\n  Sales line: { virtual: any, call_flow: Sales }\n';
    const facts = await factsOf(
      'departments',
      ({ emulator, account }) => {
        const [flow] = emulator.world.tables.flows.of(account.customer_id);
        if (flow) flow.name = 'Sales';
      },
      file,
    );

    const { document } = made(facts, { shape: 'add', add: 'number', link_flow: 'Sales', link_number: 'any' });

    expect(Object.keys(document.numbers ?? {})).toEqual(['Sales line', 'Sales line (2)']);
    expect(document.flows).toEqual({ Sales: {} });
  });

  it('two people of one mailbox name have a variable each', async () => {
    const facts = { ...(await factsOf('empty')), isSet: () => true };

    const { document } = made(facts, { shape: 'team', agents: 'a@x.a, a@y.a', first_passwords: 'env' });

    expect(Object.values(document.agents ?? {}).map(({ password }) => password)).toEqual([
      { from: 'env', name: 'AGENT_A_PASSWORD' },
      { from: 'env', name: 'AGENT_A_PASSWORD_2' },
    ]);
  });

  it('an addition leaves the menu and the waiting of before alone', async () => {
    const file =
      'flows:\n  Please hold:\n    actions: [{ type: sleep, duration: 5s }]\n  Main menu:\n    detail: "Menu: 1 A, 2 B"\n';
    const facts = await factsOf('empty', undefined, file);

    const { document, answers } = made(facts, {
      shape: 'add',
      add: 'departments',
      departments: 'Sales, Support',
      agents: 'owner@newcompany.example',
      language: 'de-DE',
    });

    expect(answers['menu']).toBeUndefined();
    expect(document.flows?.['Main menu']).toEqual({ detail: 'Menu: 1 A, 2 B' });
    expect(document.flows?.['Please hold']).toEqual({
      actions: [{ type: 'sleep', option: { duration: 5000 } }],
    });
  });

  it('what the plan file says already stays in it', async () => {
    const file = 'tags:\n  night:\n    detail: Ours\naccount:\n  address: 1 Way\n';
    const facts = await factsOf('empty', undefined, file);

    const { document } = made(facts, { shape: 'team', agents: 'owner@newcompany.example', detail: 'New' });

    expect(document.account).toEqual({ address: '1 Way', detail: 'New' });
    expect(document.tags?.['night']).toEqual({ detail: 'Ours' });
  });
});
