/** `voipbin hours` and its verbs, as a person or a script meets them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Prompter, Transport } from '../../src/core/ports.ts';
import { bench, type Bench, type RunOptions } from '../support/program.ts';

/** The clock of the bench: Monday 2026-11-23 12:00 UTC, one hour later in Berlin. */
const plan = `# our account
hours:
  Office: # the front desk
    time_zone: Europe/Berlin
    open: mon-fri 9:00-17:00
    holidays: DE-BY
    closed:
      - 2026-12-24: Christmas Eve # every year
tags:
  sales: { detail: not there yet }
`;
const files = { '/voipbin.yaml': plan };

interface Row {
  name: string;
  is_open: boolean;
  because: string | null;
  until: string | null;
  changes: { at: string; is_open: boolean }[];
  next_exceptions: { when: string; is_open: boolean; because: string | null }[];
  next_holidays: { date: string; name: string }[];
  covers: { from: string; to: string };
}

/** An account with these hours. */
async function begun(text = plan): Promise<Bench> {
  const made = bench('empty');
  const { code, stderr } = await made.run('apply --yes', { files: { '/voipbin.yaml': text } });
  expect(stderr).not.toContain('error');
  expect(code).toBe(0);
  made.asked();
  return made;
}

/** When, and with which variables of this shell. */
const JOB = '36 5 * * 1 VOIPBIN_CONFIG_DIR=/nonexistent';

const rowsOf = async (made: Bench): Promise<Row[]> =>
  JSON.parse((await made.run('hours -o json')).stdout) as Row[];
/** Refuses what is made of a kind, the first one aside. */
function refusing({ emulator }: Bench, path: string): Transport {
  let seen = 0;
  return (request) => {
    const isMaking = request.method === 'POST' && request.url.endsWith(path);
    seen += isMaking ? 1 : 0;
    return isMaking && seen > 1
      ? Promise.resolve({ status: 400, headers: {}, body: '' })
      : emulator.transport(request);
  };
}

/** As if its hours had been made in January. */
function aged({ emulator }: Bench): void {
  const [flow] = emulator.world.tables.flows.all();
  const days = ['2026-01-10 to 2027-01-09', '2026-11-23 to 2027-11-22'] as const;
  Object.assign(flow ?? {}, JSON.parse(JSON.stringify(flow).replaceAll(days[1], days[0])));
}

const written = (made: Bench): string => made.files.get('/voipbin.yaml')?.text ?? '';
const writes = (made: Bench): string[] => made.asked().filter((line) => !line.startsWith('GET'));

describe('hours', () => {
  it('says what callers meet now, until when, and what comes next', async () => {
    const made = await begun();

    expect(await rowsOf(made)).toMatchObject([
      {
        name: 'Office',
        time_zone: 'Europe/Berlin',
        is_open: true,
        because: null,
        until: '2026-11-23T16:00:00Z',
        changes: [
          { at: '2026-11-24T08:00:00Z', is_open: true },
          { at: '2026-11-24T16:00:00Z', is_open: false },
          { at: '2026-11-25T08:00:00Z', is_open: true },
        ],
        next_holidays: [
          { date: '2026-12-25', name: '1. Weihnachtstag' },
          { date: '2026-12-26', name: '2. Weihnachtstag' },
          { date: '2027-01-01', name: 'Neujahr' },
        ],
        next_exceptions: [{ when: '2026-12-24', is_open: false, because: 'Christmas Eve' }],
        covers: { from: '2026-11-23', to: '2027-11-22' },
      },
    ]);
    const { stdout } = await made.run('hours', { terminal: true, columns: 80 });
    expect(stripVTControlCharacters(stdout)).toBe(`Office: open until Mon 2026-11-23 17:00
  Hours     mon-fri 9:00-17:00 (Europe/Berlin)
  Then      opens Tue 2026-11-24 9:00, closes Tue 2026-11-24 17:00, opens Wed
            2026-11-25 9:00
  Closed    2026-12-24 Christmas Eve
  Holidays  DE-BY: 2026-12-25 1. Weihnachtstag, 2026-12-26 2. Weihnachtstag,
            2027-01-01 Neujahr
  Covered   until 2027-11-22
`);
    // Everything is loaded for the first time.
  }, 60_000);

  it.each<[about: string, exceptions: string, row: Partial<Row>]>([
    [
      'an opening that replaces the day',
      'opened: [{ 2026-11-23 15:00-19:00: inventory }]',
      { is_open: false, because: 'inventory', until: '2026-11-23T14:00:00Z' },
    ],
    [
      'an opening without a reason, on a day that is closed',
      'opened: [2026-11-23 12:00-14:00]\n    closed: [{ 2026-11-23: moving }]',
      { is_open: true, because: null, until: '2026-11-23T13:00:00Z' },
    ],
    [
      'closed for days, of which some are over',
      'closed: [{ 2026-11-20 - 2026-11-24: moving }]',
      { is_open: false, because: 'moving', until: '2026-11-25T08:00:00Z' },
    ],
    [
      'closed from one moment to another',
      'closed: [{ 2026-11-23 12:30 - 2026-11-23 14:00: power cut }]',
      { is_open: false, because: 'power cut', until: '2026-11-23T13:00:00Z' },
    ],
    [
      'what is over, and what is not yet, are not a reason',
      'closed: [{ 2026-11-23 8:00-10:00: breakfast }, { 2026-11-24: moving }]',
      { is_open: true, because: null, until: '2026-11-23T16:00:00Z' },
    ],
  ])('says why: %s', async (_, exceptions, row) => {
    const made = await begun(
      `hours:\n  Office:\n    time_zone: Europe/Berlin\n    open: mon-fri 9:00-17:00\n    ${exceptions}\n`,
    );

    expect(await rowsOf(made)).toMatchObject([row]);
  });

  it('knows the evening before, and holidays with hours of their own', async () => {
    const made = await begun(
      'hours:\n  Bar: { time_zone: Australia/Sydney, open: "mon-sun 18:00-2:00" }\n' +
        '  Zoo: { time_zone: Asia/Tokyo, open: "mon-sun 9-17; PH 9-22", holidays: JP }\n',
    );

    expect(await rowsOf(made)).toMatchObject([
      { name: 'Bar', is_open: true, because: null, until: '2026-11-23T15:00:00Z' },
      { name: 'Zoo', is_open: true, because: '勤労感謝の日', until: '2026-11-23T13:00:00Z' },
    ]);
  });

  it('shows the next exceptions, the first one first, and few of many', async () => {
    const dates = [29, 27, 26, 28, 25, 24, 20].map((day) => `2026-11-${day}`).join(', ');
    const made = await begun(`hours:\n  A: { time_zone: UTC, open: 24/7, closed: [${dates}] }\n`);

    const { stdout } = await made.run('hours');

    expect(stdout).toContain(
      '  Closed    2026-11-24, 2026-11-25, 2026-11-26, 2026-11-27, 2026-11-28, and 1 more\n',
    );
  });

  it('warns of a flow that somebody has changed, which renew repairs', async () => {
    const made = await begun();
    const [flow] = made.emulator.world.tables.flows.all();
    const [first] = flow?.actions as { option: Record<string, unknown> }[];
    Object.assign(first?.option ?? {}, { month: 3 });

    const { stderr } = await made.run('hours');
    await made.run('hours renew --yes');

    expect(stderr).toContain('warning: the flow "Office" no longer decides by its hours');
    expect((await made.run('hours')).stderr).not.toContain('warning');
  });

  it('asks for nothing but the flows', async () => {
    const made = await begun();

    await made.run('hours');

    expect(new Set(made.asked())).toEqual(new Set(['GET /v1.0/customer', 'GET /v1.0/flows']));
  });

  it('of an account without any is an empty list', async () => {
    const { code, stdout } = await bench('empty').run('hours -o json');

    expect({ code, rows: JSON.parse(stdout) as unknown }).toEqual({ code: 0, rows: [] });
  });

  it('is denied like every list', async () => {
    const { code } = await bench('empty').run('hours', { env: { VOIPBIN_ACCESS_KEY: 'vb_wrong' } });

    expect(code).toBe(4);
  });
});

describe('hours close', () => {
  it('says where a later closing is written', async () => {
    const { code, stderr } = await bench('empty').run('hours close --from 2026-12-24 --until 2026-12-27');
    expect(code).toBe(2);
    expect(stderr).toContain("unknown option '--from'");
    expect(stderr).toContain(
      'hint: write it under `closed` or `opened` in the plan file: `voipbin help hours`',
    );
  });

  it('adds the exception to the plan file and to the account, and changes nothing else', async () => {
    const made = await begun(plan.slice(0, plan.indexOf('tags:')));

    const { code, stdout } = await made.run(
      'hours close Office --until 15:00 --because "staff meeting" --yes',
      {
        files,
      },
    );

    expect(code).toBe(0);
    expect(stdout).toContain('Office: closed until Mon 2026-11-23 15:00');
    expect(written(made)).toBe(
      plan.replace('# every year\n', '# every year\n      - 2026-11-23 13:00-15:00: staff meeting\n'),
    );
    expect(writes(made)).toHaveLength(1);
    expect(made.emulator.world.tables.tags.all()).toEqual([]);
    expect(await rowsOf(made)).toMatchObject([
      { is_open: false, because: 'staff meeting', until: '2026-11-23T14:00:00Z' },
    ]);
  });

  it.each([
    ['without an end: for the rest of the day', '', '2026-11-23 13:00-24:00', '2026-11-24T08:00:00Z'],
    [
      'a time that is over is that of tomorrow',
      '--until 10:00',
      '2026-11-23 13:00 - 2026-11-24 10:00',
      '2026-11-24T09:00:00Z',
    ],
    [
      'a date is that whole day',
      '--until 2026-11-24',
      '2026-11-23 13:00 - 2026-11-25 0:00',
      '2026-11-25T08:00:00Z',
    ],
    [
      'a date and a time',
      '--until "2026-11-25 3pm"',
      '2026-11-23 13:00 - 2026-11-25 15:00',
      '2026-11-25T14:00:00Z',
    ],
  ])('%s', async (_, flags, when, until) => {
    const made = await begun();

    expect((await made.run(`hours close ${flags} --yes`)).code).toBe(0);

    expect(written(made)).toContain(`      - ${when}\n`);
    expect(await rowsOf(made)).toMatchObject([{ is_open: false, until }]);
  });

  it('closes a day that is opened, too', async () => {
    const made = await begun(
      plan.replace('    closed:', '    opened:\n      - 2026-11-23 12:00-20:00: sale\n    closed:'),
    );

    await made.run('hours close --until 15:00 --yes');

    expect(written(made)).toContain('2026-11-23 12:00-13:00,15:00-20:00: sale');
    expect(await rowsOf(made)).toMatchObject([{ is_open: false, until: '2026-11-23T14:00:00Z' }]);
    await made.run('hours close --yes');
    expect(await rowsOf(made)).toMatchObject([{ is_open: false, until: '2026-11-24T08:00:00Z' }]);
  });

  it('shows the change and asks; without a yes neither file nor account is changed', async () => {
    const made = await begun();

    const shown = await made.run('hours close --dry-run');
    const refused = await made.run('hours close');
    const declined = await made.run('hours close', { terminal: true, answers: [false] });

    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('update hours Office');
    expect([refused.code, declined.code]).toEqual([6, 6]);
    expect(written(made)).toBe(plan);
    expect(writes(made)).toEqual([]);
  });

  it('changes the plan file where the account is like that already', async () => {
    const made = await begun();
    await made.run('hours close --until 15:00 --yes');
    const closed = written(made);

    const { code } = await made.run('hours close --until 15:00 --yes', { files });

    expect(code).toBe(0);
    expect(written(made)).toBe(closed);
  });

  it('does not write over what somebody else has written meanwhile', async () => {
    const made = await begun();
    const theirs = `${plan}# mine\n`;
    const person = { confirm: () => Promise.resolve(true) };
    const edited = {
      confirm: () => {
        made.files.set('/voipbin.yaml', { text: theirs, mode: 0o644 });
        return person.confirm();
      },
    } as unknown as Prompter;

    const { code, stderr } = await made.run('hours close', { terminal: true, person: edited });

    expect(code).toBe(7);
    expect(stderr).toContain('voipbin.yaml was changed in the meantime');
    expect(written(made)).toBe(theirs);
    expect(writes(made)).toEqual([]);
  });

  it('looks at these hours alone', async () => {
    const two = plan.replace('tags:', '  Support: { time_zone: UTC, open: 24/7 }\ntags:');
    const made = await begun(two);

    const { stdout } = await made.run('hours close Office --dry-run', {
      files: { '/voipbin.yaml': two.replace('24/7', 'mon-fri 9-17') },
    });

    expect(stdout).toContain('hours Office');
    expect(stdout).not.toContain('Support');
  });

  it('is undone in the account and in the plan file, which is as it was to the last byte', async () => {
    const made = await begun();
    await made.run('hours close --until 15:00 --because lunch --yes');
    const closed = written(made);

    const shown = await made.run('undo --dry-run');
    expect(shown.stderr).toContain(
      'voipbin.yaml: "2026-11-23 13:00-15:00: lunch" is removed from `closed` of Office',
    );
    expect(written(made)).toBe(closed);
    const { code, stderr } = await made.run('undo --yes');

    expect(code).toBe(0);
    expect(stderr).toContain('voipbin.yaml changed');
    expect(stderr).not.toContain('still declares');
    expect(written(made)).toBe(plan);
    expect(await rowsOf(made)).toMatchObject([{ is_open: true }]);
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('gives back to the plan file what it took', async () => {
    const text = plan.replace(
      '    closed:',
      '    opened:\n      - 2026-11-23 12:00-20:00: sale\n    closed:',
    );
    const made = await begun(text);
    await made.run('hours close --until 15:00 --yes');

    const { stderr } = await made.run('undo --yes');

    expect(stderr).toContain('"2026-11-23 12:00-20:00: sale" is added to `opened` of Office');
    expect(written(made)).toBe(text);
  });

  it('is undone in the account alone where the plan file says something else since', async () => {
    const made = await begun();
    await made.run('hours close --until 15:00 --yes');
    const theirs = written(made).replace('13:00-15:00', '13:00-16:00');
    expect(theirs).not.toBe(written(made));

    const { code, stderr } = await made.run('undo --yes', { files: { '/voipbin.yaml': theirs } });

    expect(code).toBe(0);
    expect(stderr).toContain('still declares hours Office');
    expect(written(made)).toBe(theirs);
    expect(await rowsOf(made)).toMatchObject([{ is_open: true }]);
  });

  it('leaves an empty list that a person has written, and one with a comment', async () => {
    const text = plan.replace('    closed:\n', '    opened: []\n    closed: # see the wiki\n');
    const made = await begun(text.replace(/ {6}- 2026-12-24.*\n/, '      - 2026-11-23 13:00-15:00\n'));

    await made.run('hours open --until 15:00 --yes');

    expect(written(made)).toContain('    opened: []\n    closed: [] # see the wiki\n');
  });

  it('and opening again leave no empty list in the plan file', async () => {
    const text = plan.replace(/ {4}closed:\n.*\n/, '');
    const made = await begun(text);

    await made.run('hours close --until 15:00 --yes');
    expect(written(made)).toContain('closed: [2026-11-23 13:00-15:00]');
    await made.run('hours open --until 15:00 --yes');

    expect(written(made)).toBe(text);
    expect(await rowsOf(made)).toMatchObject([{ is_open: true }]);
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it.each([
    ['without a plan file', 'hours close', {}, 'there is no plan file voipbin.yaml', 'voipbin export'],
    [
      'without hours in it',
      'hours close',
      { '/voipbin.yaml': 'tags: {}' },
      'has no opening hours',
      'voipbin setup',
    ],
    [
      'with a wrong name',
      'hours close Ofice',
      files,
      'opening hours "Ofice" do not exist',
      'did you mean Office?',
    ],
    [
      'with a time that is none',
      'hours close --until noonish',
      files,
      '--until: "noonish" is not a time or a date',
      '15:00',
    ],
    [
      'with a reason that no line can show',
      'hours close --because "a\u001b[31m"',
      files,
      '--because must be one line of text',
      '',
    ],
    ['with a number of hours', 'hours close --until 2h', files, '"2h" is not a time', '15:00'],
    [
      'with a year that is none of ours',
      'hours close --until 2062-11-24',
      files,
      'is more than two years from now',
      'under closed in the plan file',
    ],
    [
      'with a moment that is over',
      'hours close --until 2026-11-22',
      files,
      'is over',
      'Mon 2026-11-23 13:00',
    ],
    [
      'without a name where there are several',
      'hours close',
      { '/voipbin.yaml': 'hours: { A: {}, B: {} }' },
      'several opening hours',
      'choose one of: A, B',
    ],
    [
      'where the file does not say the hours',
      'hours close',
      { '/voipbin.yaml': 'hours: { A: {} }' },
      'no time_zone and open for "A"',
      'voipbin export --kinds hours',
    ],
  ] as const)('is refused %s', async (_, line, there, message, hint) => {
    const made = bench('empty');

    const { code, stdout, stderr } = await made.run(`${line} --yes`, { files: there });

    expect({ code, stdout }).toEqual({ code: message.includes('do not exist') ? 5 : 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(made.asked()).toEqual([]);
  });
});

describe('hours open', () => {
  it('opens again as long as the week has it', async () => {
    const made = await begun();
    await made.run('hours close --until 15:00 --yes');

    const { code, stdout } = await made.run('hours open --yes');

    expect(code).toBe(0);
    expect(stdout).toContain('Office: open until Mon 2026-11-23 17:00');
    expect(written(made)).not.toContain('2026-11-23');
  });

  it('leaves nothing behind of what was opened before', async () => {
    const made = await begun();
    await made.run('hours open --until 20:00 --yes');
    expect(written(made)).toContain('2026-11-23 9:00-20:00');
    await made.run('hours close --until 24:00 --yes');
    expect(written(made)).not.toContain('null');
  });

  it('two closings one after the other are one', async () => {
    const made = await begun();
    await made.run('hours close --until 15:00 --because "a meeting" --yes');
    await made.run('hours close --until 16:00 --yes');
    expect(written(made).match(/2026-11-23.*/g)).toEqual([expect.stringMatching(/-16:00: a meeting$/)]);
  });

  it('keeps what the day has besides, and goes on after midnight', async () => {
    const made = await begun(plan.replace('9:00-17:00', '9:00-12:00'));

    await made.run('hours open --until "2026-11-24 1:00" --yes');

    expect(written(made)).toContain('2026-11-23 9:00-12:00,13:00-01:00');
    expect(await rowsOf(made)).toMatchObject([{ is_open: true, until: '2026-11-24T00:00:00Z' }]);
  });

  it('opens again what was closed while the week has it closed, and says when it opens', async () => {
    const weekend = plan.replace('mon-fri', 'tue-fri');
    const made = await begun(weekend);
    await made.run('hours close --until "2026-11-24 12:00" --yes');

    const { code, stdout } = await made.run('hours open --yes');

    expect(code).toBe(0);
    expect(stdout).toContain('Office: closed until Tue 2026-11-24 9:00');
    expect(written(made)).toBe(weekend);
  });

  it('opens nothing that the plan file closes for the whole day', async () => {
    const made = await begun(plan.replace('mon-fri', 'tue-fri').replace('2026-12-24:', '2026-11-23:'));

    const { code, stderr } = await made.run('hours open --yes');

    expect(code).toBe(2);
    expect(stderr).toContain('do not say until when to open');
  });

  it('says that nothing changed where a later end is set already', async () => {
    const made = await begun();
    const first = await made.run('hours close --until "2026-11-24 12:00" --yes');
    const again = await made.run('hours close --until 16:00 --yes');

    expect(first.stdout).not.toContain('Nothing changed');
    expect(again.stdout).toMatch(/^Nothing changed: Office was already closed until Tue 2026-11-24 12:00/);
  });

  it('needs an end where the week has none', async () => {
    const made = await begun(plan.replace('9:00-17:00', '9:00-12:00'));

    const { code, stderr } = await made.run('hours open --yes');

    expect(code).toBe(2);
    expect(stderr).toContain('add --until');
    expect((await made.run('hours open --until 2026-12-24 --yes')).stderr).toContain(
      'until the end of tomorrow',
    );
    expect(written(made)).toBe(plan.replace('9:00-17:00', '9:00-12:00'));
  });
});

describe('hours renew', () => {
  it('does nothing while enough days are left, and prints a line for a crontab', async () => {
    const made = await begun();

    const { code, stdout } = await made.run('hours renew --yes -o json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      run: null,
      changes: [],
      crontab: `${JOB} /usr/bin/node /usr/bin/voipbin hours renew --yes --quiet --file /voipbin.yaml >/dev/null`,
    });
    expect(writes(made)).toEqual([]);
  });

  it('names the profile that is in use now in the line for a crontab', async () => {
    const made = await begun();
    const folder = mkdtempSync(join(tmpdir(), 'voipbin-hours-'));
    const profile = { api_url: 'https://api.voipbin.net', access_key: made.account.accesskey };
    const config = { current: 'lab', profiles: { office: profile, lab: profile } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });

    const { stdout } = await made.run('hours renew --yes -o json', {
      env: { VOIPBIN_ACCESS_KEY: '', VOIPBIN_CONFIG_DIR: folder },
    });

    rmSync(folder, { recursive: true });
    const { crontab } = JSON.parse(stdout) as { crontab: string };
    expect(crontab).toContain('--file /voipbin.yaml --profile lab >/dev/null');
  });

  it('renews hours that end soon, and changes nothing else', async () => {
    const made = await begun();
    aged(made);
    const warned = await made.run('hours');

    const { code, stdout } = await made.run('hours renew --yes -o json', {
      files: { '/voipbin.yaml': plan.replace('sales:', 'other:') },
    });

    expect(warned.stderr).toContain('the hours "Office" end on 2027-01-09: run `voipbin hours renew`');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      changes: [{ address: 'hours/Office', verb: 'update' }],
    });
    expect(writes(made)).toHaveLength(1);
    expect(await rowsOf(made)).toMatchObject([{ covers: { from: '2026-11-23', to: '2027-11-22' } }]);
    expect(made.emulator.world.tables.tags.all()).toHaveLength(1);
  });

  it('does not close again what was undone, while enough days are left', async () => {
    const made = await begun();
    await made.run('hours close --until 2026-12-24 --yes');
    const closed = written(made);
    await made.run('undo --yes');
    made.files.set('/voipbin.yaml', { text: closed, mode: 0o644 });
    made.asked();

    const { code, stdout } = await made.run('hours renew --yes');

    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('differ from the plan file, and have enough days left');
    expect(made.asked().filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(await rowsOf(made)).toMatchObject([{ is_open: true }]);
  });

  it('takes what the file says where few days are left', async () => {
    const made = await begun();
    aged(made);
    const files = { '/voipbin.yaml': plan.replace('mon-fri 9:00-17:00', 'mon-fri 9:00-18:00') };
    await made.run('hours renew --yes', { files });
    expect(await rowsOf(made)).toMatchObject([{ open: 'mon-fri 9:00-18:00' }]);
  });

  it('says that cron cannot sign in by a variable', async () => {
    const made = await begun();

    const { stdout } = await made.run('hours renew --yes');

    expect(stdout).toContain('cron does not have the access key from VOIPBIN_ACCESS_KEY');
  });

  it('makes nothing: what is new in the file is left to apply', async () => {
    const made = await begun();
    const both = { '/voipbin.yaml': plan.replace('tags:', '  Shop: { time_zone: UTC, open: 24/7 }\ntags:') };

    const all = await made.run('hours renew --yes', { files: both });
    const one = await made.run('hours renew Shop --yes');
    const closed = await made.run('hours close Shop --yes');

    expect(all.code).toBe(0);
    expect(all.stdout).toContain('hours Shop does not exist in the account yet: `voipbin apply` creates it');
    expect([one.code, closed.code]).toEqual([7, 7]);
    expect(one.stderr).toContain('hours Shop does not exist in the account yet');
    expect(closed.stderr).toContain('run `voipbin apply`, which creates it');
    expect(writes(made)).toEqual([]);
    expect(written(made)).toBe(both['/voipbin.yaml']);
  });

  it.each([
    ['was killed', (): RunOptions => ({ killed: { at: 8, carriedOut: true } })],
    ['failed', (made: Bench): RunOptions => ({ transport: refusing(made, '/tags') })],
  ])('has nothing to do with an apply that %s before', async (_, stopping) => {
    const made = await begun();
    aged(made);
    const file = plan.replace('tags:', 'tags:\n  first: {}\n  second: {}\n  third: {}');
    made.files.set('/voipbin.yaml', { text: file, mode: 0o644 });
    const stopped = await made.run('apply --yes', stopping(made)).catch(() => undefined);
    expect(stopped?.code).not.toBe(0);
    const tags = made.emulator.world.tables.tags.all().length;
    aged(made);

    expect((await made.run('hours renew --yes')).code).toBe(0);
    const { code, stderr } = await made.run('undo --yes');

    expect(code).toBe(0);
    expect(stderr).toContain('hours renew of voipbin.yaml');
    expect(made.emulator.world.tables.tags.all()).toHaveLength(tags);
    expect(await rowsOf(made)).toMatchObject([{ covers: { to: '2027-01-09' } }]);
    expect((await made.run('apply --yes')).code).toBe(0);
    expect(made.emulator.world.tables.tags.all()).toHaveLength(4);
  });

  it('quotes what a crontab would misread', async () => {
    const made = await begun();

    const { stdout } = await made.run('hours renew --yes -f "/my plans/100%.yaml" --rate 5 -o json', {
      files: { '/my plans/100%.yaml': plan },
    });

    expect(JSON.parse(stdout)).toMatchObject({
      crontab: `${JOB} /usr/bin/node /usr/bin/voipbin hours renew --yes --quiet --file '/my plans/100\\%.yaml' --rate 5 >/dev/null`,
    });
  });
});
