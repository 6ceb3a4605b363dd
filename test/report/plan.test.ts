/** A plan as people read it. */
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/core/exit-codes.ts';
import type { Change, Plan } from '../../src/plan/change.ts';
import type { FieldChange } from '../../src/resources/field.ts';
import { plain, type Paint } from '../../src/report/paint.ts';
import { renderPlan } from '../../src/report/plan.ts';

const change = (facts: Partial<Change> & Pick<Change, 'verb' | 'title'>): Change => ({
  address: 'queues/x',
  kind: 'queues',
  name: 'x',
  fields: [],
  risk: 'safe',
  requests: 1,
  after: [],
  ...facts,
});
const planOf = (changes: readonly Change[], facts: Partial<Plan> = {}): Plan => ({
  format: 'voipbin.plan/1',
  customer_id: '0becc8e2-6678-4599-b352-b60b8edb2d2b',
  customer_name: 'Acme',
  changes,
  cost: { now: 0, monthly: 0 },
  requests: changes.length,
  limits: [],
  obstacles: [],
  ...facts,
});

const everySort = planOf(
  [
    change({
      verb: 'create',
      title: 'queue Sales',
      fields: [
        { path: 'tags', from: null, to: ['sales', 'night, day'] },
        { path: 'wait_timeout', from: null, to: '5m' },
      ],
    }),
    change({
      verb: 'update',
      title: 'queue Sales',
      address: 'then/queues/Sales',
      fields: [{ path: 'wait_flow', from: null, to: 'Hold' }],
    }),
    change({ verb: 'note', title: 'queue Sales', because: 'has no agents' }),
    change({
      verb: 'update',
      title: 'flow Main',
      risk: 'disruptive',
      fields: [
        { path: 'actions[1].text', from: 'Please wait.', to: `Please wait. ${'We are sorry. '.repeat(6)}` },
        { path: 'actions[2]', from: null, to: { label: 'end', type: 'sleep', duration: '10s' } },
        { path: 'actions[3]', from: { type: 'hangup' }, to: null },
      ],
    }),
    change({ verb: 'note', title: 'queue Support', because: 'has no agents' }),
    change({ verb: 'delete', title: 'tag old', risk: 'irreversible', because: 'not in the file any more' }),
    change({ verb: 'create', title: 'number +1', risk: 'costs-money', cost: { now: 5e6, monthly: 5e6 } }),
    change({ verb: 'delete', title: 'number +2', risk: 'irreversible', cost: { now: 0, monthly: -5e6 } }),
  ],
  { cost: { now: 5e6, monthly: 0 }, limits: [{ resource: 'queues', after: 2, limit: 2 }] },
);

describe('a plan', () => {
  it('tells every sort of change', () => {
    expect(`\n${renderPlan(everySort)}`).toBe(`
+ create queue Sales
    tags: sales, "night, day"
    wait_timeout: 5m
~ update queue Sales, then set
    wait_flow: (empty) -> Hold
~ update flow Main  [callers may notice]
    actions[1].text:
      - Please wait.
      + "Please wait. We are sorry. We are sorry. We are sorry. We are sorry. We are sorry. We are sorry. "
    + actions[2]: end: sleep  duration "10s"
    - actions[3]: hangup
- delete tag old  [cannot be undone]
    not in the file any more
+ create number +1  [costs $5.00 now, $5.00 every 28 days]
- delete number +2  [cannot be undone; saves $5.00 every 28 days]

! queue Sales, queue Support
    has no agents

2 to create, 2 to change, 2 to delete; 8 requests; costs $5.00 now; 2 cannot be undone
2 of 2 queues of the billing plan
`);
  });

  it.each<[string, Partial<FieldChange>, string]>([
    ['yes', { from: null, to: true }, 'false -> true'],
    ['no', { from: true, to: false }, 'true -> false'],
    ['yes no more', { from: true, to: null }, 'true -> false'],
    ['nothing', { from: 'a', to: '' }, 'a -> (empty)'],
    ['an empty list', { from: [], to: ['a'] }, '(empty) -> a'],
    ['a space at the end', { from: 'a', to: 'a ' }, 'a -> "a "'],
    ['a line break', { from: 'a b', to: 'a\nb' }, 'a b -> "a\\nb"'],
    ['an arrow', { from: 'a', to: 'b -> c' }, 'a -> "b -> c"'],
    ['what looks like nothing', { from: '', to: '(empty)' }, '(empty) -> "(empty)"'],
    ['a hidden character', { from: 'a', to: 'a\u202eb' }, 'a -> a\\u202eb'],
  ])('shows %s', (_, field, shown) => {
    const fields = [{ path: 'x', from: null, to: null, ...field }];
    expect(renderPlan(planOf([change({ verb: 'update', title: 'tag a', fields })]))).toContain(
      `    x: ${shown}\n`,
    );
  });

  it('shows a limit in red only where the plan is over it', () => {
    const colours: Paint = { ...plain, red: (text) => `<red>${text}`, yellow: (text) => `<yellow>${text}` };
    const limits = [2, 3].map((after) => ({ resource: 'queues', after, limit: 2 }));

    const text = renderPlan(planOf([change({ verb: 'create', title: 'queue A' })], { limits }), colours);

    expect(text.split('\n').slice(-3)).toEqual([
      '<yellow>2 of 2 queues of the billing plan',
      '<red>3 of 2 queues of the billing plan',
      '',
    ]);
  });

  it('breaks long values between words on a narrow terminal, and nowhere else', () => {
    const text = 'Thank you for calling. If nobody could take your call, please try again later.';
    const change = {
      ...everySort.changes[0],
      fields: [{ path: 'actions[0]', from: null, to: { type: 'talk', text } }],
    };
    const plan = { ...everySort, changes: [change] } as Plan;
    const [, ...lines] = renderPlan(plan, plain, 50).split('\n\n')[0]?.split('\n') ?? [];
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(50);
    expect(lines.map((line) => line.trim()).join(' ')).toBe(`actions[0]: talk  text "${text}"`);
    expect(renderPlan(plan, plain)).toContain(`    actions[0]: talk  text "${text}"\n`);
  });

  it('breaks reasons and notes as well', () => {
    const because = 'the number is released, and its cost is not refunded';
    const plan = planOf([
      change({ verb: 'delete', title: 'number +1', because }),
      change({ verb: 'note', title: 'number +1', because: 'calls to it go to flow Main' }),
    ]);

    expect(
      renderPlan(plan, plain, 40)
        .split('\n')
        .filter((line) => line.length > 40),
    ).toEqual([]);
    expect(renderPlan(plan)).toContain(because);
  });

  it('shows on a terminal where long texts differ, and elsewhere all of them', () => {
    const long = 'x'.repeat(400);
    const fields = [{ path: 'text', from: `${long}old${long}`, to: `${long}new${long}` }];
    const plan = planOf([change({ verb: 'update', title: 'flow A', fields })]);

    const [, , was = '', willBe = ''] = renderPlan(plan, plain, 80).split('\n');

    expect(was).toMatch(/^ {6}- \.\.\.x{30}oldx{127}\.\.\.$/);
    expect(willBe).toMatch(/^ {6}\+ \.\.\.x{30}newx{127}\.\.\.$/);
    expect(renderPlan(plan)).toContain(`      + ${long}new${long}\n`);
  });

  it.each<[string, Plan, string]>([
    ['nothing to do', planOf([]), 'Nothing to do: the account already matches the plan.\n'],
    [
      'something to know',
      planOf([change({ verb: 'note', title: 'tag a', because: 'stays' })]),
      '! tag a\n    stays\n\nNothing to do, but see the notes.\n',
    ],
    [
      'an obstacle',
      planOf([], {
        obstacles: [{ code: 'CREDIT', exit_code: ExitCode.denied, message: 'no money', hint: 'earn some' }],
      }),
      'It cannot be applied as it is:\n  no money\n    earn some\n',
    ],
    [
      'what only saves',
      planOf([change({ verb: 'delete', title: 'tag a' })], { cost: { now: 0, monthly: -5e6 } }),
      '- delete tag a\n\n1 to delete; 1 request; saves $5.00 every 28 days\n',
    ],
  ])('with %s', (_, plan, text) => {
    expect(renderPlan(plan)).toBe(text);
  });

  it('has colours that say the same as its signs', () => {
    const paint = Object.fromEntries(
      Object.keys(plain).map((name) => [name, (text: string) => `<${name}>${text}</>`]),
    ) as unknown as Paint;
    const lines = renderPlan(everySort, paint).split('\n');
    const of = (sign: string): string[] => lines.filter((line) => line.includes(`>${sign} `));

    expect(of('~').every((line) => line.startsWith('<yellow>~ update '))).toBe(true);
    expect(of('!')).toEqual(['<cyan>! queue Sales, queue Support</>']);
    expect(lines).toContain('<red>- delete tag old</>  <bold>[cannot be undone]</>');
    expect(lines).toContain('    wait_flow: <red>(empty)</> <dim>-></> <green>Hold</>');
  });
});
