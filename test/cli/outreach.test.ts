/** Conferences, campaigns with what they call, chats and message accounts, as an administrator works on them. */
import { describe, expect, it } from 'vitest';
import { loaded } from '../../src/cli/program/command.ts';
import { resourceCommands } from '../../src/cli/commands/resources/command.ts';
import { faultKinds } from '../../src/emulator/faults.ts';
import { bench, rich, type Bench } from '../support/program.ts';

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const writes = (made: Bench): string[] =>
  made
    .asked()
    .filter((line) => !line.startsWith('GET'))
    .map((line) => line.replaceAll(ID, 'ID'));

/** What the examples of help name, and a flow for it. */
const named = `
flows: { Main: { actions: [{ type: answer }] }, Welcome: {}, Chat: {}, Messages: {} }
conferences: { Weekly: {} }
outplans: { Daily: { source: "+14155550100" } }
outdials: { Customers: { detail: all, data: crm } }
campaigns: { Spring: { outplan: Daily, outdial: Customers } }
conversation_accounts: { Shop: { type: line, secret: env:SECRET, token: env:TOKEN } }
webchat_widgets: { Site: {} }
`;
const env = { SECRET: 'line-secret-Zx9', TOKEN: 'line-token-Qw4', SIP: 'k7#Lw-Vau9' };
const files = {
  '/spring.yaml': '- { type: talk, text: Hello. }\n',
  '/main.yaml': '- { type: talk, text: Hello. }\n',
  '/line-token': 'another-token\n',
  '/customers.csv': 'name,phone\nAda,+14155550180\nGrace,+14155550181;+14155550182\n',
};

async function account(): Promise<Bench> {
  const made = rich(bench('empty'));
  const applied = await made.run('apply --yes', { env, files: { '/voipbin.yaml': named, ...files } });
  expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
  made.files.delete('/voipbin.yaml');
  made.files.delete('/voipbin.lock.json');
  await made.run('outdials add Customers +14155550190 --name "Ada Byron" --yes');
  await made.run('outdials add Customers +14155550191 --yes');
  made.asked();
  return made;
}

const nouns = [
  'conferences',
  'outplans',
  'outdials',
  'campaigns',
  'conversation-accounts',
  'webchat-widgets',
];
const examples = (
  await Promise.all(
    resourceCommands
      .filter(({ name }) => nouns.includes(name))
      .map(async (noun) => {
        const spec = await loaded(noun);
        return ('verbs' in spec ? spec.verbs : []).map((verb) => ({ noun: noun.name, verb }));
      }),
  )
).flat();

describe('every command', () => {
  it('has an example, but for `get`', () => {
    const without = examples.filter(({ verb }) => (verb.examples ?? []).length === 0);
    expect(without.map(({ noun, verb }) => `${noun} ${verb.name.split(' ')[0] ?? ''}`)).toEqual(
      nouns
        .filter((noun) => noun !== 'campaigns')
        .map((noun) => `${noun} get`)
        .sort(),
    );
  });

  const lines = examples.flatMap(({ verb }) => verb.examples ?? []);
  it.each(lines.map((line) => line.replace(/^voipbin /, '')))('%s', async (line) => {
    const made = await account();
    if (/^\S+ create /.test(line)) {
      const [noun, , name = ''] = line.split(' ');
      // A campaign must go before what it calls.
      for (const one of [...new Set(['campaigns Spring', `${noun} ${name}`])])
        await made.run(`${one.replace(' ', ' delete ')} --yes`);
      await made.run('outdials update Customers --clear campaign --yes');
    }
    if (/^(outplans|outdials) delete/.test(line)) await made.run('campaigns delete Spring --yes');
    if (line.startsWith('campaigns get')) await made.run('campaigns update Spring --name Main --yes');
    if (line.includes('outdials add')) {
      await made.run('outdials remove Customers +14155550190 --yes');
      await made.run('outdials remove Customers +14155550191 --yes');
    }
    const [command = ''] = line.replaceAll("'", '"').split(' > ');
    const isWrite = examples.some(
      ({ verb }) => verb.groups?.includes('write') && verb.examples?.includes(`voipbin ${line}`),
    );
    made.asked();
    const { code, stderr } = await made.run(isWrite ? `${command} --yes` : command, { env });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const sent = writes(made);
    if (line !== 'campaigns stop Spring') expect(sent.length > 0).toBe(isWrite);
  });
});

describe('conferences', () => {
  it('that exceed the billing plan are refused before anything is requested', async () => {
    const made = bench('empty');
    for (const name of ['One', 'Two']) await made.run(`conferences create ${name} --yes`);
    made.asked();
    const { code, stderr } = await made.run('conferences create Three --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 8, writes: [] });
    expect(stderr).toContain('allows 2 conferences');
  });

  it('of an id that does not exist are not found, though the server says 400', async () => {
    const { run } = bench('empty');
    const { code, stderr } = await run('conferences get 11111111-1111-4111-8111-111111111111');
    expect(code).toBe(5);
    expect(stderr).toContain('conference 11111111-1111-4111-8111-111111111111 does not exist');
  });

  it('keep the members of data that a command does not name', async () => {
    const made = bench('empty');
    await made.run('conferences create Weekly --data owner=ann --data room=2 --yes');
    await made.run('conferences update Weekly --data owner= --data floor=3 --yes');
    expect(made.emulator.world.tables.conferences.all()[0]?.data).toEqual({ room: '2', floor: '3' });
    await made.run('undo --yes');
    expect(made.emulator.world.tables.conferences.all()[0]?.data).toEqual({ owner: 'ann', room: '2' });
  });
});

describe('flags', () => {
  it.each([
    ['outplans create A --max-try-count-0 x', '--max-try-count-0: max_try_count_0 must be a whole number'],
    ['outplans create A --max-try-count-4 101', '--max-try-count-4: 101 is not between 0 and 100'],
    ['outplans create A --source 12', '--source: "12" is not E.164'],
    ['outplans create A --dial-timeout 30', '--dial-timeout: 30 has no unit'],
    ['conferences create A --data x', '--data: "x" is not name=value'],
    ['webchat-widgets create A --theme primary_color=red', '--theme: "red" is not a color'],
    ['webchat-widgets create A --theme primary_colour=red', 'did you mean primary_color?'],
    ['webchat-widgets create A --theme theme_mode=drak', 'did you mean dark?'],
    ['campaigns create A --service-level 101', '--service-level: 101 is not between 0 and 100'],
    ['conversation-accounts create A --type pigeon', 'is not one of line, sms, whatsapp'],
    ['conversation-accounts create A --type line --token env:T', 'a new account of type line needs secret'],
    ['conversation-accounts create A --type sms --token hunter2', '--token names where the token is: prompt'],
    [
      'conversation-accounts create A --type sms --token generate',
      '--token names where the token is: prompt',
    ],
    ['conversation-accounts update A --type sms', "unknown option '--type'"],
    ['outdials create A --detail x', 'a new outdial needs detail and data'],
    ['outdials add A 12', '"12" is not E.164'],
    ['outdials add A +14155550100 --next +14155550100', 'a number appears twice'],
    ['campaigns update A --status run', "unknown option '--status'"],
  ])('%s: nothing is requested', async (line, said) => {
    const made = bench('empty');
    const { code, stderr } = await made.run(`${line} --yes`);
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(said);
  });
});

describe('the secrets of a conversation account', () => {
  const secrets = { APP: 'app-secret-1', TOKEN: 'token-1', OTHER: 'token-2' };
  const whatsapp =
    'conversation-accounts create WA --type whatsapp --phone-number-id 12 --app-secret env:APP --token env:TOKEN --yes';
  const row = (made: Bench) => made.emulator.world.tables.conversation_accounts.all()[0];

  it('are sent, and neither shown, recorded nor exported', async () => {
    const made = bench('empty');
    const runs = [
      await made.run(whatsapp, { env: secrets }),
      await made.run('conversation-accounts update WA --token env:OTHER --yes', { env: secrets }),
      await made.run('conversation-accounts get WA'),
      await made.run('conversation-accounts list -o json'),
      await made.run('export'),
      await made.run('export --out /voipbin.yaml'),
      await made.run('plan -o json', { env: secrets }),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(row(made)).toMatchObject({
      token: 'token-2',
      provider_data: { phone_number_id: '12', app_secret: 'app-secret-1' },
    });
    const all = [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...made.files.values()];
    for (const secret of Object.values(secrets)) expect(JSON.stringify(all)).not.toContain(secret);
    expect(runs[2]?.stdout).toContain('phone_number_id: 12, app_secret: ***');
    expect(runs[4]?.stdout).toContain('token: env:CONVERSATION_ACCOUNT_WA_TOKEN');
    const { changes } = JSON.parse(runs[6]?.stdout ?? '') as { changes: { verb: string }[] };
    expect(changes.filter(({ verb }) => verb !== 'note')).toEqual([]);
  });

  it('stay where another field changes', async () => {
    const made = bench('empty');
    await made.run(whatsapp, { env: secrets });
    await made.run('conversation-accounts update WA --phone-number-id 34 --yes');
    expect(row(made)).toMatchObject({
      token: 'token-1',
      provider_data: { phone_number_id: '34', app_secret: 'app-secret-1' },
    });
  });

  it('are not emptied where the server no longer shows them', async () => {
    const made = bench('empty');
    await made.run(whatsapp, { env: secrets });
    const hiding = async (request: Parameters<typeof made.emulator.transport>[0]) => {
      const answer = await made.emulator.transport(request);
      return { ...answer, body: answer.body.replace(/,"app_secret":"[^"]*"/, '') };
    };
    const { code, stderr } = await made.run('conversation-accounts update WA --phone-number-id 34 --yes', {
      transport: hiding,
    });
    expect(code).toBe(7);
    expect(stderr).toContain('does not show its app_secret');
    expect(row(made)).toMatchObject({ provider_data: { phone_number_id: '12', app_secret: 'app-secret-1' } });
  });

  it('are typed where a person is there', async () => {
    const made = bench('empty');
    const line = 'conversation-accounts create Shop --type line --secret prompt --token prompt';
    const { code, stdout, stderr } = await made.run(line, {
      terminal: true,
      answers: ['typed-secret', 'typed-token', true],
    });
    expect(code).toBe(0);
    expect(row(made)).toMatchObject({ secret: 'typed-secret', token: 'typed-token' });
    expect(stdout + stderr + JSON.stringify([...made.files.values()])).not.toMatch(/typed-(secret|token)/);
  });

  it('of a plan file: the one that can be seen is changed, the others are kept and said so', async () => {
    const made = bench('empty');
    const file = `
conversation_accounts:
  WA: { type: whatsapp, phone_number_id: "12", token: env:TOKEN, app_secret: env:APP }
`;
    expect((await made.run('apply --yes', { env: secrets, files: { '/voipbin.yaml': file } })).code).toBe(0);
    made.asked();
    const changed = { APP: 'app-secret-2', TOKEN: 'token-3' };
    const { code, stdout } = await made.run('apply --yes', { env: changed });
    expect({ code, writes: writes(made) }).toEqual({
      code: 0,
      writes: ['PUT /v1.0/conversation_accounts/ID'],
    });
    expect(stdout).toContain('the token stays as it is: the server does not show it');
    expect(row(made)).toMatchObject({
      token: 'token-1',
      provider_data: { phone_number_id: '12', app_secret: 'app-secret-2' },
    });
  });

  it('of another type are another account', async () => {
    const made = await account();
    const { code, stderr } = await made.run('apply --yes', {
      files: { '/voipbin.yaml': 'conversation_accounts: { Shop: { type: sms } }' },
    });
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain('the type of a conversation account cannot be changed');
  });
});

describe('campaigns', () => {
  it('start after a question that says how many are called, and what it costs', async () => {
    const made = await account();
    const asked: string[] = [];
    const listen = ({ ask }: { ask: string }): Promise<boolean> => {
      asked.push(ask);
      return Promise.resolve(true);
    };
    const person = { input: never, secret: never, confirm: listen, select: never, multiselect: never };
    const { code, stderr } = await made.run('campaigns start Spring --color never', {
      terminal: true,
      person,
    });
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['PUT /v1.0/campaigns/ID/status'] });
    expect(asked).toEqual(['Call 2 targets? Calls cost money, and cannot be undone.']);
    expect(stderr).toContain('outdial Customers has 2 targets; 2 of them will be called');
    expect(stderr).toContain('[costs money]');
    expect(stderr).toContain('status: stop -> run');
    expect(stderr).not.toContain('costs nothing');
    expect(made.emulator.world.tables.campaigns.all()[0]?.status).toBe('run');
  });

  it('that run already are not started twice, and stop once', async () => {
    const made = await account();
    await made.run('campaigns start Spring --yes');
    made.asked();
    expect((await made.run('campaigns start Spring --yes')).code).toBe(0);
    expect(writes(made)).toEqual([]);
    expect((await made.run('campaigns stop Spring --yes')).code).toBe(0);
    expect((await made.run('campaigns stop Spring --yes')).code).toBe(0);
    expect(writes(made)).toEqual(['PUT /v1.0/campaigns/ID/status']);
  });

  it('that are stopped start again only where the undo says so', async () => {
    const made = await account();
    await made.run('campaigns start Spring --yes');
    await made.run('campaigns stop Spring --yes');
    const { stdout } = await made.run('undo --dry-run -o json');
    expect(JSON.parse(stdout)).toMatchObject({ changes: [{ risk: 'costs-money' }] });
  });

  it('without an outdial or an outplan are not started', async () => {
    const made = await account();
    await made.run('campaigns update Spring --clear outdial --clear outplan --yes');
    made.asked();
    const { code, stderr } = await made.run('campaigns start Spring --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain('has no outdial and no outplan: it calls no one');
  });

  it('do not take the outdial of another one, and say how it becomes free', async () => {
    const made = await account();
    const { code, stderr } = await made.run('campaigns create Fall --outdial Customers --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    const [, command = ''] = /`voipbin (.*)`/.exec(stderr) ?? [];
    await made.run('campaigns delete Spring --yes');
    expect((await made.run(`${command} --yes`)).code).toBe(0);
    expect((await made.run('campaigns create Fall --outdial Customers --yes')).code).toBe(0);
  });

  it('get back the outdial that they had: it still names them', async () => {
    const made = await account();
    for (const change of ['--clear outdial', '--outdial Customers'])
      expect((await made.run(`campaigns update Spring ${change} --yes`)).code).toBe(0);
    expect(writes(made)).toEqual([
      'PUT /v1.0/campaigns/ID/resource_info',
      'PUT /v1.0/campaigns/ID/resource_info',
    ]);
  });

  it('change part by part, and keep the rest', async () => {
    const made = await account();
    const before = made.emulator.world.tables.campaigns.all()[0];
    await made.run('campaigns update Spring --service-level 50 --yes');
    await made.run('campaigns update Spring --file /spring.yaml --yes');
    expect(writes(made)).toEqual(['PUT /v1.0/campaigns/ID', 'PUT /v1.0/campaigns/ID/actions']);
    expect(made.emulator.world.tables.campaigns.all()[0]).toEqual({
      ...before,
      service_level: 50,
      actions: [expect.objectContaining({ type: 'talk' })],
      tm_update: expect.any(Number) as number,
    });
  });
});

describe('what other things name', () => {
  it.each([
    ['outplans delete Daily', 'still used by campaign Spring'],
    ['outdials delete Customers', 'still used by campaign Spring'],
    ['flows delete Chat', 'still used by webchat widget Site'],
  ])('%s is refused', async (line, said) => {
    const made = await account();
    await made.run('webchat-widgets update Site --session-flow Chat --yes');
    made.asked();
    const { code, stderr } = await made.run(`${line} --yes`);
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain(said);
  });

  it('a number is kept while an outplan calls with it', async () => {
    const made = await account();
    await made.run('numbers buy any --yes');
    const [number] = made.emulator.world.tables.numbers.all();
    await made.run(`outplans update Daily --source ${number?.number ?? ''} --yes`);
    const { code, stderr } = await made.run(`numbers release ${number?.number ?? ''} --yes`);
    expect(code).toBe(7);
    expect(stderr).toContain('still used by outplan Daily');
  });

  it('and cannot be read is reported, where something is deleted', async () => {
    const made = await account();
    const blind: typeof made.emulator.transport = async (request) =>
      request.url.includes('/campaigns')
        ? {
            status: 403,
            headers: {},
            body: '{"error":{"status":"PERMISSION_DENIED","reason":"PERMISSION_DENIED","message":"no"}}',
          }
        : made.emulator.transport(request);
    const { code, stdout } = await made.run('flows delete Welcome --yes', { transport: blind });
    expect(code).toBe(0);
    expect(stdout).toContain('campaigns could not be read: whether they need what is deleted is not checked');
  });

  it('is not read for a plan that says nothing of it and deletes nothing', async () => {
    const made = await account();
    await made.run('plan --prune', { files: { '/voipbin.yaml': 'tags: { a: {} }\nqueues: { b: {} }' } });
    const lists = made.asked().map((line) => /^GET \/v1\.0\/(\w+)/.exec(line)?.[1]);
    expect(new Set(lists)).toEqual(new Set(['customer', 'billing_account', 'tags', 'queues', 'flows']));
  });
});

describe('the targets of an outdial', () => {
  const destinations = (made: Bench): string[] =>
    made.emulator.world.tables.outdial_targets
      .all()
      .filter(({ tm_delete }) => tm_delete === null)
      .map(({ destination_0 }) => destination_0.target ?? '');

  it('come from a table, each number once, and the same command continues', async () => {
    const made = await account();
    const file = 'Name;Phone\nAda;+1 (415) 555-0190\nGrace;+14155550181|+14155550182\n';
    const { code, stderr } = await made.run('outdials import Customers /c.csv --yes', {
      files: { '/c.csv': file },
    });
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['POST /v1.0/outdials/ID/targets'] });
    expect(stderr).toContain('1 of the file already exist');
    expect(destinations(made)).toEqual(['+14155550190', '+14155550191', '+14155550181']);
    const again = await made.run('outdials import Customers /c.csv --yes');
    expect({ code: again.code, writes: writes(made) }).toEqual({ code: 0, writes: [] });
    expect(again.stdout).toContain('Nothing to add');
  });

  it.each([
    ['name,email\nAda,a@b.example\n', 'c.csv:1:6 the column "email" is not known'],
    ['name,phone\nAda,12\n', 'c.csv:2:5 "12" is not E.164'],
    ['name,phone\nAda,+14155550180\nAnn,+14155550180\n', 'c.csv:3:5 "+14155550180" is already in line 2'],
    ['name,phone\nAda,\n', 'c.csv:2:5 a target has no phone number'],
    ['name,phone\n', 'the file has no targets'],
    ['', 'no column has the phone numbers'],
    ['name,phone\n"Ada,+14155550180\n', 'this quotation mark is never closed'],
  ])('%j is refused with its place', async (file, said) => {
    const made = bench('messy');
    const { code, stderr } = await made.run('outdials import Customers c.csv --yes', {
      files: { '/c.csv': file },
    });
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(said);
  });

  it.each(faultKinds)('are added once, whichever request a %s strikes', async (kind) => {
    const line = 'outdials import Customers /customers.csv --yes';
    const clean = await account();
    const { code: whole } = await clean.run(line);
    const wanted = destinations(clean);
    expect({ whole, count: wanted.length }).toEqual({ whole: 0, count: 4 });
    const requests = clean.asked().length;
    const wrong: unknown[] = [];
    for (let nth = 1; nth <= requests; nth += 1) {
      const made = await account();
      made.emulator.addFault({ nth, kind });
      const { code } = await made.run(line);
      if (code !== 0) await made.run(line);
      if (destinations(made).join() !== wanted.join()) wrong.push({ nth, code, came: destinations(made) });
    }
    expect(wrong).toEqual([]);
  });

  it('are listed as every list is, and taken out by number', async () => {
    const made = await account();
    const { stdout } = await made.run('outdials targets Customers --columns name,destinations,status');
    expect(stdout).toContain('Ada Byron     +14155550190  idle');
    const { code } = await made.run('outdials remove Customers +14155550190 --yes');
    expect({ code, writes: writes(made) }).toEqual({
      code: 0,
      writes: ['DELETE /v1.0/outdials/ID/targets/ID'],
    });
    expect(destinations(made)).toEqual(['+14155550191']);
  });
});

const never = (): Promise<never> => Promise.reject(new Error('nothing else is asked'));
