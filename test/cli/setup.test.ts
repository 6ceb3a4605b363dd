/** The wizard as a person meets it, and as a script does. */
import { stripVTControlCharacters } from 'node:util';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CancelledError, UsageError } from '../../src/core/errors.ts';
import { CTRL_C, ENTER, person, type Said } from '../support/person.ts';
import { bench, rich, type Bench, type RunOptions } from '../support/program.ts';

const draftOf = ({ account }: Bench): string =>
  `/nonexistent/state/accounts/${account.customer_id}/setup.json`;
const writes = (made: Bench): string[] => made.asked().filter((line) => !line.startsWith('GET'));
const enters = (count: number): Said[] => Array.from({ length: count }, () => ENTER);

/** One run with somebody at the terminal; what was answered must all have been asked for. */
async function sit(
  made: Bench,
  script: readonly Said[],
  options: { line?: string; then?: Said } & RunOptions = {},
) {
  const { line = 'setup', then, ...rest } = options;
  const somebody = person(script, then);
  const result = await made.run(line, { terminal: true, person: somebody, ...rest });
  expect(somebody.left()).toBe(0);
  return { ...result, ...somebody };
}

/** Findings that keep callers from people. */
async function faults(made: Bench): Promise<unknown[]> {
  const { stdout } = await made.run('audit -o json --fail-on never');
  const { findings } = JSON.parse(stdout) as { findings: { category: string }[] };
  return findings.filter(({ category }) => category === 'routing' || category === 'flows');
}

async function list(made: Bench, noun: string): Promise<Record<string, unknown>[]> {
  return JSON.parse((await made.run(`${noun} list -o json`)).stdout) as Record<string, unknown>[];
}

describe('scenario 1: a new company, one team', () => {
  it('by Enter alone: a working account, its plan file, and a card that says what to dial', async () => {
    const made = bench('empty');

    const { code, stdout, stderr, asked } = await sit(made, [...enters(18), true]);

    expect(code).toBe(0);
    expect(stderr).toContain('Setting up New Company LLC');
    expect(stderr).toMatch(/Existing.* 1 agent\n/);
    expect(stderr).toMatch(/Credit.* \$[^]*Identity check.* none\n/);
    expect(stderr).toContain('do not return to the queue by themselves');
    expect(stderr).toContain('admin, access key from VOIPBIN_ACCESS_KEY');
    expect(stderr).toContain('free, with room for 4 agents, 2 queues, 5 extensions, 5 virtual numbers');
    expect(asked.at(-1)).toBe('Make these 8 changes?');
    const [number] = await list(made, 'numbers');
    expect(stdout).toContain(`${String(number?.['number'])}  Front desk`);
    expect(stdout).toContain('no fault in flows and routing');
    expect(stdout).toContain('owner@newcompany.example, with an unchanged password');
    expect(stdout).toContain('run `voipbin audit` regularly: `voipbin doctor --cron` prints a line for cron');
    expect(await faults(made)).toEqual([]);
    expect(made.files.get('/voipbin.yaml')?.text).toContain('Front desk Queue');
    expect(JSON.parse(made.files.get(draftOf(made))?.text ?? '')).toMatchObject({ finished: true });
    expect(made.files.get(draftOf(made))?.mode).toBe(0o600);
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('writes nothing before the plan was said yes to, and no password anywhere', async () => {
    const made = bench('empty');

    const declined = await sit(made, [...enters(18), false]);

    expect(declined.code).toBe(6);
    expect(writes(made)).toEqual([]);
    expect([...made.files.keys()].toSorted()).toEqual([draftOf(made), '/voipbin.yaml'].toSorted());
    expect(declined.stderr).toContain('costs nothing');
    expect(declined.stderr).toMatch(/^nothing was changed$/m);
    expect(declined.stderr).not.toContain('error:');
    expect(declined.stderr).toContain('the plan is kept in voipbin.yaml');

    const { stdout, stderr } = await sit(made, [ENTER, true], { line: 'setup --resume' });
    const password = /^ {2}1001 {2}(\S+)/m.exec(stderr)?.[1] ?? 'none was shown';
    expect(password).toHaveLength(20);
    expect(stdout + [...made.files.values()].map(({ text }) => text).join()).not.toContain(password);
  });

  it('says after the answer, in the plan and on the card which calls stay refused', async () => {
    const made = bench('empty');

    const { code, stdout, stderr } = await sit(made, [...enters(16), 'jp, us, be', ENTER, true]);

    const refused = /calls to land lines in Japan and Belgium\s+are refused whatever is listed/g;
    expect(code).toBe(0);
    expect(stderr.match(refused)).toHaveLength(2);
    expect(stdout).toMatch(/Refused.*calls to land lines in Japan and Belgium are refused/);
  });

  it('once more: there is nothing to do', async () => {
    const made = bench('empty');
    await sit(made, [...enters(18), true]);
    made.asked();

    const { code, stdout } = await sit(made, ['Look at those answers', ENTER]);

    expect(code).toBe(0);
    expect(stdout).toContain('nothing to do');
    expect(writes(made)).toEqual([]);
  });
});

describe('scenario 2: Enterprise Corp, three departments', () => {
  const departments = [
    { name: 'Sales', people: 3, number: '+18005551111' },
    { name: 'Support', people: 2, number: '+18005552222' },
    { name: 'Billing', people: 1, number: '+18005553333' },
  ];
  const emailsOf = (name: string, people: number): string =>
    Array.from(
      { length: people },
      (_, index) => `${name.toLowerCase()}-${index + 1}@enterprise.example`,
    ).join(', ');

  async function expectScenario(made: Bench): Promise<void> {
    const [agents, queues, numbers, tags] = await Promise.all(
      ['agents', 'queues', 'numbers', 'tags'].map((noun) => list(made, noun)),
    );
    for (const { name, people, number } of departments) {
      const tag = tags?.find((row) => row['name'] === name.toLowerCase())?.['id'];
      expect(agents?.filter((row) => (row['tag_ids'] as unknown[]).includes(tag))).toHaveLength(people);
      expect(queues?.find((row) => row['name'] === `${name} Queue`)).toMatchObject({ tag_ids: [tag] });
      expect(numbers?.find((row) => row['number'] === number)).toMatchObject({
        type: 'normal',
        status: 'active',
      });
    }
  }

  it('by the wizard, with a menu and numbers that are bought', async () => {
    const made = bench('empty');
    rich(made);
    const typed = (number: string): Said[] => ['A number that I type', number];

    const { code, stdout, stderr } = await sit(made, [
      'Several departments',
      'Enterprise Corp',
      ...enters(4),
      departments.map(({ name }) => name).join(', '),
      ...departments.map(({ name, people }) => emailsOf(name, people)),
      'it-desk@enterprise.example',
      // Seven people, each on an extension; passwords; three times always open.
      ...enters(7 + 1 + 3),
      // English, the greeting, a menu, Sales behind it.
      ...enters(4),
      'Any free virtual number',
      ...departments.flatMap(({ number }) => typed(number)),
      'us',
      ENTER,
      true,
    ]);

    expect(code).toBe(0);
    expect(stderr).toContain('$15.00 now, $15.00 every 28 days');
    expect(stdout).toContain('Enterprise Corp is ready');
    expect(stdout).toContain('no fault in flows and routing');
    expect(stdout).toContain('$15.00');
    await expectScenario(made);
  });

  it('by a file of answers, without a terminal', async () => {
    const made = bench('empty');
    rich(made);
    const answers = [
      'shape: departments',
      'name: Enterprise Corp',
      'departments: [Sales, Support, Billing]',
      'agents:',
      ...departments.map(({ name, people }) => `  ${name}: ${emailsOf(name, people)}`),
      'menu: no',
      'number:',
      ...departments.map(({ name, number }) => `  ${name}: "${number}"`),
      'hours:',
      '  Billing: mon-fri 9:00-17:00',
      'time_zone: America/New_York',
      'countries: us',
      '',
    ].join('\n');

    const { code, stdout } = await made.run('setup --answers a.yaml --yes --passwords pw.txt -o json', {
      files: { '/a.yaml': answers },
    });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'voipbin.setup/1',
      plan_file: '/voipbin.yaml',
      cost: { now: 15_000_000, monthly: 15_000_000 },
      numbers: departments.map(({ name, number }) => ({ name, number, flow: name })),
      audit: { state: 'done', faults: 0 },
    });
    expect(made.files.get('/pw.txt')?.mode).toBe(0o600);
    expect(made.files.get('/pw.txt')?.text.split('\n').filter(Boolean)).toHaveLength(12);
    await expectScenario(made);
  });

  it('with --yes nothing is asked on a terminal, either', async () => {
    const made = bench('empty');
    rich(made);
    const example = readFileSync(
      join(import.meta.dirname, '../../examples/answers/departments.yaml'),
      'utf8',
    );
    const files = { '/a.yaml': example };
    const { code } = await sit(made, [], { line: 'setup --answers a.yaml --passwords pw --yes', files });
    expect(code).toBe(0);
    const missing = await sit(bench('empty'), [], {
      line: 'setup --answers a.yaml --yes',
      files: { '/a.yaml': 'name: Acme\n' },
    });
    expect(missing.code).toBe(2);
  });

  it('as in the example that is shipped', async () => {
    const made = bench('empty');
    rich(made);
    const example = readFileSync(
      join(import.meta.dirname, '../../examples/answers/departments.yaml'),
      'utf8',
    );

    const { code, stdout } = await made.run('setup --answers a.yaml --passwords pw --yes -o json', {
      files: { '/a.yaml': example },
    });

    expect(code).toBe(0);
    const { audit, calls } = JSON.parse(stdout) as { audit: object; calls: { passed: number } };
    expect(audit).toMatchObject({ faults: 0 });
    expect(calls).toMatchObject({ state: 'done', file: 'voipbin.calls.yaml', failed: 0, failures: [] });
    const tested = made.files.get('/voipbin.calls.yaml')?.text ?? '';
    const names = [...tested.matchAll(/- name: (.+)/g)].map(([, name]) => name);
    expect(names).toHaveLength(calls.passed);
    expect(names).toEqual(
      expect.arrayContaining([
        'Main line, open, press 1',
        'Main line, open, press 3, nobody answers',
        'Main line, closed, press 3',
        'Billing, closed',
        'Sales, nobody answers',
      ]),
    );
    // Who presses nothing gets to the same people.
    expect(names).not.toContain('Main line, open, press 1, nobody answers');
    expect(tested).not.toContain('CALLERS ARE LOST');
    expect((await list(made, 'queues')).map(({ name }) => name).sort()).toEqual([
      'Billing Queue',
      'Sales Queue',
      'Support Queue',
    ]);
    expect(await list(made, 'numbers')).toHaveLength(4);
  });

  it('does not fit into the free plan, which is said where it is asked', async () => {
    const made = bench('empty');

    const { complaints, stderr } = await sit(made, [
      'Several departments',
      ...enters(5),
      'Sales, Support, Billing',
      'Sales, Support',
      emailsOf('Sales', 3),
      emailsOf('Support', 2),
      emailsOf('Support', 1),
      CTRL_C,
    ]);

    expect(stderr).toContain('The free plan has room for 2 more queues');
    expect(complaints.join('\n').replace(/\s+/g, ' ')).toMatch(
      /2 queues.* this makes 3.*5 agents.* this makes 5/,
    );
    expect(writes(made)).toEqual([]);
  });
});

describe('additions to what is there', () => {
  it('shows it, adds, and leaves everything else as it is', async () => {
    const made = bench('departments');
    const before = await list(made, 'flows');

    const { code, stderr } = await sit(made, [
      'Add to what exists',
      ['Departments', 'People', 'A number'],
      'Export',
      ['Sales Queue'],
      'zoe@enterprise.example',
      'zoe@enterprise.example, dana@enterprise.example',
      // Zoe's extension, passwords, hours, language, greeting, what comes after the queue, number of Export.
      ...enters(7),
      'Billing Department',
      '+18005551111',
      ENTER,
      true,
    ]);

    expect(code).toBe(0);
    expect(stderr.replace(/\s+/g, ' ')).toContain('+18005551111 Sales line: Sales Department');
    const flows = await list(made, 'flows');
    expect(flows).toEqual(expect.arrayContaining(before));
    expect(flows).toHaveLength(before.length + 2);
    const billing = flows.find(({ name }) => name === 'Billing Department');
    expect((await list(made, 'numbers')).find(({ number }) => number === '+18005551111')).toMatchObject({
      name: 'Sales line',
      call_flow_id: billing?.['id'],
    });
    expect(await faults(made)).toEqual([]);
  });

  it('a department that is added has the time zone and the holidays of the hours that exist', async () => {
    const made = rich(bench('empty'));
    const hours = '--hours "mon-fri 9:00-17:00"';
    await made.run(
      `setup --shape team --agents a@x.example ${hours} --time-zone Europe/Berlin --holidays de-by --passwords pw --yes`,
    );

    const { code } = await made.run(
      `setup --shape add --add departments --departments Ops --agents b@x.example ${hours} --passwords pw2 --yes`,
    );

    expect(code).toBe(0);
    const text = made.files.get('/voipbin.yaml')?.text ?? '';
    expect(text.match(/time_zone: .*|holidays: .*/g)).toEqual([
      'time_zone: Europe/Berlin',
      'holidays: DE-BY',
      'time_zone: Europe/Berlin',
      'holidays: DE-BY',
    ]);
  });

  it('a department that nothing leads to is told of', async () => {
    const made = bench('departments');

    const { code, stdout } = await made.run(
      'setup --shape add --add departments --departments Ops --agents dana@enterprise.example --number none --passwords pw --yes -o table',
    );

    expect(code).toBe(0);
    expect(stdout).toContain('no number or flow leads to Ops: link one in the plan file');
    expect(stdout).not.toContain('then call the number');
  });

  describe('a department that exists', () => {
    const team =
      'setup --shape team --departments "Front desk" --agents a@x.a --hours "mon-fri 9:00-17:00" --time-zone UTC --when-closed voicemail --passwords pw --yes';
    const flags = 'setup --shape add --add departments --agents b@x.a --passwords pw2 --yes --number none';
    const isTaken = '"Front desk" already exists: to add people to it, choose People (--add people';

    it('is refused in flags and in a file, and nothing is changed', async () => {
      const made = bench('empty');
      expect((await made.run(team)).code).toBe(0);
      const file = made.files.get('/voipbin.yaml')?.text;
      made.asked();

      const same = await made.run(`${flags} --departments "Front desk" --address tel:+14155550102`);
      const like = await made.run('setup --answers a.yaml --passwords pw2 --yes', {
        files: { '/a.yaml': 'shape: add\nadd: departments\ndepartments: front desk\nagents: b@x.a\n' },
      });

      expect([same.code, like.code]).toEqual([2, 2]);
      expect(same.stderr).toContain(`--departments: department ${isTaken} --teams "Front desk Queue")\n`);
      expect(like.stderr).toContain('a.yaml:3:1 "front desk" is too similar to department "Front desk"');
      expect(writes(made)).toEqual([]);
      expect(made.files.get('/voipbin.yaml')?.text).toBe(file);
      expect((await made.run(team.replace('17:00', '18:00'))).code).toBe(0);
    }, 60_000);

    it('is refused at the question', async () => {
      const made = bench('departments');

      const { complaints } = await sit(made, ['Add to what exists', ['Departments'], 'Sales', CTRL_C]);

      expect(complaints.join(' ').replace(/\s+/g, ' ')).toContain('department "Sales" already exists');
    });

    it('of the plan file is refused, but in an addition that failed before, or is resumed', async () => {
      const made = bench('empty');
      made.emulator.addFault({ method: 'POST', path: '/v1.0/queues', kind: 'status-500' });
      const ops = `${flags} --departments Ops`;

      const broken = await made.run(ops);
      const draft = made.files.get(draftOf(made))?.text ?? '';
      const elsewhere = await made.run(ops, { files: { [draftOf(made)]: '{' } });
      const again = await made.run(ops, { files: { [draftOf(made)]: draft } });
      const third = await made.run(ops);
      const resumed = await made.run('setup --resume --yes');

      expect(broken.code).toBe(3);
      expect(elsewhere.stderr).toContain(
        'department "Ops" already exists: change it in voipbin.yaml, then run `voipbin apply`',
      );
      expect([again.code, third.code, resumed.code]).toEqual([0, 2, 0]);

      const look = 'Look at those answers';
      const looked = await sit(made, [look, 'Change: Departments', ENTER, CTRL_C]);
      const fourth = await made.run(ops);
      const gone = await sit(made, [ENTER], { line: 'setup --resume' });

      expect(looked.stderr).toContain('your answers are kept: `voipbin setup --resume` continues');
      expect([fourth.code, gone.code]).toEqual([2, 0]);
    }, 60_000);
  });

  it('of a messy account the card tells what was made, and counts the rest', async () => {
    const made = bench('messy');
    rich(made);

    const { stdout } = await made.run(
      'setup --shape add --add departments --departments Ops --agents zoe@x.example --passwords pw --yes',
    );

    expect(stdout).toMatch(/no fault in what this run has made[^]*\d+ older findings?/);
  });

  it('needs at least one thing to add', async () => {
    const made = bench('departments');

    const { asked, stderr } = await sit(made, [
      'Add to what exists',
      [],
      ['Back'],
      ENTER,
      ['People', 'Back'],
      CTRL_C,
    ]);

    expect(stderr).toContain('choose at least one');
    expect(asked.at(-1)).toBe('Which queues do you want to add people to?');
  });

  it('the plan file that is there keeps its comments', async () => {
    const made = bench('empty');
    const file = '# ours\nversion: 1\ntags: # by floor\n  upstairs: {}\n';

    await sit(made, [...enters(18), true], { files: { '/voipbin.yaml': file } });

    const text = made.files.get('/voipbin.yaml')?.text;
    expect(text).toMatch(/^# ours\n/);
    expect(text).toMatch(/# by floor\n {2}upstairs: \{\}\n {2}front-desk:/);
    expect((await list(made, 'tags')).map(({ name }) => name)).toContain('upstairs');
  });
});

describe('back, and wrong answers', () => {
  it('goes back from texts and from lists, and keeps what was answered', async () => {
    const made = bench('empty');

    const { asked } = await sit(made, [
      ENTER,
      'Acme',
      '<',
      ENTER,
      ENTER,
      ENTER,
      ENTER,
      ENTER,
      ENTER,
      ENTER,
      ENTER,
      'Back',
      '<',
      CTRL_C,
    ]);

    expect(asked.slice(1, 5)).toEqual([
      'What is your organization called?',
      'What is it for?',
      'What is your organization called?',
      'What is it for?',
    ]);
    expect(asked.slice(-3)).toEqual([
      'Where do calls to Owner (owner@newcompany.example) ring?',
      'Who else may manage the account?',
      'Who answers in Front desk?',
    ]);
    expect(JSON.parse(made.files.get(draftOf(made))?.text ?? '')).toMatchObject({
      answers: { name: 'Acme' },
    });
  });

  it('every wrong answer is asked again, with the reason', async () => {
    const made = bench('empty');

    const { complaints, stderr } = await sit(made, [
      'One small team',
      'Acme',
      ENTER,
      'nobody',
      'x@acme.example',
      '12',
      'none',
      'http://acme.example/hook',
      'none',
      ENTER,
      ENTER,
      ENTER,
      'A phone number',
      '415',
      '<',
      'A new SIP telephone',
      ENTER,
      'At other times',
      'sometimes',
      '<',
      'Always',
      ENTER,
      ENTER,
      ENTER,
      'A phone number that anyone can call',
      'A number that I type',
      '+899',
      '<',
      ENTER,
      'zz',
      'us',
      CTRL_C,
    ]);

    expect(complaints).toHaveLength(7);
    expect(complaints.join('\n')).toMatch(
      /e-mail address[^]*E\.164[^]*https[^]*E\.164[^]*neither a day[^]*virtual number[^]*not a country/,
    );
    expect(stderr).toContain('needs an identity check first');
  });

  it('the review leads back into a topic, and out of it', async () => {
    const made = bench('empty');

    const { asked, stderr } = await sit(made, [
      ...enters(17),
      'Change: Opening hours',
      'Monday to Friday',
      'Europe/Berlin',
      ENTER,
      ENTER,
      'Change: Numbers',
      'Back',
      'Change: Departments',
      'Reception',
      ENTER,
      true,
    ]);

    expect(asked.filter((ask) => ask === 'Is this correct?')).toHaveLength(4);
    expect(stderr).toContain('Europe/Berlin');
    expect(stderr).toContain('+ create queue Reception Queue');
  });
});

describe('questions and answers on a terminal of 80 columns', () => {
  it('break between words, and no answer follows anything but a question mark', async () => {
    const made = bench('empty');
    const long = 'bartholomew.featherstone@muster.example';
    const line = `setup --shape departments --departments Sales,Support --agents ${long}`;

    const { stderr, asked } = await sit(made, [], { line, then: ENTER, columns: 80 });

    expect(asked).toContain('Do you want a menu (1 Sales, 2 Support)?');
    expect(asked.slice(0, -1).filter((ask) => !ask.endsWith('?'))).toEqual([]);
    const shown = stripVTControlCharacters(stderr).split('\n');
    const at = shown.indexOf(`  ${long}`);
    expect(shown[at + 1]?.trim()).toMatch(/^A new SIP telephone, extension \d+$/);
    expect(shown.filter((one) => one.length > 80)).toEqual([]);
  });
});

describe('Ctrl-C, and going on', () => {
  it('at every question: nothing is changed, and the answers are kept', async () => {
    const made = bench('empty');
    for (let question = 0; question < 19; question += 1) {
      const { code, stderr } = await sit(made, [
        ...(question < 2 ? [] : ['Start over']),
        ...enters(question),
        CTRL_C,
      ]);
      expect(code).toBe(130);
      expect(stderr).toContain(
        question > 0
          ? 'nothing was changed; your answers are kept: `voipbin setup --resume` continues'
          : 'nothing was changed, and no answers are kept',
      );
    }
    expect(writes(made)).toEqual([]);
    expect([...made.files.keys()]).toEqual([draftOf(made)]);
    expect(made.files.get(draftOf(made))?.mode).toBe(0o600);
  });

  it('--resume asks what is left, and only that', async () => {
    const made = bench('empty');
    await sit(made, [ENTER, 'Acme', ENTER, CTRL_C]);

    const { asked, code } = await sit(made, [...enters(15), true], { line: 'setup --resume' });

    expect(code).toBe(0);
    expect(asked[0]).toBe('Which e-mail address reaches the owner?');
    expect((await made.run('customer get -o json --query name')).stdout).toBe('"Acme"\n');
  });

  it('what flags and a file of answers say is not asked, and not gone back to', async () => {
    const made = bench('empty');

    const { asked } = await sit(made, ['<', ENTER, CTRL_C], {
      line: 'setup --shape team --answers a.yaml',
      files: { '/a.yaml': 'name: Acme\n' },
    });

    expect(asked).toEqual(['What is it for?', 'What is it for?', 'Which e-mail address reaches the owner?']);
  });

  it('a topic that flags have answered can be changed all the same', async () => {
    const made = bench('empty');

    const { asked } = await sit(made, [...enters(15), 'Change: Departments', 'Desk', CTRL_C], {
      line: 'setup --shape team --departments Praxis',
    });

    expect(asked.slice(-3)).toEqual([
      'Is this correct?',
      'What do you want to call the team?',
      'Is this correct?',
    ]);
  });

  it('--resume that is broken off at once still has the answers, and says so', async () => {
    const made = bench('empty');
    await sit(made, [ENTER, 'Acme', CTRL_C]);

    const { stderr } = await sit(made, [CTRL_C], { line: 'setup --resume' });

    expect(stderr).toContain('nothing was changed; your answers are kept');
  });

  it('what was kept is offered, but where answers are given; a broken file is told of', async () => {
    const made = bench('departments');
    await sit(made, [ENTER, 'Acme', CTRL_C]);

    const offered = await sit(made, ['Continue with those answers', CTRL_C]);
    expect(offered.asked[1]).toBe('What is it for?');

    const flags = await sit(made, [CTRL_C], { line: 'setup --shape add --add people' });
    expect(flags.asked).toEqual(['Which queues do you want to add people to?']);
    // Those that are kept are others.
    expect(flags.stderr).toContain('nothing was changed, and no answers are kept');

    const broken = await sit(made, [CTRL_C], { line: 'setup --resume', files: { [draftOf(made)]: '{' } });
    expect(broken.stderr).toMatch(/is broken[^]*the questions start over/);
  });
});

describe('in a script', () => {
  it('lists everything that is missing at once, and requests nothing', async () => {
    const made = bench('empty');

    const nothing = await made.run('setup --yes');
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('--shape');
    expect(nothing.stderr).toContain('--agents "Front desk=..."');
    expect(nothing.stderr).toContain('--passwords');
    const several = await made.run(
      'setup --shape departments --departments Sales,Support --agents Sales=a@x.a',
    );
    expect(several.stderr).toContain('--agents "Support=..."  Who answers in Support?');
    expect(several.stderr).not.toContain('"Sales=..."');
    const stray = await made.run('setup --shape team --agents Nope=a@x.a --passwords pw');
    expect(stray.stderr).toContain('--agents Nope: "Nope" is not the name of the team');
    expect(stray.stderr).toMatch(/nothing was changed\n/);
    expect(nothing.stderr).toContain('--passwords <file>  Where should generated passwords be saved?');
    const noPerson = await made.run(
      'setup --shape team --agents a@x.a --address b@x.a=tel:+14155550101 --passwords pw',
    );
    expect(noPerson.stderr).toContain('--address b@x.a: "b@x.a" is not one of those in this setup; ');
    made.asked();
    const adding = await made.run('setup --shape add --add people,number');
    expect(adding.stderr).toMatch(/--teams[^]*--link-flow/);
    expect(made.asked()).toEqual([]);
  });

  it('asks whose holidays are meant where the hours speak of them', async () => {
    const made = bench('empty');

    const { code, stderr } = await made.run(
      'setup --shape team --agents a@x.a --passwords pw --hours "Mo-Fr 9:00-17:00; PH off" --yes',
    );

    expect(code).toBe(2);
    expect(stderr).toContain('--holidays  Whose public holidays are days off?');
  });

  it('tells every wrong flag and every wrong line of the file at once, and requests nothing', async () => {
    const made = bench('empty');

    const { code, stderr } = await made.run('setup --answers a.yaml --email nobody --hours "Sales=never"', {
      files: {
        '/a.yaml':
          'shape: departments\ndepartments: [Sales, Support]\ncountries: [us, xx]\nmeny: yes\nhours:\n  Suport: always\n',
      },
    });

    expect(code).toBe(2);
    const lines = [
      'a.yaml:3:12 "xx" is not a country',
      'a.yaml:4:1 unknown key "meny", did you mean menu?',
      'a.yaml:6:11 "Suport" is not one of those in this setup; did you mean Support?',
      '--email: "nobody" is not an e-mail address',
      '--hours Sales: "never" is neither a day nor a time',
    ];
    for (const line of lines) expect(stderr).toContain(line);
    expect(stderr).toContain('the keys of the answers file are the flags, with _ for -');
    expect(made.asked()).toEqual([]);
  });

  it('what does not go with the account is told with its place', async () => {
    const made = bench('empty');

    const { code, stderr } = await made.run('setup --answers a.yaml --yes --number Sales=+18005551111', {
      files: { '/a.yaml': 'shape: departments\ndepartments: Sales, Support, Billing\nagents: a@x.a\n' },
    });

    expect(code).toBe(2);
    expect(stderr).toContain('a.yaml:2:1 the free plan allows 2 queues');
    expect(stderr).toContain('--number Sales: a phone number needs an identity check');
    expect(writes(made)).toEqual([]);
  });

  it('sets a team up by flags', async () => {
    const made = bench('empty');

    const { code, stdout } = await made.run(
      'setup --shape team --departments Praxis --agents "Anna <anna@x.example>" --address anna@x.example=tel:+4915112345678 --language de-DE --passwords pw --yes',
    );

    expect(code).toBe(0);
    expect(stdout).toContain('anna@x.example');
    expect(made.files.get('/voipbin.yaml')?.text).toContain('Willkommen bei New Company LLC.');
    expect(made.files.get('/voipbin.yaml')?.text).toContain('destination_whitelist: [de]');
    expect(stdout).toContain('no fault in flows and routing');
  });

  it('--no-input asks nothing, even at a terminal', async () => {
    const made = bench('empty');

    const setup = await sit(made, [], { line: 'setup --no-input' });
    const before = await sit(made, [], { line: '--no-input setup' });
    const other = await sit(made, [], { line: 'customer update --name X --no-input' });

    expect([setup.code, before.code, other.code]).toEqual([2, 2, 6]);
    expect(writes(made)).toEqual([]);
  });

  it('takes people that are named one by one, and refuses two answers for one thing', async () => {
    const made = bench('empty');
    const shape = 'setup --shape team --passwords pw --dry-run -o json';

    const both = await made.run(`${shape} --agents a@x.a --agents b@x.a`);
    const sip = await made.run(`${shape} --agents a@x.a --address sip:a@b.example;transport=tcp`);
    const twice = await made.run(`${shape} --agents a@x.a --number any --number none`);

    expect(both.stdout).toMatch(/agents\/a@x\.a[^]*agents\/b@x\.a/);
    expect(sip.stdout).toContain('sip:a@b.example;transport=tcp');
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('--number appears twice: any, and none');
  });

  it('weak passwords of the environment are refused', async () => {
    const made = bench('empty');

    const { code, stderr } = await made.run('setup --shape team --agents a@x.a --first-passwords env --yes', {
      env: { AGENT_A_PASSWORD: 'Password1', EXTENSION_1001_PASSWORD: 'kT7!vq-Zr02#mWpXe' },
    });

    expect(code).toBe(2);
    expect(stderr).toContain(': AGENT_A_PASSWORD; put longer ones there');
    expect(writes(made)).toEqual([]);
  });

  it('asks nobody for a yes that was not given', async () => {
    const made = bench('empty');

    const { code, stderr } = await made.run('setup --shape team --agents a@x.a --passwords pw');

    expect(code).toBe(6);
    expect(stderr).toContain('--yes');
    expect(writes(made)).toEqual([]);
    expect([...made.files.keys()]).toEqual([]);
  });

  it('warns of answers that nothing is asked for', async () => {
    const made = bench('empty');

    const { stderr } = await made.run('setup --shape team --agents a@x.a --menu yes --dry-run');

    expect(stderr).toContain('warning: --menu is not needed here');
  });

  it('--dry-run shows the plan and writes nothing, for a person as well', async () => {
    const made = bench('empty');

    const { code, stdout } = await made.run('setup --shape team --agents a@x.a --dry-run -o json');
    const seen = await sit(made, enters(18), { line: 'setup --dry-run' });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'voipbin.plan/1' });
    expect(seen.stdout).toContain('+ create queue Front desk Queue');
    expect(writes(made)).toEqual([]);
    expect(made.files.size).toBe(0);
  });

  it('the demo works, and keeps nothing but a file that is named, and its calls', async () => {
    const made = bench('healthy');

    const { code, stdout } = await sit(made, [...enters(18), true], { line: 'setup --demo=empty' });
    const named = await sit(made, [...enters(18), true], { line: 'setup --demo=empty --file mine.yaml' });

    expect({ code, named: named.code }).toEqual({ code: 0, named: 0 });
    expect(stdout).not.toContain('voipbin undo');
    expect([...made.files.keys()]).toEqual(['/mine.yaml', '/mine.calls.yaml']);
    expect(made.asked()).toEqual([]);
  });
});

describe('when something fails', () => {
  it('in the middle of the apply: --resume continues, or the plan file does', async () => {
    const made = bench('empty');
    made.emulator.addFault({ method: 'POST', path: '/v1.0/queues', kind: 'status-500' });

    const broken = await sit(made, [...enters(18), true]);

    expect(broken.code).not.toBe(0);
    expect(broken.stderr).toContain('`voipbin setup --resume` continues from here');
    expect(broken.stderr).not.toContain('nothing was changed');
    expect((await made.run('apply --yes --passwords pw')).code).toBe(0);
    expect(await list(made, 'queues')).toHaveLength(1);
  });

  it('in the middle of a script: what continues has the flags of the script', async () => {
    const made = bench('empty');
    made.emulator.addFault({ method: 'POST', path: '/v1.0/queues', kind: 'status-500' });

    const { stderr } = await made.run(
      'setup --shape team --agents a@x.a --file my.yaml --passwords pw --max-spend 5 --yes',
    );

    const [, again = ''] = /`voipbin (.*)` continues from here/.exec(stderr) ?? [];
    expect(again).toBe('setup --resume --file my.yaml --passwords pw --max-spend 5 --yes');
    expect((await made.run(again)).code).toBe(0);
    expect(await list(made, 'queues')).toHaveLength(1);
    expect(made.files.has('/my.calls.yaml')).toBe(true);
  });

  it('and is no finished setup; the next one takes back what did not go', async () => {
    const made = bench('empty');
    made.emulator.addFault({ method: 'POST', path: '/v1.0/agents', kind: 'status-500' });
    const line = 'setup --shape team --passwords pw --yes --agents';

    const broken = await made.run(`${line} ben@taken.example`);
    expect(broken.code).not.toBe(0);
    expect(JSON.parse(made.files.get(draftOf(made))?.text ?? '')).toMatchObject({ finished: false });

    const again = await made.run(`${line} ben@free.example`);
    expect(again.code).toBe(0);
    expect(made.files.get('/voipbin.yaml')?.text).not.toContain('taken');
    expect(made.emulator.world.tables.extensions.of(made.account.customer_id)).toHaveLength(1);
    expect(JSON.parse(made.files.get(draftOf(made))?.text ?? '')).toMatchObject({ finished: true });
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('a plan file that cannot be written: nothing was changed, and that is said', async () => {
    const made = bench('empty');

    const { code, stderr } = await made.run('setup --shape team --agents a@x.a --passwords pw --yes', {
      disk: (files) => ({
        ...files,
        write: (path, text, mode) =>
          path === '/voipbin.yaml'
            ? Promise.reject(new UsageError('cannot write /voipbin.yaml: read-only'))
            : files.write(path, text, mode),
      }),
    });

    expect(code).toBe(2);
    expect(stderr).toContain('nothing was changed');
    expect(writes(made)).toEqual([]);
  });

  it('Ctrl-C while the result is looked at: the card comes all the same, and names what is missing', async () => {
    const made = bench('empty');
    const stop = new AbortController();
    let calm = false;

    const { code, stdout } = await made.run('setup --shape team --agents a@x.a --passwords pw --yes', {
      signal: stop.signal,
      disk: (files) => ({
        ...files,
        async write(path, text, mode) {
          await files.write(path, text, mode);
          calm ||= path.endsWith('setup.json') && text.includes('"finished": true');
          if (calm) stop.abort(new CancelledError());
        },
      }),
    });

    expect(code).toBe(130);
    expect(stdout).toContain('is ready');
    expect(stdout).toContain('not checked: run `voipbin audit`');
    const again = 'setup --resume --passwords pw --yes';
    expect(stdout).toContain(
      `voipbin.calls.yaml is not written: \`voipbin ${again}\` writes it, and tests them`,
    );
    expect(made.files.has('/voipbin.calls.yaml')).toBe(false);
    expect((await made.run(again)).code).toBe(0);
    expect(made.files.has('/voipbin.calls.yaml')).toBe(true);
  });

  it('an audit that cannot be made is told, and is no failure of the setup', async () => {
    const made = bench('empty');

    const { code, stdout } = await sit(made, [...enters(18), true], {
      files: { '/voipbin.audit.yaml': 'nope: 1\n' },
    });

    expect(code).toBe(0);
    expect(stdout).toContain('could not be checked: voipbin.audit.yaml:1:1');
  });

  it('a plan file that is broken, or of another account, is told before the first question', async () => {
    const made = bench('empty');
    const lock = {
      format: 'voipbin.lock/1',
      customer_id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
      objects: {},
    };

    const broken = await sit(made, [], { files: { '/voipbin.yaml': 'quues: {}\n' } });
    const foreign = await sit(made, [], {
      files: { '/voipbin.yaml': '', '/voipbin.lock.json': JSON.stringify(lock) },
    });

    expect(broken).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean queues?') as string,
    });
    expect(foreign).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('belongs to the account') as string,
    });
  });
});

describe('numbers', () => {
  it('are looked for by country, and bought only with the plan', async () => {
    const made = bench('empty');
    rich(made);

    const { code, stdout, asked } = await sit(made, [
      ...enters(15),
      'A phone number that anyone can call',
      'us',
      'Another country',
      ENTER,
      '+1415555',
      'us',
      ENTER,
      true,
    ]);

    expect(code).toBe(0);
    expect(stdout).toContain('$5.00, which `voipbin undo` does not refund');
    expect(asked.at(-1)).toMatch(/One of them cannot be undone: create number \+1415555\d{4}\.$/);
    expect((await list(made, 'numbers'))[0]).toMatchObject({ type: 'normal' });
  });

  it('a virtual one may be chosen; a search that fails is no end', async () => {
    const made = bench('empty');
    made.emulator.addFault({ path: '/v1.0/available_numbers', kind: 'status-500', times: 4 });

    const { code, stderr } = await sit(made, [
      ...enters(15),
      'A virtual number that I choose',
      'A virtual number that I choose',
      'Others',
      '+899',
      ENTER,
      ENTER,
      true,
    ]);

    expect(code).toBe(0);
    expect(stderr).toContain('the search failed');
  });
});

describe('test calls', () => {
  const team = 'setup --shape team --agents a@x.a --passwords pw --yes';

  it('are written next to the plan file, for the number that was made, and run', async () => {
    const made = bench('empty');

    const { code, stdout } = await made.run(`${team} --file office.yaml`);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Test calls +all 2 calls are as expected\n +office\.calls\.yaml: `voipbin test office\.calls\.yaml` follows/,
    );
    const { text = '', mode } = made.files.get('/office.calls.yaml') ?? {};
    const [number] = await list(made, 'numbers');
    expect(mode).toBe(0o644);
    expect(text).toContain(`to: "${String(number?.['number'])}"`);
    expect(text).toContain('queue: Front desk Queue');
    expect((await made.run('test office.calls.yaml')).code).toBe(0);
    for (const flow of made.emulator.world.tables.flows.all()) flow.actions = [];
    expect((await made.run('test office.calls.yaml')).code).toBe(10);
  });

  it('that are there are left alone and run; the card shows what fails, with its place', async () => {
    const mine = 'calls:\n  - name: hello\n    to: Front desk\n    expect: { says: Good morning }\n';
    const run = (more = '') => {
      const made = bench('empty');
      return made
        .run(`${team}${more}`, { files: { '/voipbin.calls.yaml': mine } })
        .then((result) => ({ ...result, made }));
    };

    const { code, stdout, made } = await run();

    expect(code).toBe(10);
    expect(stdout).toContain('New Company LLC is set up, but 1 test call failed');
    expect(stdout).not.toContain('is ready');
    expect(made.files.get('/voipbin.calls.yaml')?.text).toBe(mine);
    expect(stdout).toContain('the call failed');
    expect(stdout).toContain('voipbin.calls.yaml existed before, and was left as it is: `voipbin test`');
    expect(stdout).toMatch(/voipbin\.calls\.yaml:2 hello, at 0:\d\d in Front desk/);
    expect(stdout).toContain('expected  says "Good morning"');
    const again = await made.run(team);
    expect(again.code).toBe(10);
    expect(again.stdout).toContain('New Company LLC was not changed, and 1 test call failed');
    const data = JSON.parse((await run(' -o json')).stdout) as object;
    expect(data).toMatchObject({ calls: { passed: 0, failed: 1, failures: [{ name: 'hello', line: 2 }] } });
  });

  it('get those of departments that are added later, and keep everything that people have written', async () => {
    const made = rich(bench('empty'));
    const base =
      'setup --shape departments --departments Sales,Support --agents Sales=a@x.example --agents Support=b@x.example ' +
      '--menu yes --hours "mon-fri 9:00-17:00" --time-zone Europe/Berlin --greeting "Acme & Sons." --passwords pw --yes';
    expect((await made.run(base)).code).toBe(0);
    const path = '/voipbin.calls.yaml';
    const first = made.files.get(path)?.text ?? '';
    const mine = first.replace(
      'calls:\n',
      'calls:\n  # mine\n  - { to: Sales, name: Zed, expect: { ends: agent } } # keep\n',
    );

    const more = 'setup --shape add --add departments --departments Ops --agents c@x.example --number none';
    const { code, stdout } = await made.run(`${more} --passwords pw2 --yes`, { files: { [path]: mine } });

    expect(code).toBe(0);
    const text = made.files.get(path)?.text ?? '';
    const added = text.split('\n').filter((line) => !mine.split('\n').includes(line));
    expect(mine.split('\n').every((line) => text.split('\n').includes(line))).toBe(true);
    expect(added.filter((line) => line.includes('name:')).map((line) => line.trim())).toEqual([
      '- name: Main line, open, press 3',
      '- name: Main line, open, press 3, nobody answers',
    ]);
    expect(stdout).toMatch(/all \d+ calls are as expected/);
    expect(stdout).not.toContain('Not called');
    expect(stdout).toMatch(/voipbin\.calls\.yaml existed before; \d calls added: `voipbin test` follows/);
    expect((await made.run('test')).code).toBe(0);

    const again = await made.run(
      `${more.replace('Ops', 'Lab').replace('c@', 'd@')} --passwords pw3 --yes -o json`,
    );
    expect(JSON.parse(again.stdout)).toMatchObject({ calls: { added: 2, failed: 0 } });
    const last = made.files.get(path)?.text;
    const resumed = await made.run('setup --resume --yes');
    expect(resumed.stdout).toContain('voipbin.calls.yaml existed before, and was left as it is');
    expect(made.files.get(path)?.text).toBe(last);
    // Four setups.
  }, 60_000);

  it('that cannot be read are told, and are no failure of the setup', async () => {
    const made = bench('empty');
    const { code, stdout } = await made.run(team, { files: { '/voipbin.calls.yaml': 'cals: []' } });
    expect(code).toBe(0);
    expect(stdout).toContain('could not be tested: voipbin.calls.yaml:1:1 unknown key "cals"');
    expect(made.files.get('/voipbin.calls.yaml')?.text).toBe('cals: []');
  });

  it('are not written where nothing is made', async () => {
    const made = bench('empty');
    await made.run(`${team} --dry-run`);
    expect([...made.files.keys()].filter((path) => path.includes('calls'))).toEqual([]);
  });
});
