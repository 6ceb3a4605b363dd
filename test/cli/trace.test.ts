/** `trace`: what a caller would hear, from an account, a snapshot, a plan or a file of flows. */
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Flow } from '../../src/api/wire.ts';
import { DOCUMENTED, PUBLISHED, type Server } from '../../src/calls/server.ts';
import { readCaller } from '../../src/calls/caller.ts';
import { bench, without } from '../support/program.ts';

const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const flows: Flow[] = [
  {
    id: id(900),
    name: 'Main menu',
    actions: [
      { id: id(1), type: 'talk', option: { text: 'Sales: 1.', digits_handle: 'next', language: 'en-US' } },
      { id: id(2), type: 'branch', option: { target_ids: { '1': id(3) }, default_target_id: id(5) } },
      { id: id(3), type: 'fetch_flow', option: { flow_id: id(901) } },
      { id: id(4), type: 'hangup' },
      { id: id(5), type: 'sleep', option: { duration: 2000 } },
      { id: id(6), type: 'talk', option: { text: 'Miller & Sons' } },
    ],
  },
  {
    id: id(901),
    name: 'Sales',
    actions: [
      { id: id(11), type: 'condition_datetime', option: { condition: '==', hour: 9, minute: -1 } },
      { id: id(12), type: 'talk', option: { text: 'We are <emphasis>open</emphasis>.' } },
    ],
  },
];
const files = { '/flows.json': JSON.stringify(flows) };
const traced = async (line: string) => bench('empty').run(`trace ${line} --flows flows.json`, { files });

interface Traced {
  executed: { flow: string; id: string; type: string }[];
  end: { kind: string; flow?: string; id?: string; type?: string; why: string };
  used: number;
  server: Server;
  otherwise?: Traced;
}
const parsed = async (line: string): Promise<Traced> =>
  JSON.parse((await traced(`${line} -o json`)).stdout) as Traced;

describe('a call as data', () => {
  it('lists what ran, how it ended, and how many actions that took', async () => {
    const { executed, end, used } = await parsed('"Main menu" --press 1 --at "2026-12-24 09:15"');
    expect(executed).toEqual([
      { flow: id(900), id: id(1), type: 'talk' },
      { flow: id(900), id: id(2), type: 'branch' },
      { flow: id(900), id: id(3), type: 'fetch_flow' },
      { flow: id(901), id: id(11), type: 'condition_datetime' },
      { flow: id(901), id: id(12), type: 'talk' },
    ]);
    expect(end).toMatchObject({ kind: 'hangup', flow: id(900), id: id(4), type: 'hangup' });
    expect(used).toBe(5);
  });

  it('depends on the time, in the zone that is named', async () => {
    const at = '--press 1 --at "2026-12-24 10:15" --time-zone';
    expect((await parsed(`"Main menu" ${at} Europe/Berlin`)).end.kind).toBe('hangup');
    const { end } = await parsed(`"Main menu" ${at} Europe/Athens`);
    expect(end).toMatchObject({ kind: 'failed', id: id(11), type: 'condition_datetime' });
  });

  it('shows both kinds of server where they differ', async () => {
    const both = await parsed('"Main menu"');
    expect(both.end).toMatchObject({ kind: 'blocked', id: id(5), type: 'sleep' });
    expect(both.server).toEqual(PUBLISHED);
    expect(both.otherwise).toMatchObject({ server: DOCUMENTED, end: { kind: 'regular' }, used: 4 });
    expect(both.otherwise?.end).not.toHaveProperty('id');
    expect(await parsed('"Main menu" --timeouts yes')).not.toHaveProperty('otherwise');
    expect(await parsed('"Main menu" --press 1')).not.toHaveProperty('otherwise');
  });

  it('without a call, passes over what speaks', async () => {
    const { used, end } = await parsed('"Main menu" --without-call');
    expect({ used, kind: end.kind }).toEqual({ used: 4, kind: 'regular' });
    const { stdout } = await traced('"Main menu" --without-call');
    expect(stdout).toContain('skips sleep, which needs a call');
    expect(stdout).toContain('The run is over.');
    const all = (await traced('"Main menu" --without-call --all')).stdout;
    expect(all).toContain('Every path of the flow Main menu, run without a call');
    expect(all).not.toMatch(/the caller|hangs up|CUT OFF/);
  });

  it('without a call, nobody but the run goes round', async () => {
    const { stdout } = await bench('messy').run('trace Report --without-call --all');
    expect(stdout).toContain('The run loops through Report until 100 actions are used, and then fails.');
  });

  it('knows variables', async () => {
    const { executed } = await parsed('"Main menu" --without-call --variable voipbin.call.digits=1');
    expect(executed.map(({ type }) => type)).toEqual(['talk', 'branch', 'fetch_flow']);
  });
});

describe('a caller', () => {
  it.each([
    ['+49 30 (1234)-56', '+4930123456'],
    ['1001', '1001'],
    ['anonymous', 'anonymous'],
    ['sip:ann@acme.example', 'sip:ann@acme.example'],
  ])('%s', (typed, caller) => {
    expect(readCaller(typed)).toBe(caller);
  });

  it.each(['', '+', 'abc', 'ann@', '12 ab'])('%s is none', (typed) => {
    expect(readCaller(typed)).toBeUndefined();
  });
});

describe('a call for people', () => {
  it('is a transcript', async () => {
    const { stdout, stderr } = await traced('"Main menu" --press 1 --at "2026-12-24 09:15"');
    expect(stderr).toBe('');
    expect(stdout).toBe(
      `A call to Main menu, 2026-12-24 09:15 UTC

   0:00  Main menu  says "Sales: 1." (cut short by the key)
   0:01             the caller presses 1
   0:01  Main menu  continues in Sales
   0:01  Sales      checks whether the hour is 9 (UTC): yes
   0:01  Sales      says "We are open." (about 1.6 s)
   0:02  Main menu  hangs up

   0:02  The platform hangs up.
         5 of 100 actions used
`,
    );
  });

  it('has keys at the times at which they are pressed', async () => {
    const { stdout } = await traced('"Main menu" --press 1@0.4s --at "2026-12-24 09:15"');
    expect(stdout).toContain(
      '   0:00             the caller presses 1\n   0:00  Main menu  continues in Sales\n',
    );
    const late = await traced('"Main menu" --press 1@3s --timeouts no --at "2026-12-24 09:15"');
    expect(late.stdout).toContain('   0:03             the caller presses 1\n');
    expect(late.stdout).toContain('SILENCE without end');
  });

  it('names the keys that were not pressed', async () => {
    const { stdout } = await traced('"Main menu" --press 1,2,3 --at "2026-12-24 09:15"');
    expect(stdout).toContain('not pressed, since the call did not ask for more keys: 2 and 3');
    const { unpressed } = JSON.parse((await traced('"Main menu" --press 1,2@20m,3 -o json')).stdout) as {
      unpressed: string[];
    };
    expect(unpressed).toEqual(['2', '3']);
  });

  it('says what loses the caller, on either kind of server', async () => {
    const { stdout } = await traced('"Main menu"');
    expect(stdout).toContain('It is not known whether timeouts fire on this server');
    expect(stdout).toContain(
      'SILENCE without end: a pause never ends on this server (action 5 of Main menu).',
    );
    expect(stdout).toContain('cannot say "Miller & Sons": the caller hears nothing');
  });

  it('says what is heard where there are no words', async () => {
    const silent = [{ text: '<speak><break time="10s"/></speak>' }, {}, { text: '${nothing}' }];
    const row = {
      id: id(900),
      name: 'Message',
      actions: silent.map((option, index) => ({ id: id(index), type: 'talk', option })),
    };
    const { stdout } = await bench('empty').run('trace Message --flows f.json', {
      files: { '/f.json': JSON.stringify([row]) },
    });
    expect(stdout).toContain(`
   0:00  Message  says nothing (about 10 s)
   0:10  Message  has nothing to say
   0:10  Message  has nothing to say
`);
  });

  it('lists every way, what loses callers first', async () => {
    const { stdout } = await traced('"Main menu" --all --timeouts no --at "2026-11-28 12:00"');
    expect(stdout).toBe(
      `Every path of a call to Main menu

press 1
  unless the hour is 9 (UTC): CUT OFF: the call is hung up without a word, because the condition is false, and nothing is set up for that (action 1 of Sales). For example at 2026-11-28 12:00 UTC.
  when the hour is 9 (UTC): The platform hangs up.
press nothing, or press another key: SILENCE without end: a pause never ends on this server (action 5 of Main menu).
`,
    );
  });

  it('shows each key, also where several lead to the same, and what follows an agent who does not answer', async () => {
    const plan = `version: 1
queues: {Sales Queue: {}}
flows:
  Main:
    actions:
      - {type: talk, text: Press 1 or 2., digits_handle: next}
      - {type: branch, targets: {'1': sales, '2': sales, '3': bye}, default_target: again}
      - {label: again, type: talk, text: Press 1 or 2., digits_handle: next}
      - {type: branch, targets: {'1': sales, '2': sales}, default_target: sales}
      - {label: sales, type: queue_join, queue: Sales Queue}
      - {label: bye, type: talk, text: Bye.}
`;
    const { stdout } = await bench('departments').run('trace Main --all --plan p.yaml', {
      files: { '/p.yaml': plan },
    });
    expect(stdout).toContain(`
press 1 or 2, or press nothing, or press another key
  an agent of Sales Queue is free
    The caller is connected.
    no one answers, or the other side hangs up: The platform hangs up.
press 3: The platform hangs up.
`);
  });

  it('numbers what a long path leads to, and refers to it by its number', async () => {
    const menu = (n: number, target: number): object[] => [
      { id: id(2 * n), type: 'talk', option: { text: `Menu ${n}`, digits_handle: 'next' } },
      {
        id: id(2 * n + 1),
        type: 'branch',
        option: { target_ids: { [n]: id(2 * target) }, default_target_id: id(99) },
      },
    ];
    const actions = [...[1, 2, 3, 4, 5, 6].map((n) => menu(n, n + 1)), menu(7, 6), menu(8, 2)].flat();
    const back = { target_ids: { '7': id(14), '8': id(4) }, default_target_id: id(99) };
    actions[15] = { ...actions[15], option: back };
    actions[11] = {
      ...actions[11],
      option: { target_ids: { '6': id(14), '9': id(16) }, default_target_id: id(99) },
    };
    const row = { id: id(900), name: 'Deep', actions: [...actions, { id: id(99), type: 'hangup' }] };
    const { stdout } = await bench('empty').run('trace Deep --all --flows f.json', {
      files: { '/f.json': JSON.stringify([row]) },
    });
    expect(stdout).toContain(`
        press 5 [1]
          press 6 [2]
            press 7: as at [1]
`);
    expect(stdout).toContain('press 7: as at [2]\n');
    expect(stdout).toContain('press 8: as after: press 1\n');
  });

  it('says what is not shown where there is too much', async () => {
    const keys = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const at = (n: number, index: number): string => id(100 * n + index);
    const rows = [0, 1, 2, 3].map((n) => ({
      id: id(900 + n),
      name: `Menu ${n}`,
      actions: [
        { id: at(n, 10), type: 'talk', option: { text: 'Press a key', digits_handle: 'next' } },
        {
          id: at(n, 11),
          type: 'branch',
          option: {
            target_ids: Object.fromEntries(keys.map((key) => [key, at(n, key)])),
            default_target_id: at(n, 12),
          },
        },
        ...keys.map((key) => ({
          ...{ id: at(n, key), type: 'fetch_flow', next_id: at(n, 12) },
          option: { flow_id: id(900 + n + 1) },
        })),
        { id: at(n, 12), type: 'talk', option: { text: 'Bye' } },
      ],
    }));
    const { stdout } = await bench('empty').run('trace "Menu 0" --all --flows f.json', {
      files: {
        '/f.json': JSON.stringify([...rows, { id: id(904), name: 'End', actions: [{ type: 'hangup' }] }]),
      },
    });
    expect(stdout).toContain(': not shown\n');
    expect(stdout).toMatch(/\nNot every path is shown: there are too many\.\n$/);
    expect(stdout).not.toContain('loops');
  });

  it('says that no agent is free where more than one thing happens meanwhile', async () => {
    const plan = `version: 1
flows:
  Hold:
    actions: [{type: talk, text: Please hold.}, {type: sleep, duration: 5s}]
  Main:
    actions: [{type: queue_join, queue: Everyone}, {type: hangup}]
queues:
  Everyone: {wait_flow: Hold}
`;
    const { stdout } = await bench('departments').run('trace Main --all --timeouts yes --plan p.yaml', {
      files: { '/p.yaml': plan },
    });
    expect(stdout).toContain('\nno agent is free\n');
    expect(stdout).not.toContain('otherwise');
  });

  it('shows a queue without agents as the dead end that it is', async () => {
    const plan = `version: 1
tags: {nobody: {}}
flows:
  Hold:
    actions: [{type: talk, text: Please hold.}]
  Main:
    actions:
      - {type: talk, text: Press 1., digits_handle: next}
      - {type: branch, targets: {'1': dead}, default_target: bye}
      - {label: dead, type: queue_join, queue: Dead}
      - {label: bye, type: talk, text: Bye.}
queues:
  Dead: {tags: [nobody], wait_flow: Hold}
`;
    const { stdout } = await bench('departments').run('trace Main --all --plan p.yaml', {
      files: { '/p.yaml': plan },
    });
    expect(stdout).toContain(`
press 1: No one can answer in Dead: it has no agents.
press nothing, or press another key: The platform hangs up.
`);
  });

  it('can be drawn', async () => {
    const mermaid = (await traced('"Main menu" --all -o mermaid')).stdout;
    expect(mermaid).toContain('n1 -- "press 1" --> n3');
    const { stdout } = await traced('"Main menu" --press 1 -o svg');
    expect(stdout).toMatch(/<svg[^]*Sales[^]*<\/svg>/);
    expect(parseYaml((await traced('"Main menu" -o yaml')).stdout)).toEqual(await parsed('"Main menu"'));
  });
});

describe('an account', () => {
  it('rings the agents who are free', async () => {
    const { run } = bench('departments');
    const { stdout, code } = await run('trace "+1 800 555 1111"');
    expect(code).toBe(0);
    expect(stdout).toContain('whose agents are Dana Floor (available, +');
    expect(stdout).toContain('The caller is connected with an agent of Sales Queue.');
    const nobody = await run('trace +18005551111 --nobody-answers');
    expect(nobody.stdout).toContain('rings for a minute, and no one answers');
    expect(nobody.stdout).toContain('says "Nobody is free at the moment.');
  });

  it('as a snapshot has it, without the network', async () => {
    const { run, asked } = bench('departments');
    await run('audit --save-snapshot s.json --quiet');
    const live = (await run('trace +18005551111 -o json')).stdout;
    asked();
    expect((await run('trace +18005551111 --from-snapshot s.json -o json')).stdout).toBe(live);
    expect(asked()).toEqual([]);
  });

  it('as a plan would leave it', async () => {
    const { run } = bench('departments');
    const plan =
      'version: 1\nflows:\n  Sales Department:\n    actions:\n      - {type: talk, text: We have moved.}\n';
    const { stdout } = await run('trace +18005551111 --plan p.yaml', { files: { '/p.yaml': plan } });
    expect(stdout).toContain('says "We have moved."');
    expect((await run('trace +18005551111')).stdout).not.toContain('moved');
  });
});

describe('what cannot be read', () => {
  it.each([
    [
      'trace +18005551111',
      'flows',
      403,
      4,
      'the flows could not be read: needs the admin or manager permission',
    ],
    ['trace +18005551111', 'queues', 500, 3, 'the queues could not be read: '],
    ['test', 'agents', 403, 4, 'the agents could not be read: '],
    ['test --init new.yaml', 'numbers', 502, 3, 'the numbers could not be read: '],
  ])('%s without %s (%i) is refused', async (line, path, status, code, message) => {
    const made = bench('departments');
    const files = { '/voipbin.calls.yaml': 'calls: [{to: "+18005551111"}]' };
    const result = await made.run(line, { files, transport: without(made, status, path) });
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  it('a frozen account is one', async () => {
    const { code, stderr } = await bench('frozen').run('trace +18005551111');
    expect(code).toBe(4);
    expect(stderr).toContain('frozen');
  });

  const plan = `version: 1
flows: {Main: {actions: [{type: connect, source: {type: tel, target: '+15005550006'}, destinations: [{type: tel, target: '+18765550100'}]}]}}
`;
  it.each(['trace Main --plan p.yaml', 'test --plan p.yaml'])(
    '%s: what only some actions depend on is said to be unchecked, where it matters',
    async (line) => {
      const files = { '/p.yaml': plan, '/voipbin.calls.yaml': 'calls: [{to: Main}]' };
      const made = bench('departments');
      const whole = await made.run(line, { files });
      expect(`${whole.stdout}${whole.stderr}`).toContain('does not allow calls to');
      const { code, stdout, stderr } = await made.run(line, {
        files,
        transport: without(made, 403, 'outbound_config', 'extensions', 'conferences'),
      });
      expect(code).toBe(4);
      expect(stdout).not.toContain('does not allow calls to');
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
        'could not be read, and is assumed to be correct: extensions (needs the admin or manager permission) and outbound_config (needs the admin permission)',
      );
      const other = await made.run('trace "Sales Department"', {
        transport: without(made, 403, 'conferences'),
      });
      expect({ code: other.code, stderr: other.stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});

describe('what the runs of an account show of its server', () => {
  const plan = `version: 1
flows:
  Weekdays:
    actions:
      - {type: condition_datetime, condition: '==', weekdays: [mon, tue, wed, fri], hour: -1, minute: -1, false_target: shut}
      - {label: again, type: talk, text: Good morning.}
      - {type: goto, target: again, loop_count: 1}
      - {label: shut, type: talk, text: Goodbye.}
`;
  const seen = (works: boolean) => ({ works, at: Date.parse('2026-11-20T10:00:00Z'), activeflow: 'x' });

  async function traced(server: object, line: string): Promise<string> {
    const { run, files } = bench('departments');
    await run('audit --save-snapshot s.json --quiet', { files: { '/p.yaml': plan } });
    const snapshot = JSON.parse(files.get('/s.json')?.text ?? '') as {
      sections: { activeflows: { value: { server: object } } };
    };
    snapshot.sections.activeflows.value.server = server;
    const command = `trace Weekdays --plan p.yaml --from-snapshot s.json --at "2026-11-30 10:00" ${line}`;
    const { stdout, stderr } = await run(command, { files: { '/s.json': JSON.stringify(snapshot) } });
    expect(stderr).toBe('');
    return stdout;
  }

  it('goes for each thing by itself, and is named with its day', async () => {
    const text = await traced({ weekdays: seen(true), counted_jumps: seen(true), timeouts: seen(false) }, '');
    expect(text).toBe(`A call to Weekdays, 2026-11-30 10:00 UTC
Weekdays can be checked on this server: a run of 2026-11-20 10:00 UTC shows it.
Jumps are counted on this server: a run of 2026-11-20 10:00 UTC shows it.

   0:00  Weekdays  checks whether it is Monday to Wednesday or Friday (UTC): yes
   0:00  Weekdays  says "Good morning." (about 1.2 s)
   0:01  Weekdays  says "Good morning." (about 1.2 s)
   0:02  Weekdays  says "Goodbye." (about 0.8 s)

   0:03  The platform hangs up.
         6 of 100 actions used
`);
    const fails = await traced({ weekdays: seen(false) }, '');
    expect(fails).toContain(
      'Weekdays cannot be checked on this server: a run of 2026-11-20 10:00 UTC shows it.',
    );
    expect(fails).toContain('checks whether it is Monday to Wednesday or Friday (UTC)\n');
    expect(fails).toContain('CUT OFF: the call is hung up without a word, because a weekday check fails');
    expect(fails).not.toContain('not known');
  });

  it('leaves open what no run shows: both kinds are told', async () => {
    const text = await traced({ weekdays: seen(true) }, '');
    expect(text).toContain('It is not known whether jumps are counted on this server, and here it matters.');
    expect(text).toContain('On a server where jumps are not counted (as published):');
    expect(text).toContain('On a server where jumps are counted:');
    const { server, otherwise, evidence } = JSON.parse(
      await traced({ weekdays: seen(true) }, '-o json --timeouts no'),
    ) as Traced & { evidence: object };
    expect(server).toEqual({ ...PUBLISHED, weekdays: true });
    expect(otherwise?.server).toEqual({ ...DOCUMENTED, timeouts: false });
    expect(evidence).toEqual({
      weekdays: { works: true, at: '2026-11-20T10:00:00.000Z', activeflow: 'x' },
    });
  });

  it('is shown with every way, too', async () => {
    const text = await traced({ weekdays: seen(true), counted_jumps: seen(true) }, '--all');
    expect(text).toContain('Jumps are counted on this server: a run of 2026-11-20 10:00 UTC shows it.\n\n');
    expect(text).toContain('The platform hangs up.');
    expect(text).not.toContain('On a server');
    const open = await traced({}, '--all');
    expect(open).toContain(
      'On a server where weekdays cannot be checked and jumps are not counted (as published):',
    );
  });
});

describe('opening hours of a plan', () => {
  const plan = `version: 1
hours:
  Office: {time_zone: Europe/Berlin, open: 'mon-fri 9:00-17:00', holidays: DE-BY}
tags: {Sales: {}}
agents:
  new.person@acme.example: {name: New Person, tags: [Sales]}
queues:
  New Queue: {tags: [Sales], wait_flow: Hold}
flows:
  Hold: {actions: [{type: talk, text: Please hold.}]}
  Main:
    actions:
      - {type: hours, hours: Office, closed: shut}
      - {type: queue_join, queue: New Queue}
      - {type: talk, text: Nobody is free.}
      - {type: hangup}
      - {label: shut, type: talk, text: We are closed.}
`;
  const files = { '/p.yaml': plan };
  const said = async (line: string) =>
    (await bench('departments').run(`trace Main --plan p.yaml ${line}`, { files })).stdout;

  it('are one line, and who is new in the plan has no status', async () => {
    const open = await said('--at "2026-12-01 10:00" --time-zone Europe/Berlin');
    expect(open).toContain('   0:00  Office  opening hours: open\n');
    expect(open).toContain('the queue New Queue, whose agents are New Person\n');
    expect(open).not.toContain('the month');
    const holiday = await said('--at "2026-12-25 10:00" --time-zone Europe/Berlin');
    expect(holiday).toContain(
      '   0:00  Office  opening hours: closed\n   0:00  Main    says "We are closed."',
    );
  });

  it('do not know the dates of another year', async () => {
    const note = 'Office covers 2026-11-23 to 2027-11-22: on other days it uses the dates of another year.';
    const at = async (day: string) =>
      (await said(`--at "${day} 10:00" --time-zone Europe/Berlin`)).split('\n');
    expect(await at('2027-11-22')).not.toContain(note);
    expect(await at('2027-12-25')).toContain(note);
  });

  it('have a time zone of their own, whose time is in the heading where it is another one', async () => {
    const heading = async (line: string) => (await said(line)).split('\n\n')[0]?.split('\n').slice(0, 2);
    expect(await heading('--at "2026-12-21 18:30" --time-zone America/New_York')).toEqual([
      'A call to Main, 2026-12-21 18:30 GMT-5',
      'It is 2026-12-22 00:30 CET in Europe/Berlin, the time zone of Office.',
    ]);
    expect((await heading('--at "2026-12-21 18:30" --time-zone Europe/Berlin'))?.join()).not.toContain(
      'It is',
    );
    const utc = await bench('messy').run('trace Depot --at "2026-12-21 18:30" --time-zone America/New_York');
    expect(utc.stdout).toContain('\nIt is 2026-12-21 23:30 UTC, the time zone of Depot hours.\n');
    const inSummer = await heading('--at "2026-07-21 18:30" --time-zone Europe/Paris');
    expect(inSummer?.join()).not.toContain('It is');
  });

  it('are one decision of all ways and of the picture', async () => {
    const tree = await said('--all');
    expect(tree).toContain('\nOffice: closed: The platform hangs up.\nOffice: open\n');
    const picture = await said('--all -o mermaid');
    expect(picture).toContain('n1["Office: opening hours"]');
    expect(picture).toContain('n1 -- "Office: closed" --> n2');
  });
});

describe('whom a connect may call', () => {
  // The platform takes a number of Jamaica for one of the U.S. Virgin Islands.
  it.each([
    ['jm', 'CUT OFF'],
    ['vi', 'The caller is connected with +18765550100'],
  ])('with %s in the whitelist of the plan', async (country, said) => {
    const plan = `version: 1
outbound: {destination_whitelist: [${country}]}
flows: {Main: {actions: [{type: connect, source: {type: tel, target: '+15005550006'}, destinations: [{type: tel, target: '+18765550100'}]}]}}
`;
    const { stdout } = await bench('departments').run('trace Main --plan p.yaml', {
      files: { '/p.yaml': plan },
    });
    expect(stdout).toContain(said);
  });

  it('is told by names and numbers, without those who cannot be called', async () => {
    const plan = `version: 1
extensions: {'1001': {name: Desk, password: generate}, '1002': {name: Phone, password: generate}}
agents: {zoe@acme.example: {name: Zoe, permission: agent, addresses: ['extension:1002'], password: generate}}
flows: {Main: {actions: [{type: connect, destinations: ['extension:1001', 'agent:zoe@acme.example', '+18765550100']}]}}
`;
    const { stdout } = await bench('empty').run('trace Main --plan p.yaml', { files: { '/p.yaml': plan } });
    expect(stdout).toContain('calls extension:1001 and Zoe (extension:1002)\n');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('The caller is connected with extension:1001 or Zoe.');
  });
});

it.each([
  ['a flow in other letters', '"main MENU" --flows flows.json', 'A call to Main menu'],
  ['the beginning of an id', 'aaaaaaaa-0000-4000-8000-000000000901 --flows flows.json', 'A call to Sales'],
  ['a number by its name', '"sales line" --demo=departments', 'A call to +18005551111 Sales line'],
  ['a number by its digits', '"+1 (800) 555-1111" --demo=departments', 'A call to +18005551111 Sales line'],
])('a call begins at %s', async (_how, line, said) => {
  const { code, stdout } = await bench('empty').run(`trace ${line}`, { files });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(said) as string });
});

it('tells values that make no difference as anything else', async () => {
  const branch = {
    variable: 'voipbin.call.source.target',
    target_ids: { '': id(3), '+49301': id(4) },
    default_target_id: id(5),
  };
  const equals = {
    variable: '${voipbin.call.source.name}',
    value_type: 'string',
    value_string: 'Ann',
    condition: '==',
  };
  const actions = [
    { id: id(1), type: 'condition_variable', option: { ...equals, false_target_id: id(2) } },
    { id: id(6), type: 'talk', option: { text: 'Ann.' } },
    { id: id(2), type: 'branch', option: branch },
    { id: id(3), type: 'hangup' },
    { id: id(4), type: 'branch' },
    { id: id(5), type: 'stop' },
  ];
  const flow = JSON.stringify([{ id: id(900), name: 'Main', actions }]);
  const { stdout } = await bench('empty').run('trace Main --flows f.json --all', {
    files: { '/f.json': flow },
  });
  expect(stdout).toContain('voipbin.call.source.target is empty');
  expect(stdout).toContain('voipbin.call.source.target is anything else');
  expect(stdout).not.toContain('+15550199');
});

it('says of a file of flows that nothing but flows exists, where a call needs more', async () => {
  const join = { id: id(1), type: 'queue_join', option: { queue_id: id(400) } };
  const file = JSON.stringify([{ id: id(900), name: 'Main', actions: [join] }]);
  const { code, stderr } = await bench('empty').run('trace Main --flows f.json', {
    files: { '/f.json': file },
  });
  expect({ code, stderr: stderr.replaceAll(/\s+/g, ' ') }).toEqual({
    code: 0,
    stderr:
      'warning: only the flows of f.json exist here: queues, agents, telephones and conferences count as missing ',
  });
  expect((await traced('"Main menu"')).stderr).toBe('');
});

it('a number that a plan has yet to get is called by its name', async () => {
  const plan = `version: 1
flows: {Main: {actions: [{type: hangup}]}}
numbers: {Shop: {virtual: any, name: Shop, call_flow: Main}}
`;
  const { stdout } = await bench('empty').run('trace Shop --plan p.yaml', { files: { '/p.yaml': plan } });
  expect(stdout).toMatch(/^A call to Shop, /);
});

it('a flow goes before a number that is called like it', async () => {
  const made = bench('departments');
  await made.run('numbers update +18005552222 --name "Sales Department" --yes');
  expect((await made.run('trace "Sales Department"')).stdout).toContain('A call to Sales Department, ');
});

it.each(['+18005551111 --nobody-answers', '+18005551111 --all', '"Sales Department"'])(
  '%s fits a narrow terminal, and is not broken elsewhere',
  async (line) => {
    const { run } = bench('departments');
    const narrow = await run(`trace ${line}`, { terminal: true, columns: 70, env: { NO_COLOR: '1' } });
    expect(narrow.stdout.split('\n').filter((text) => text.length > 70)).toEqual([]);
    const wide = await run(`trace ${line}`);
    expect(wide.stdout.split('\n').some((text) => text.length > 80)).toBe(true);
    expect(narrow.stdout.replaceAll(/\s+/g, ' ')).toBe(wide.stdout.replaceAll(/\s+/g, ' '));
  },
);

describe('mistakes', () => {
  it.each([
    ['"Main men"', 5, 'did you mean Main menu?'],
    ['"Main menu" --at tomorrow', 2, '--at "tomorrow" is not a time'],
    ['"Main menu" --at 2026-02-30', 2, '--at "2026-02-30" is not a date'],
    ['"Main menu" --time-zone Mars', 2, '--time-zone "Mars" is not a time zone'],
    ['"Main menu" --time-zone Europe/Berln', 2, 'hint: did you mean Europe/Berlin?'],
    ['"Main menu" --variable x', 2, '"x" is not a variable'],
    ['"Main menu" --press 1,q', 2, '--press: "q" is not a key of a telephone'],
    ['"Main menu" --press 1@3', 2, '--press: "1@3" is not a key at a time of the call'],
    ['"Main menu" --plan p.yaml', 2, '--flows and --plan cannot be combined'],
    ['"Main menu" -o csv', 2, 'is not one of text, json'],
    ['"Main menu" --from abc', 2, '--from: "abc" is not a caller'],
    ['"Main menu" --all --press 1', 2, '--all and --press cannot be combined'],
    ['"Main menu" --all --nobody-answers', 2, '--all and --nobody-answers cannot be combined'],
    ['"Main menu" --without-call --press 1', 2, '--without-call and --press cannot be combined'],
  ])('%s', async (line, code, message) => {
    const result = await traced(line);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
  });

  it('a file that begins with a byte order mark is read', async () => {
    const files = { '/f.json': '\uFEFF[{"id": "cccccccc-0000-4000-8000-000000000000", "name": "Menu"}]' };
    const { code, stdout } = await bench('empty').run('trace Menu --flows f.json', { files });
    expect([code, stdout.split('\n', 1)[0]]).toEqual([0, expect.stringContaining('Menu')]);
  });

  it('a file that holds no flows', async () => {
    const run = (text: string) =>
      bench('empty').run('trace x --flows f.json', { files: { '/f.json': text } });
    expect((await run('nope')).stderr).toContain('f.json is not JSON');
    expect((await run('{}')).stderr).toContain('f.json is not a list of flows');
    expect((await run('[{"id": 7}]')).stderr).toContain('entry 1 of f.json is not a flow');
  });

  it('two flows of one name', async () => {
    const twice = JSON.stringify([flows[0], { ...flows[1], name: 'Main menu' }]);
    const { code, stderr } = await bench('empty').run('trace "Main menu" --flows f.json', {
      files: { '/f.json': twice },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('"Main menu" matches 2 flows');
  });
});
