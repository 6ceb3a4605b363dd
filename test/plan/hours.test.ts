/** Opening hours in a plan file: read, compiled, compared with the existing flow, and written back. */
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/api/wire.ts';
import { loadHolidays } from '../../src/hours/holidays.ts';
import { planChanges, type Planned } from '../../src/plan/difference/difference.ts';
import { exportAccount } from '../../src/plan/file/export.ts';
import type { Wire } from '../../src/resources/kind.ts';
import { withHours } from '../../src/plan/state/live.ts';
import { emptyLock } from '../../src/plan/file/lock.ts';
import { readPlan } from '../../src/plan/file/read.ts';
import { planSchema } from '../../src/plan/file/schema.ts';
import { valueFrom } from '../../src/plan/difference/steps.ts';
import { idsOf } from '../../src/plan/difference/match.ts';
import { toPlain, rewritePlan } from '../../src/plan/file/write.ts';
import { FileProblems } from '../../src/core/yaml/reader.ts';
import { accountOf, CUSTOMER, idOf, lockOf } from '../support/planning.ts';

const holidays = await loadHolidays();
const TODAY = '2026-11-28';

const office = `
hours:
  Office:
    time_zone: Europe/Berlin
    open: mon-fri 9:00-17:00
    holidays: DE-BY
    opened:
      - 2026-12-24 9:00-12:00: half a day
    closed:
      - 2026-12-23
`;

/** The account, with these flows. */
function plan(text: string, flows: readonly Wire[] = [], today = TODAY): Planned {
  const live = accountOf({ flows });
  const lock = lockOf({ hours: Object.fromEntries(flows.map(({ id }) => ['Office', id])) });
  return planChanges(
    readPlan(text, 'voipbin.yaml', holidays),
    lock,
    { ...live, lists: withHours(live.lists) },
    {
      prune: false,
      allowLargeDelete: false,
      today,
    },
  );
}

/** The flow that a plan creates from hours. */
function made(text: string, today = TODAY, index = 0): Wire {
  const { steps, match } = plan(text, [], today);
  const step = steps[index];
  if (step === undefined) throw new Error('nothing is made');
  const value = (wire: string): unknown => valueFrom(step, wire, idsOf(match));
  return { id: idOf(1), name: 'Office', detail: value('detail'), actions: value('actions') };
}

function problems(text: string): string[] {
  try {
    plan(text);
    return [];
  } catch (error) {
    if (error instanceof FileProblems) return error.message.split('\n');
    throw error;
  }
}

const shown = ({ plan: { changes } }: Planned): string[] =>
  changes.map(
    ({ verb, address, fields }) => `${verb} ${address}: ${fields.map(({ path }) => path).join(', ')}`,
  );

const later = (days: number): string =>
  new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);

describe('new hours', () => {
  it('become a flow whose detail names the days that it covers', () => {
    const { plan: made_ } = plan(office);

    expect(made_.obstacles).toEqual([]);
    expect(made_.changes[0]).toMatchObject({
      verb: 'create',
      address: 'hours/Office',
      title: 'hours Office',
      fields: [
        {
          path: 'detail',
          from: null,
          to: 'Opening hours of 2026-11-28 to 2027-11-27. Made by voipbin: change the plan file, not this flow.',
        },
        { path: 'time_zone', from: null, to: 'Europe/Berlin' },
        { path: 'open', from: null, to: 'mon-fri 9:00-17:00' },
        { path: 'holidays', from: null, to: 'DE-BY' },
        { path: 'opened', from: null, to: [{ '2026-12-24 9:00-12:00': 'half a day' }] },
        { path: 'closed', from: null, to: ['2026-12-23'] },
        { path: 'days', from: null, to: '2026-11-28 to 2027-11-27' },
      ],
    });
  });

  it('need a time zone and hours', () => {
    const { plan: planned } = plan('hours: { Office: { open: 24/7 } }');

    expect(planned.obstacles.map(({ message }) => message)).toEqual([
      'hours/Office: new opening hours need time_zone and open',
    ]);
  });
});

describe('the flows of an account', () => {
  it('are counted including the flows of hours', () => {
    const many = Array.from({ length: 9_999 }, (_, index) => ({ id: idOf(index), name: `Flow ${index}` }));
    const two = `${office}  Night: { time_zone: UTC, open: 24/7 }\n`;

    const { plan: planned } = planChanges(
      readPlan(two, 'voipbin.yaml', holidays),
      emptyLock(CUSTOMER),
      accountOf({ flows: many }),
      { prune: false, allowLargeDelete: false, today: TODAY },
    );

    expect(planned.obstacles.map(({ message }) => message)).toEqual([
      'an account has at most 10000 flows, and there would be 10001',
    ]);
  });
});

describe('existing hours', () => {
  const flow = made(office);

  it.each([0, 1, 100, 304])('are left alone %i days later', (days) => {
    expect(shown(plan(office, [flow], later(days)))).toEqual([]);
  });

  it.each([305, 400])('are renewed when fewer than 60 days are left, %i days later', (days) => {
    const planned = plan(office, [flow], later(days));

    expect(shown(planned)).toEqual(['update hours/Office: detail, days']);
    const [change] = planned.plan.changes;
    expect(change?.fields.at(-1)?.to).toMatch(new RegExp(`^${later(days)} to `));
  });

  it('are left alone if the file says the same in another way', () => {
    const same = office
      .replace('mon-fri 9:00-17:00', 'Mo-Fr 9am-5pm')
      .replace('DE-BY', 'de-by')
      .replace('9:00-12:00', '09:00 - 12:00');

    expect(shown(plan(same, [flow], later(7)))).toEqual([]);
  });

  it('are left alone if an exception is outside of their days', () => {
    expect(shown(plan(office.replace('- 2026-12-23', '- 2026-12-23\n      - 2028-03-01'), [flow]))).toEqual(
      [],
    );
  });

  it.each([
    ['hours', office.replace('17:00', '18:00'), 'open'],
    ['a time zone', office.replace('Europe/Berlin', 'Europe/London'), 'time_zone'],
    ['holidays', office.replace('DE-BY', 'DE-BE'), 'holidays'],
    ['a date', office.replace('2026-12-23', '2026-12-22'), 'closed'],
    ['a reason', office.replace('half a day', 'Christmas Eve'), 'opened'],
    ['no holidays', office.replace('DE-BY', 'null'), 'holidays'],
  ])('are made again from today for other %s', (_, text, field) => {
    const planned = plan(text, [flow], later(3));

    expect(shown(planned)).toEqual([`update hours/Office: detail, ${field}, days`]);
    expect(planned.plan.changes[0]?.fields.at(-1)).toEqual({
      path: 'days',
      from: '2026-11-28 to 2027-11-27',
      to: `${later(3)} to ${later(367)}`,
    });
  });

  it('are written again if someone has changed a decision or the days', () => {
    const actions = (flow['actions'] as Action[]).map((action, index) =>
      index === 3 ? { ...action, option: { ...action.option, day: 30 } } : action,
    );

    expect(shown(plan(office, [{ ...flow, actions }]))).toEqual(['update hours/Office: flow']);
    expect(shown(plan(office, [{ ...flow, detail: 'ours' }]))).toEqual(['update hours/Office: detail']);
  });

  it('are written again if they begin in the future: the clock of a computer was wrong', () => {
    expect(shown(plan(office, [made(office, later(10))]))).toEqual(['update hours/Office: detail, days']);
  });

  it('keep what the file does not mention', () => {
    expect(shown(plan('hours: { Office: {} }', [flow]))).toEqual([]);
    const { steps, match } = plan('hours: { Office: { open: mon-thu 9-17 } }', [flow]);
    const [step] = steps;
    const actions = step && (valueFrom(step, 'actions', idsOf(match)) as Action[]);
    expect(actions?.at(-1)?.option?.['hours']).toEqual({
      time_zone: 'Europe/Berlin',
      open: 'mon-thu 9-17',
      holidays: 'DE-BY',
      opened: [{ '2026-12-24 9:00-12:00': 'half a day' }],
      closed: ['2026-12-23'],
    });
  });
});

describe('an action that uses hours', () => {
  const flows = `${office}
flows:
  Main:
    actions:
      - { label: again, type: hours, hours: Office, closed: nobody, next: greet }
      - { label: nobody, type: talk, text: We are closed. }
      - { type: hangup }
      - { label: greet, type: talk, text: Welcome. }
      - { type: goto, target: again, loop_count: 0 }
`;
  const hours = made(office);

  function mainOf(text: string): Action[] {
    const { steps, match } = plan(text);
    const step = steps.find(({ change }) => change.address === 'flows/Main');
    if (step === undefined) throw new Error('there is no Main');
    return valueFrom(step, 'actions', idsOf(match)) as Action[];
  }

  it('fetches their flow and checks the answer', () => {
    const [fetch, look, nobody, , greet, again] = mainOf(flows);

    expect(fetch).toMatchObject({ type: 'fetch_flow', next_id: '00000000-0000-0000-0000-000000000000' });
    expect(look).toMatchObject({
      type: 'condition_variable',
      next_id: greet?.id,
      option: {
        condition: '==',
        variable: '${hours.answer}',
        value_type: 'string',
        value_string: 'open',
        false_target_id: nobody?.id,
      },
    });
    expect(again?.option?.['target_id']).toBe(fetch?.id);
  });

  it('is created after the hours', () => {
    const { steps } = plan(flows);

    expect(steps.map(({ change }) => change.address)).toEqual(['hours/Office', 'flows/Main']);
    expect(steps[1]?.change.after).toEqual(['hours/Office']);
  });

  it('is one action again in an export, whose plan is empty', () => {
    const main = { id: idOf(2), name: 'Main', detail: '', actions: linked(mainOf(flows), hours.id) };
    const live = accountOf({ flows: [hours, main] });
    const exported = exportAccount({ ...live, lists: withHours(live.lists) }, new Set(['hours', 'flows']), {
      ids: 'none',
    });

    expect(toPlain(exported.document)).toEqual({
      version: 1,
      hours: {
        Office: {
          time_zone: 'Europe/Berlin',
          open: 'mon-fri 9:00-17:00',
          holidays: 'DE-BY',
          opened: [{ '2026-12-24 9:00-12:00': 'half a day' }],
          closed: ['2026-12-23'],
        },
      },
      flows: {
        Main: {
          actions: [
            { label: 'fetch-flow-1', type: 'hours', hours: 'Office', closed: 'talk-3', next: 'talk-5' },
            { label: 'talk-3', type: 'talk', text: 'We are closed.' },
            { type: 'hangup' },
            { label: 'talk-5', type: 'talk', text: 'Welcome.' },
            { type: 'goto', target: 'fetch-flow-1', loop_count: 0 },
          ],
        },
      },
    });
    const text = JSON.stringify(toPlain(exported.document));
    const again = planChanges(
      readPlan(text, 'voipbin.yaml', holidays),
      exported.lock,
      { ...live, lists: withHours(live.lists) },
      { prune: false, allowLargeDelete: false, today: later(20) },
    );
    expect(shown(again)).toEqual([]);
  });

  it('stays two actions if a jump leads between them', () => {
    const actions = linked(mainOf(flows), hours.id).map((action, index, all) =>
      index === 5 ? { ...action, option: { target_id: all[1]?.id, loop_count: 1 } } : action,
    );
    const live = accountOf({ flows: [hours, { id: idOf(2), name: 'Main', detail: '', actions }] });
    const { document } = exportAccount(
      { ...live, lists: withHours(live.lists) },
      new Set(['hours', 'flows']),
      {
        ids: 'none',
      },
    );

    expect(document.flows?.['Main']?.actions?.map(({ type }) => type)).toEqual([
      'fetch_flow',
      'condition_variable',
      'talk',
      'hangup',
      'talk',
      'goto',
    ]);
  });

  it('stays two actions if it checks something else', () => {
    const actions = linked(mainOf(flows), hours.id).map((action, index) =>
      index === 1 ? { ...action, option: { ...action.option, value_string: 'closed' } } : action,
    );
    const live = accountOf({ flows: [hours, { id: idOf(2), name: 'Main', detail: '', actions }] });
    const { document } = exportAccount(
      { ...live, lists: withHours(live.lists) },
      new Set(['hours', 'flows']),
      { ids: 'none' },
    );

    expect(document.flows?.['Main']?.actions?.[1]?.type).toBe('condition_variable');
  });

  it.each([
    [
      'hours: Nowhere, closed: x',
      'there are no opening hours "Nowhere" in this file, declare it under hours',
    ],
    ['hours: Office', 'hours needs closed'],
    ['closed: x', 'hours needs hours'],
    ['hours: Office, closed: x, extra: { a: 1 }', 'hours has no option "extra"'],
    ['hours: Office, closed: y', 'no action of this flow has the label "y"'],
  ])('%s is refused', (options, message) => {
    const wrong = problems(
      `${office}\nflows: { Main: { actions: [{ type: hours, ${options} }, { label: x, type: hangup }] } }`,
    );

    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toContain(message);
  });
});

/** The name of the hours in the account. */
const linked = (actions: readonly Action[], id: string): Action[] =>
  actions.map((action) => (action.type === 'fetch_flow' ? { ...action, option: { flow_id: id } } : action));

describe('invalid hours', () => {
  it('are all refused, each with its place', () => {
    const text = `
hours:
  Office:
    time_zone: Berlin
    open: mun-fri 9-17, sat 10
    holidays: XX
    opened:
      - 24.12.2026: Christmas Eve
      - 2026-12-27 9-5
    closed:
      - 2026-12-31 - 2026-12-30
`;
    expect(problems(text)).toEqual([
      'voipbin.yaml:4:16 "Berlin" is not a time zone, did you mean Europe/Berlin?',
      'voipbin.yaml:5:11 "mun" is neither a day nor a time, did you mean mon?',
      'voipbin.yaml:5:14 a dash must be between two days or two times',
      'voipbin.yaml:5:29 "10" has no end: write a span, such as 9:00-17:00',
      'voipbin.yaml:6:15 "XX" is not a region with known holidays, such as DE-BY, GB-ENG or US',
      'voipbin.yaml:8:9 "24.12.2026" is not a date: write it as 2026-12-24',
      'voipbin.yaml:9:20 "9-5": it ends before it begins: write 9:00-17:00 for the afternoon, or 24-hour times (22:00-06:00) for a night',
      'voipbin.yaml:11:22 2026-12-30 is before 2026-12-31',
    ]);
  });

  it('have one date in each entry, with or without a reason', () => {
    const closed = (entry: string): string => office.replace('- 2026-12-23', `- ${entry}`);
    const plain = made(closed('2026-12-23'));

    expect(made(closed('{ 2026-12-23: }'))).toEqual(plain);
    expect(made(closed('2026-12-23: stocktaking'))).not.toEqual(plain);
    expect(problems(closed('{ 2026-12-23: stocktaking, 2026-12-30: party }'))).toEqual([
      'voipbin.yaml:10:9 one date and its reason belong together, such as 2026-12-24: Christmas Eve',
    ]);
    expect(problems(closed('{}'))).toHaveLength(1);
  });

  it('are refused inside multi-line texts, too', () => {
    const text =
      'hours:\n  Office:\n    time_zone: UTC\n    open: |\n      mon-fri 9-17\n      sat 9-12, sun\n';

    expect(problems(text)).toEqual([
      'voipbin.yaml:6:17 "sun" has no times: write days and times, such as mon-fri 9:00-17:00, sat 10:00-14:00',
    ]);
  });

  it('are refused if they use holidays without a country', () => {
    expect(problems('hours: { Office: { time_zone: UTC, open: Mo-Fr 9-17; PH off } }')).toEqual([
      'voipbin.yaml:1:42 PH needs to know whose holidays are meant: add a region, such as holidays: DE-BY',
    ]);
  });

  it('are refused if a day without hours is opened', () => {
    expect(problems(office.replace('2026-12-24 9:00-12:00: half a day', '2026-12-27'))).toEqual([
      'voipbin.yaml:8:9 2026-12-27 has no hours in other weeks: write its times, such as 2026-12-27 9:00-12:00',
    ]);
  });

  it('are refused with the line that needs too many actions', () => {
    const spans = Array.from({ length: 24 * 12 }, (_, index) => {
      const clock = (minute: number): string =>
        `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
      const from = index * 5;
      return `${clock(from)}-${clock(from + 1 + (Math.floor(from / 60) % 4))}`;
    }).join(',');
    const much =
      'the hours change too often: a call would need 22 actions to find out whether it is open, and 20 are possible';

    expect(problems(office.replace('mon-fri 9:00-17:00', `wed ${spans}`))).toEqual([
      `voipbin.yaml:5:11 ${much}`,
    ]);
    const wednesdays = Array.from({ length: 50 }, (_, index) => `      - ${later(4 + 7 * index)} ${spans}`);
    expect(problems(office.replace('    closed:', `${wednesdays.join('\n')}\n    closed:`))[0]).toMatch(
      /^voipbin\.yaml:\d+:9 the hours change too often/,
    );
  });
});

describe('the file', () => {
  it('keeps its comments and its order', () => {
    const text = `# mine\n${office.replace('- 2026-12-23', '- 2026-12-23 # inventory')}`;

    expect(rewritePlan(text, readPlan(text, 'voipbin.yaml', holidays).document)).toContain('# inventory');
  });

  it('has its words in the schema', () => {
    const { properties } = planSchema() as unknown as {
      properties: { hours: { additionalProperties: { properties: object } } };
    };

    expect(Object.keys(properties.hours.additionalProperties.properties)).toEqual([
      'name',
      'time_zone',
      'open',
      'holidays',
      'opened',
      'closed',
      'id',
    ]);
  });
});
