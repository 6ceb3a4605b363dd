/** Actions that cut callers off, or leave them waiting, on the published server: refused, or noted. */
import { describe, expect, it } from 'vitest';
import { hazardsOf } from '../../src/plan/obstacles/hazards.ts';
import { addRow } from '../../src/emulator/rows.ts';
import { bench, type Bench } from '../support/program.ts';

const action = (type: string, option: Record<string, unknown> = {}) => ({ type, option });

describe('what the published server does not do as documented', () => {
  it.each<[string, ReturnType<typeof action>, string | undefined]>([
    ['weekdays', action('condition_datetime', { weekdays: [1] }), 'weekdays'],
    ['no weekdays', action('condition_datetime', { weekdays: [] }), undefined],
    [
      'weekdays among the extra options',
      action('condition_datetime', { extra: { weekdays: [1] } }),
      'weekdays',
    ],
    ['a jump that counts', action('goto', { target: 'a', loop_count: 1 }), 'counted_jumps'],
    ['a jump that is not taken', action('goto', { target: 'a', loop_count: 0 }), undefined],
    ['a jump without a count', action('goto', { target: 'a' }), undefined],
    ['a pause', action('sleep', { duration: 1 }), 'timeouts'],
    ['a pause of no length', action('sleep', { duration: 0 }), undefined],
    ['waiting for keys', action('digits_receive', { duration: 0, length: 1 }), 'timeouts'],
    ['sending keys', action('digits_send', { digits: '1' }), 'timeouts'],
    ['an action that ends by itself', action('talk', { text: 'Hello' }), undefined],
  ])('%s', (_name, one, fault) => {
    expect(hazardsOf([one]).map((hazard) => hazard.fault)).toEqual(fault === undefined ? [] : [fault]);
  });

  it('is reported with its place, even inside the actions of another call', () => {
    const inner = [action('answer'), action('goto', { target: 'a', loop_count: 2 })];
    expect(hazardsOf([action('answer'), action('call', { actions: inner })])).toEqual([
      {
        fault: 'counted_jumps',
        place: 'action 2 (call), action 2 (goto)',
        path: [1, 'actions', 1, 'loop_count'],
      },
    ]);
  });
});

const file = `version: 1
flows:
  Main:
    actions:
      - type: condition_datetime
        condition: ==
        hour: -1
        minute: -1
        weekdays: [mon, tue]
        false_target: again
      - { label: again, type: talk, text: Hello. }
      - { type: goto, target: again, loop_count: 2 }
      - { type: digits_receive, duration: 5s, length: 1 }
`;
const files = { '/voipbin.yaml': file };
const writes = (asked: readonly string[]) => asked.filter((line) => !line.startsWith('GET'));

/** An account with a run that executed these actions, and then another one. */
function withRun(...passed: readonly { type: string; option: Record<string, unknown> }[]): Bench {
  const made = bench('empty');
  const executed = [...passed, action('hangup')].map((one, index) => ({
    id: `aaaaaaaa-0000-4000-8000-00000000000${index}`,
    next_id: '',
    ...one,
  }));
  addRow({ world: made.emulator.world }, 'activeflows', made.account.customer_id, {
    reference_type: 'call',
    status: 'ended',
    executed_actions: executed,
  });
  return made;
}

describe('a plan file', () => {
  it.each(['plan', 'apply --yes', 'apply --dry-run', 'plan --out p.plan'])(
    '`%s` refuses what cuts callers off, with its line and what to write instead',
    async (line) => {
      const made = bench('empty');
      const { code, stdout, stderr } = await made.run(line, { files });
      const said = stdout + stderr;
      expect(code).toBe(2);
      expect(said).toContain(
        'voipbin.yaml:9:19 flow "Main", action 1 (condition_datetime): a weekday check cuts off every call',
      );
      expect(said).toContain('{type: hours, hours: Office, closed: <label>}');
      expect(said).toContain('voipbin.yaml:12:50 flow "Main", action 3 (goto): a goto with a loop_count');
      expect(writes(made.asked())).toEqual([]);
    },
  );

  it('is not refused if the account shows that it works', async () => {
    const made = withRun(action('condition_datetime', { weekdays: [1] }));
    const { code, stdout } = await made.run('plan', { files });
    expect(code).toBe(2);
    expect(stdout).not.toContain('weekdays cuts');
    expect(stdout).toContain('action 3 (goto)');

    const text =
      'version: 1\nflows: {Main: {actions: [{type: condition_datetime, condition: ==, weekdays: [mon], false_target: a}, {label: a, type: answer}]}}\n';
    const saved = await made.run('plan --out p.plan', { files: { '/voipbin.yaml': text } });
    expect(saved).toMatchObject({ code: 0 });
    // What was detected then is part of the plan.
    expect(await made.run('apply p.plan --yes')).toMatchObject({ code: 0 });
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('has no note if the account shows that timeouts fire', async () => {
    const made = withRun(action('sleep', { duration: 1000 }));
    const text = 'version: 1\nflows: {Main: {actions: [{type: sleep, duration: 2s}]}}\n';
    const { stdout } = await made.run('plan', { files: { '/voipbin.yaml': text } });
    expect(stdout).not.toContain('a timeout is needed');
  });

  it('has a note for actions that wait for a timeout, and is carried out', async () => {
    const made = bench('empty');
    const text =
      'version: 1\nflows: {Main: {actions: [{type: talk, text: Hi.}, {type: sleep, duration: 2s}]}}\n';
    const applied = await made.run('apply --yes', { files: { '/voipbin.yaml': text } });
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('flow Main: a timeout is needed');
    const { code, stdout } = await made.run('plan --detailed-exitcode');
    expect(code).toBe(0);
    expect(stdout).toContain('a timeout is needed: action 2 (sleep)');
    expect(stdout).toContain('Nothing to do, but see the notes');
  });

  it('determines the kind of server only if that matters', async () => {
    const made = bench('empty');
    const text = 'version: 1\nflows: {Main: {actions: [{type: talk, text: Hi.}]}}\n';
    await made.run('plan', { files: { '/voipbin.yaml': text } });
    expect(made.asked().filter((line) => line.includes('activeflows'))).toEqual([]);
  });
});

describe('an existing flow that cuts callers off', () => {
  const withOldMenu = (): Bench => {
    const made = bench('empty');
    addRow({ world: made.emulator.world }, 'flows', made.account.customer_id, {
      type: 'flow',
      name: 'Old menu',
      actions: [
        { id: 'aaaaaaaa-0000-4000-8000-000000000001', type: 'condition_datetime', option: { weekdays: [1] } },
      ],
    });
    return made;
  };
  const textOf = (made: Bench): string => made.files.get('/voipbin.yaml')?.text ?? '';

  it('is exported with a warning, and its plan has a note with the line', async () => {
    const made = withOldMenu();
    const { code, stderr } = await made.run('export --out /voipbin.yaml');
    expect(code).toBe(0);
    expect(stderr).toContain(
      'warning: flow "Old menu", action 1 (condition_datetime): a weekday check cuts off every call; `voipbin plan` says what to write instead',
    );
    expect(stderr).toContain('`voipbin plan -f /voipbin.yaml` shows no change');
    expect((await made.run('export')).stderr).toContain('`voipbin plan` says what to write instead');

    const planned = await made.run('plan --detailed-exitcode');
    expect(planned.code).toBe(0);
    expect(planned.stdout).toMatch(
      /! flow Old menu\n {4}voipbin\.yaml:\d+:\d+ action 1 \(condition_datetime\): a weekday check cuts off every call, and stays as it is; use opening hours/,
    );
    expect(planned.stdout).toContain('Nothing to do, but see the notes');
  });

  it('does not prevent other changes', async () => {
    const made = withOldMenu();
    await made.run('export --out /voipbin.yaml');
    const text = textOf(made).replace('tags: {}', 'tags: { sales: {} }');
    expect(await made.run('apply --yes', { files: { '/voipbin.yaml': text } })).toMatchObject({ code: 0 });
  });

  it('is refused if the plan writes its actions', async () => {
    const made = withOldMenu();
    await made.run('export --out /voipbin.yaml');
    const text = textOf(made).replace('weekdays:', 'hour: 9\n        weekdays:');
    const { code, stdout } = await made.run('plan', { files: { '/voipbin.yaml': text } });
    expect(code).toBe(2);
    expect(stdout).toContain(
      'flow "Old menu", action 1 (condition_datetime): a weekday check cuts off every',
    );
  });
});
