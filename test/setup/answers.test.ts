/** What is wrong with an answer is said at once, with the reason. */
import { describe, expect, it } from 'vitest';
import { stableId } from '../../src/resources/stable-id.ts';
import type { Answers } from '../../src/setup/answers.ts';
import { readAnswers } from '../../src/setup/answers-file.ts';
import { formatDraft, parseDraft } from '../../src/setup/draft.ts';
import { flagOf, isRepeated, questionFlags, questionKeys } from '../../src/setup/keys.ts';
import { sequenceOf } from '../../src/setup/question.ts';
import { steps } from '../../src/setup/steps/index.ts';
import { summaryOf } from '../../src/setup/summary.ts';
import { nextOpen, problemsOf, settle, tidyAnswers, unused, withAnswer } from '../../src/setup/wizard.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { factsOf } from '../support/facts.ts';
import { rich } from '../support/program.ts';

const free = factsOf('empty');
const basic = factsOf('empty', rich);
const there = factsOf('departments');

const team: Answers = { shape: 'team', agents: 'a@x.example' };
const several: Answers = { shape: 'departments', departments: 'Sales, Support', agents: 'a@x.example' };
const add = (what: string): Answers => ({ shape: 'add', add: what });

describe('wrong answers', () => {
  it.each<[string, Promise<Awaited<typeof free>>, Answers, RegExp]>([
    ['no such kind', free, { shape: 'two' }, /"two" is not one of team, departments, add/],
    ['no such addition', there, add('cake'), /"cake" is not one of departments, people/],
    ['people for no queue', free, add('people'), /there is no queue that people could be added to/],
    [
      'holidays that nobody names',
      free,
      { ...team, hours: 'Mo-Fr 9:00-17:00; PH off', holidays: 'none' },
      /say what applies on public holidays \(PH\): name their region/,
    ],
    ['no name', free, { ...team, name: 'none' }, /give it a name/],
    ['no e-mail address', free, { ...team, email: 'owner' }, /"owner" is not an e-mail address/],
    ['no number of the world', free, { ...team, phone_number: '0800 1234' }, /not E.164/],
    ['a webhook that anybody can read', free, { ...team, webhook_uri: 'http://x.example' }, /use https/],
    ['two names for one team', free, { ...team, departments: 'A, B' }, /one team has one name/],
    ['names too much alike', free, { ...several, departments: 'Sales, sales!' }, /too much alike/],
    [
      'a name of ours in capitals',
      free,
      { ...several, departments: 'MAIN MENU, Sales' },
      /something of its own/,
    ],
    [
      'a name that is too long',
      free,
      { ...several, departments: `${'x'.repeat(61)}, Sales` },
      /is longer than 60 characters/,
    ],
    [
      'two second administrators',
      free,
      { ...team, second_admin: 'a@x.example, b@x.example' },
      /^one e-mail address, or none$/,
    ],
    ['a name of ours', free, { ...several, departments: 'Main menu, Sales' }, /something of its own/],
    [
      'more queues than the plan has',
      free,
      { ...several, departments: 'A, B, C' },
      /allows 2 queues, and 0 are there: room for 2 more, and this makes 3/,
    ],
    [
      'a name that is taken',
      there,
      { ...add('departments'), departments: 'Sales' },
      /^department "Sales" already exists: to add people to it, .*--add people --teams "Sales Queue"/m,
    ],
    [
      'a name like one that is taken',
      there,
      { ...add('departments'), departments: 'sales!' },
      /^"sales!" is too similar to department "Sales", which already exists: /m,
    ],
    [
      'a name like one that is taken, for a team',
      there,
      { ...team, departments: 'SALES' },
      /^"SALES" is too similar to department "Sales", which already exists: /m,
    ],
    ['nobody', free, { ...team, agents: ',' }, /someone must answer in Front desk/],
    ['no person', free, { ...team, agents: 'anna' }, /"anna" is not an e-mail address/],
    ['somebody twice', free, { ...team, agents: 'a@x.example, A@x.example' }, /appears twice/],
    [
      'more people than the plan has',
      free,
      { ...team, agents: 'a@x.a, b@x.a, c@x.a, d@x.a, e@x.a' },
      /allows 5 agents, and 1 is there: room for 4 more, and this makes 5/,
    ],
    [
      'more people over all departments',
      free,
      { ...several, 'agents/Sales': 'a@x.a, b@x.a, c@x.a', 'agents/Support': 'd@x.a, e@x.a' },
      /this makes 5/,
    ],
    [
      'an administrator twice',
      there,
      { ...add('admin'), second_admin: 'it@enterprise.example' },
      /is an administrator already/,
    ],
    [
      'a person of the platform',
      factsOf('departments', ({ emulator, account }) => {
        for (const agent of emulator.world.tables.agents.of(account.customer_id))
          if (agent.username === 'sales-1@enterprise.example') agent.permission = 1;
      }),
      { ...add('people'), teams: 'Support Queue', 'agents/Support Queue': 'Sales-1@enterprise.example' },
      /Sales-1@enterprise.example belongs to the platform/,
    ],
    ['no yes and no no', basic, { ...several, menu: 'maybe' }, /^"maybe" is not one of yes, no$/m],
    [
      'account details without the right to change them',
      there.then((facts) => ({ ...facts, isAdmin: false })),
      add('account'),
      /only an administrator may change the details/,
    ],
    [
      'weak passwords',
      free.then((facts) => ({ ...facts, isSet: () => true, isWeak: (name) => name === 'AGENT_A_PASSWORD' })),
      { ...team, first_passwords: 'env' },
      /can be guessed within hours.*: AGENT_A_PASSWORD; put longer ones/,
    ],
    [
      'a number for an empty flow',
      factsOf('departments', ({ emulator, account }) => {
        const [flow] = emulator.world.tables.flows.of(account.customer_id);
        if (flow) Object.assign(flow, { name: 'Draft', actions: [] });
      }),
      { ...add('number'), link_flow: 'Draft' },
      /the flow "Draft" is empty/,
    ],
    [
      'an address of no kind',
      free,
      { ...team, 'address/a@x.example': '1001' },
      /"1001" is not an address: tel:/,
    ],
    [
      'an extension of odd letters',
      free,
      { ...team, 'address/a@x.example': 'extension:1 1' },
      /"1 1" is not an extension/,
    ],
    [
      'an address of somebody else',
      there,
      {
        ...add('people'),
        teams: 'Sales Queue',
        'agents/Sales Queue': 'z@x.example',
        'address/z@x.example': 'sip:sales-1@sip.enterprise.example',
      },
      /belongs to sales-1@enterprise.example/,
    ],
    [
      'an address for two',
      free,
      {
        ...team,
        agents: 'a@x.a, b@x.a',
        'address/a@x.a': 'tel:+14155550100',
        'address/b@x.a': 'tel:+14155550100',
      },
      /belongs to/,
    ],
    [
      'variables that are not set',
      free,
      { ...team, 'address/a@x.example': 'extension:1001', first_passwords: 'env' },
      /AGENT_A_PASSWORD, EXTENSION_1001_PASSWORD/,
    ],
    ['no hours', free, { ...team, hours: 'weekdays' }, /"weekdays" has no times/],
    ['no zone', free, { ...team, hours: 'mon 9-10', time_zone: 'Berlin' }, /"Berlin" is not a time zone/],
    ['a language without texts', free, { ...team, language: 'xx-XX' }, /there are no ready texts/],
    [
      'a fallback that is no department',
      free,
      { ...several, menu: 'yes', menu_fallback: 'Boss' },
      /"Boss" is not one of Sales, Support, hangup/,
    ],
    [
      'no number for a menu',
      free,
      { ...several, menu: 'yes', main_number: 'none' },
      /no one could reach the menu/,
    ],
    ['no number and no menu', free, { ...several, menu: 'no', number: 'none' }, /no one could call/],
    ['half a number', basic, { ...team, number: '+1415' }, /cannot be a number/],
    ['a virtual number that is none', basic, { ...team, number: '+899000123456' }, /not a virtual number/],
    ['one number twice', basic, { ...several, menu: 'no', number: '+14155550123' }, /is the number of/],
    [
      'a number before the identity check',
      free,
      { ...team, number: '+14155550123' },
      /needs an identity check first, and yours is "none"/,
    ],
    ['a flow that is not there', there, { ...add('number'), link_flow: 'Nope' }, /there is no flow "Nope"/],
    ['no country', free, { ...team, countries: 'xx' }, /"xx" is not a country/],
    ['no country, as it is typed', free, { ...team, countries: 'us, Usa' }, /"Usa" is not a country/],
    [
      'no region of holidays, as it is typed',
      free,
      { ...team, hours: 'mon-fri 9-17', holidays: 'Bavaria' },
      /"Bavaria" is not a region/,
    ],
    [
      'a country that the platform takes for another',
      free,
      { ...team, countries: 'us, jm' },
      /^jm does not allow calls to mobile numbers in Jamaica: .*; answer vi, or jm, vi$/m,
    ],
    ['a country that nothing opens', free, { ...team, countries: 'cw' }, /^cw does not .*; leave cw out$/m],
    [
      'a country that the people need, as the platform counts it',
      free,
      { ...team, 'address/a@x.example': 'tel:+18762101234', countries: 'us' },
      /called at numbers of vi/,
    ],
    [
      'a country that the people need',
      free,
      { ...team, 'address/a@x.example': 'tel:+14155550100', countries: 'de' },
      /called at numbers of us/,
    ],
    [
      'a misspelt department',
      free,
      { ...several, 'hours/Slaes': 'always' },
      /"Slaes" is not one of .* did you mean Sales/,
    ],
    ['one answer for each where there is one', free, { ...team, 'name/Sales': 'X' }, /name has one answer/],
  ])('%s', async (_name, facts, given, reason) => {
    const scene = { facts: await facts, answers: tidyAnswers(steps, given) };
    const filled = { ...scene, answers: settle(steps, scene).answers };

    const messages = problemsOf(steps, filled).map(({ message }) => message);

    expect(messages.join('\n')).toMatch(reason);
  });

  it('a number that the credit does not pay for', async () => {
    const poor = await factsOf('empty', (made) => {
      rich(made);
      for (const account of made.emulator.world.tables.billing_accounts.all())
        account.balance_credit = 6_000_000;
    });
    const two = { ...several, menu: 'no', 'number/Sales': '+14155550101', 'number/Support': '+14155550102' };

    expect(problemsOf(steps, { facts: poor, answers: two }).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/this costs \$10.00 now, and your credit is \$6.00/),
    );
  });
});

describe('what Enter takes', () => {
  it('is no number for a department that the menu leads to', async () => {
    const full = await factsOf('empty', (made) => {
      rich(made);
      for (const account of made.emulator.world.tables.billing_accounts.all()) account.plan_type = 'free';
    });
    const facts = { ...full, limits: { ...full.limits, virtual_numbers: 2 } };

    const { answers } = settle(steps, { facts, answers: several });

    expect([answers['main_number'], answers['number/Sales'], answers['number/Support']]).toEqual([
      'any',
      'none',
      'none',
    ]);
  });

  it('stays within the plan: the third virtual number of a full plan is none', async () => {
    const full = await factsOf('empty', (made) => {
      rich(made);
      for (const account of made.emulator.world.tables.billing_accounts.all()) account.plan_type = 'free';
    });
    const facts = { ...full, limits: { ...full.limits, virtual_numbers: 1 } };

    const { answers } = settle(steps, { facts, answers: { ...several, menu: 'no' } });

    expect([answers['number/Sales'], answers['number/Support']]).toEqual(['any', undefined]);
  });

  it('is the language that the flows of the account speak', async () => {
    const facts = await factsOf('empty');
    const talk = { id: '', type: 'talk', option: { text: 'Hallo', language: 'de-DE' } };
    const flows = [{ id: stableId('flow'), name: 'Alt', actions: [talk, talk] }];
    const live = { ...facts.live, lists: { ...facts.live.lists, flows } };

    expect(settle(steps, { facts: { ...facts, live }, answers: several }).answers['language']).toBe('de-DE');
  });

  it('asks no telephone of someone who only administers', async () => {
    const facts = await factsOf('empty');
    const { answers } = settle(steps, { facts, answers: { ...team, second_admin: 'boss@x.example' } });

    expect(Object.keys(answers).filter((path) => path.includes('boss'))).toEqual([]);
  });

  it('calls out where the people are', async () => {
    const { answers } = settle(steps, {
      facts: await free,
      answers: { ...team, address: 'tel:+493012345678' },
    });

    expect(answers['countries']).toBe('de');
  });

  it.each([
    ['of the account', { phone_number: '+15551234567' }, 'us'],
    ['of a person', { phone_number: '+493012345678', address: 'tel:+15551234567' }, 'de'],
  ])('opens no country for a number %s that does not exist', async (_whose, more, expected) => {
    const { answers } = settle(steps, { facts: await free, answers: { ...team, ...more } });

    expect(answers['countries']).toBe(expected);
  });

  it.each(['24/7', 'mon-sun 0:00-24:00', 'Always'])('%s is always: no holiday closes it', (hours) => {
    expect(tidyAnswers(steps, { ...team, hours })['hours']).toBe('always');
    expect(tidyAnswers(steps, { ...team, hours: '24/7; PH off' })['hours']).toBe('24/7; PH off');
  });

  it('leaves alone what the account lists without effect', async () => {
    const facts = await factsOf('departments', (made) => {
      for (const row of made.emulator.world.tables.outbound_configs.all()) row.destination_whitelist = ['cw'];
    });
    const answers = tidyAnswers(steps, { ...add('outbound'), countries: 'cw, us' });

    expect(problemsOf(steps, { facts, answers })).toEqual([]);
  });

  it('takes the next extension for each', async () => {
    const { answers } = settle(steps, { facts: await free, answers: { ...team, agents: 'a@x.a, b@x.a' } });

    expect([answers['address/a@x.a'], answers['address/b@x.a']]).toEqual([
      'extension:1001',
      'extension:1002',
    ]);
  });
});

describe('the sequence', () => {
  it('asks again what no longer goes with the others', async () => {
    const facts = await free;
    const { answers } = settle(steps, { facts, answers: several });

    const open = nextOpen(steps, { facts, answers: { ...answers, menu: 'no', 'number/Sales': 'none' } });

    expect(open?.path).toBe('number/Sales');
  });

  it('a department with a new name keeps its answers', () => {
    const before = { ...several, 'hours/Sales': 'mon 09:00-10:00', menu_fallback: 'Sales' };

    expect(withAnswer(before, 'departments', 'Shop, Support')).toEqual({
      ...several,
      departments: 'Shop, Support',
      'hours/Shop': 'mon 09:00-10:00',
      menu_fallback: 'Shop',
    });
    expect(withAnswer(before, 'departments', 'Shop, Help')).toMatchObject({
      'hours/Shop': 'mon 09:00-10:00',
      menu_fallback: 'Shop',
    });
    expect(withAnswer(before, 'departments', 'Support, Shop, Help')).toMatchObject({
      menu_fallback: 'Sales',
    });
    expect(withAnswer(before, 'departments', 'Support')).toMatchObject({ 'hours/Sales': 'mon 09:00-10:00' });
  });

  it('tells which answers nothing was made of', async () => {
    const given = { ...team, departments: 'Desk', menu: 'yes', 'hours/Night': 'always' };
    const scene = { facts: await free, answers: given };

    expect(unused(steps, scene, given)).toEqual(['menu', 'hours/Night']);
  });

  it('shows every answer in the summary', async () => {
    const facts = await free;
    const { answers } = settle(steps, { facts, answers: several });

    const chapters = summaryOf(steps, { facts, answers });

    const rows = chapters.flatMap(({ rows: all }) => all.map(([label]) => label));
    expect(rows).toHaveLength(sequenceOf(steps, { facts, answers }).length);
    expect(rows).not.toContainEqual(expect.stringContaining('_'));
  });
});

it('which flow gets a number: what speaks against it stands beside it', async () => {
  const facts = await factsOf('departments', ({ emulator, account }) => {
    const [queue] = emulator.world.tables.queues.of(account.customer_id);
    const flows = emulator.world.tables.flows.of(account.customer_id);
    if (queue && flows[0]) Object.assign(queue, { wait_flow_id: flows[0].id });
    if (flows[0]) flows[0].name = 'Music';
    if (flows[1]) Object.assign(flows[1], { name: 'Draft', actions: [] });
    for (const number of emulator.world.tables.numbers.of(account.customer_id))
      number.call_flow_id = flows[2]?.id ?? '';
  });
  const question = steps.flatMap((step) => step.questions).find(({ key }) => key === 'link_flow');

  const details = question
    ?.choices?.({ facts, answers: {} }, '')
    .map(({ detail }) => detail ?? '')
    .join('\n');

  expect(details).toMatch(/played to those who wait/);
  expect(details).toMatch(/empty: calls would end immediately/);
  expect(details).toMatch(/has \+1800555\d+, .* already/);
});

it('without the right to change the account nothing is asked of it', async () => {
  const facts = { ...(await free), isAdmin: false };

  const topics = sequenceOf(steps, { facts, answers: team }).map(({ step }) => step.topic);

  expect(topics).not.toContain('account');
});

describe('every question', () => {
  const questions = steps.flatMap((step) => step.questions);

  it('has a flag of its own, and every flag a question', () => {
    expect(questions.map(({ key }) => key).sort()).toEqual([...questionKeys].sort());
    const setup = commands.find(({ name }) => name === 'setup');
    const flags = (setup?.flags ?? []).map(({ flags: words }) => words);
    for (const key of questionKeys) expect(flags).toContain(questionFlags[key].flags);
    for (const key of questionKeys) expect(flagOf(key)).toBe(`--${key.replaceAll('_', '-')}`);
  });

  it('is repeatable exactly where it is asked of several things', () => {
    for (const { key, each } of questions) expect([key, isRepeated(key)]).toEqual([key, each !== undefined]);
  });

  it('of a list has choices, and the way back for what is typed', () => {
    for (const { kind, choices } of questions) expect(choices !== undefined).toBe(kind !== 'text');
  });
});

describe('a file of answers', () => {
  const read = (text: string) => readAnswers(text, 'a.yaml', () => []).answers;

  it('takes texts, lists, maps and what YAML makes of yes', () => {
    expect(
      read(
        'shape: departments\ndepartments: [Sales, Support]\nmenu: true\nagents:\n  Sales: [a@x.a, Ben <b@x.a>]\n  Support: c@x.a\nhours: always\n',
      ),
    ).toEqual({
      shape: 'departments',
      departments: 'Sales, Support',
      menu: 'yes',
      'agents/Sales': 'a@x.a, Ben <b@x.a>',
      'agents/Support': 'c@x.a',
      hours: 'always',
    });
  });

  it('tells everything that is wrong with it, and where', () => {
    const text = 'shape: team\nnmae: X\nmain_number: +18005551111\nagents:\n  Sales: [{}, a@x.a]\n';

    const { problems, answers } = readAnswers(text, 'a.yaml', () => [{ path: 'shape', message: 'no' }]);

    expect(problems).toEqual([
      'a.yaml:1:8 no',
      'a.yaml:2:1 unknown key "nmae", did you mean name?',
      'a.yaml:5:11 an item of the list must be text, not a map',
    ]);
    expect(answers).toEqual({ shape: 'team', main_number: '+18005551111' });
  });
});

describe('kept answers', () => {
  const draft = {
    format: 'voipbin.setup/1',
    saved_at: '2026-11-24T10:00:00Z',
    finished: false,
    answers: team,
  } as const;

  it('come back as they were', () => {
    expect(parseDraft(formatDraft(draft))).toEqual(draft);
  });

  it.each(['', '{}', 'null', '{"format":"voipbin.setup/2"}'])('%j is none', (text) => {
    expect(parseDraft(text)).toBeUndefined();
  });
});
