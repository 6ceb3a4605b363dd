/** One change to one object, by a command: a plan of one, with its question, its journal and its undo. */
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import type { Files } from '../../src/core/ports.ts';
import { person } from '../support/person.ts';
import { bench, rich, type Bench } from '../support/program.ts';

const writes = (made: Bench): string[] =>
  made
    .asked()
    .filter((line) => !line.startsWith('GET'))
    .map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'));
const agentsOf = (made: Bench) =>
  made.emulator.world.tables.agents.all().filter(({ tm_delete }) => !tm_delete);
const sales = 'sales-1@enterprise.example';

describe('create', () => {
  it('makes an object of its flags, names other objects by name, and can be undone', async () => {
    const made = bench('departments');
    const before = agentsOf(made).length;
    const line =
      'agents create anna@example.com --name "Anna Baker" --tag sales --permission agent+manager --address tel:+14155550101 --password generate --passwords /pw --yes';
    const { code, stdout, stderr } = await made.run(line);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stderr).toContain('tags: sales\n');
    expect(stdout).toContain('agent anna@example.com created');
    expect(writes(made)).toEqual(['POST /v1.0/agents']);
    const tag = made.emulator.world.tables.tags.all().find(({ name }) => name === 'sales');
    const agent = agentsOf(made).find(({ username }) => username === 'anna@example.com');
    expect(agent).toMatchObject({ name: 'Anna Baker', tag_ids: [tag?.id], permission: 16 + 64 });
    expect(made.files.get('/pw')).toMatchObject({ mode: 0o600 });
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(agentsOf(made)).toHaveLength(before);
  });

  it('is refused for what exists', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('tags create sales --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain('tag "sales" already exists');
  });

  it('says everything that is wrong at once, and requests nothing', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run(
      'agents create anna@example.com --address nonsense --permission boss --password hunter2',
    );
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).not.toContain('hunter2');
    const flags = await made.run('agents create anna@example.com --address nonsense --permission boss');
    expect(flags.stderr).toMatch(/--permission: "boss" is not a permission[^]*--address: "nonsense"/);
  });
});

describe('update', () => {
  it('changes what is named, and nothing else', async () => {
    const made = bench('departments');
    const find = () => agentsOf(made).find(({ username }) => username === sales);
    const before = structuredClone(find());
    const { code } = await made.run(`agents update ${sales} --name "Grace H." --yes`);
    expect(code).toBe(0);
    expect(find()).toEqual({ ...before, name: 'Grace H.', tm_update: expect.anything() as string });
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(find()?.name).toBe(before?.name);
  });

  it.each([
    ['its name in other letters', 'sales queue'],
    ['the beginning of its id', ''],
  ])('finds it by %s', async (_how, word) => {
    const made = bench('departments');
    const queue = made.emulator.world.tables.queues.all().find(({ name }) => name === 'Sales Queue');
    const named = word === '' ? (queue?.id.slice(0, 8) ?? '') : word;
    const { code } = await made.run(`queues update "${named}" --wait-timeout 7m --yes`);
    expect({ code, timeout: queue?.wait_timeout }).toEqual({ code: 0, timeout: 420_000 });
  });

  it('of what does not exist ends with 5, and suggests', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('queues update "Sales Quee" --wait-timeout 7m --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 5, writes: [] });
    expect(stderr).toContain('did you mean Sales Queue?');
    expect(await made.run('queues update "Sales Queue" --tag seles --yes')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('tag "seles" does not exist') as string,
    });
  });

  it('of what is so already does nothing', async () => {
    const made = bench('departments');
    await made.run('queues update "Sales Queue" --wait-timeout 7m --yes');
    made.asked();
    const { code, stdout } = await made.run('queues update "Sales Queue" --wait-timeout 7m --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain('Nothing to do');
  });

  it('is not offered to be undone in an example account, where nothing is recorded', async () => {
    const [line, files] = ['queues update "Sales Queue" --wait-timeout 7m --yes', {}];
    const real = await bench('departments').run(line, { files });
    const example = await bench('departments').run(`${line} --demo=departments`, { files });
    expect([real.code, example.code]).toEqual([0, 0]);
    expect(real.stdout).toContain('voipbin undo ');
    expect(example.stdout).toContain('queue Sales Queue changed');
    expect(example.stdout).not.toContain('voipbin undo ');
  });

  it.each([
    'tags create ""',
    'flows create " "',
    'flows copy "Sales Department" ""',
    'tags update sales --name ""',
  ])('%s is refused: no command could find it again', async (line) => {
    const made = bench('departments');
    const { code, stderr } = await made.run(`${line} --yes`);
    expect({ code, writes: writes(made) }).toEqual({ code: 2, writes: [] });
    expect(stderr).toMatch(/a name must not be empty|<name> is empty/);
  });

  it('needs a yes', async () => {
    const made = bench('departments');
    expect((await made.run('queues update "Sales Queue" --wait-timeout 7m')).code).toBe(6);
    expect((await made.run('queues update "Sales Queue" --wait-timeout 7m --dry-run')).code).toBe(0);
    expect(writes(made)).toEqual([]);
  });

  it('empties a field by --clear, and refuses both at once', async () => {
    const made = bench('departments');
    const queue = made.emulator.world.tables.queues.all().find(({ name }) => name === 'Sales Queue');
    await made.run('queues update "Sales Queue" --clear wait-timeout --yes');
    expect(queue?.wait_timeout).toBe(0);
    const both = await made.run('queues update "Sales Queue" --clear detail --detail x --yes');
    expect(both).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--clear: detail is also given a value') as string,
    });
  });
});

describe('everyday words', () => {
  it('a name that another object has is refused, and its own is not', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('queues update "Sales Queue" --name "Billing Queue" --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toMatch(/queue "Billing Queue" already exists \(.*\)\nhint: choose another name/);
    const same = await made.run('queues update "Sales Queue" --name "Sales Queue" --yes');
    expect(same.stdout).toContain('is already like this (name)');
  });

  it('a queue is shown with its timeouts as people write them, and is found by its tag', async () => {
    const made = bench('departments');
    const { stdout } = await made.run('queues get "Sales Queue"');
    expect(stdout).toMatch(/\n {2}wait_timeout +5m\n {2}service_timeout +1h\n/);
    expect((await made.run('queues list --tag sales --columns name')).stdout).toBe('NAME\nSales Queue\n');
  });

  it('a number is found by its flow, and one that is linked already says so', async () => {
    const made = bench('departments');
    const listed = await made.run('numbers list --flow "Sales Department" --columns number');
    expect(listed.stdout).toBe('NUMBER\n+18005551111\n');
    const line = 'numbers link +18005551111 "Sales Department"';
    const said = 'Nothing to do: number +18005551111 is already like this (call flow)';
    expect((await made.run(`${line} --yes`)).stdout).toBe(`${said}\n`);
    expect((await made.run(`${line} --dry-run`)).stdout).toBe(`${said}.\n`);
  });

  it('a virtual number is not called number twice', async () => {
    const { stdout } = await bench('departments').run('numbers buy any --dry-run');
    expect(stdout).toMatch(/^\+ create virtual number\n/);
  });
});

describe('delete', () => {
  it('is refused while something names it', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('tags delete sales --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toMatch(
      /^error: tag sales is still used by queue Sales Queue, agent .*\nhint: remove it from/,
    );
    const shown = await made.run('tags delete sales --dry-run');
    expect(shown).toMatchObject({ code, stderr: '' });
    expect(shown.stdout).toMatch(
      /^- delete tag sales .*\n[^]*\nIt cannot be applied as it is:\n +tag sales is still used by queue Sales Queue, /,
    );
    const data = JSON.parse((await made.run('tags delete sales --dry-run -o json')).stdout) as object;
    expect(data).toMatchObject({ obstacles: [{ code: 'CONFLICT', exit_code: 7 }] });
  });

  it('asks, and says that it cannot be undone', async () => {
    const made = bench('departments');
    await made.run('tags create VIP --yes');
    made.asked();
    const { code, stderr } = await made.run('tags delete VIP --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['DELETE /v1.0/tags/ID'] });
    expect(stderr).toContain('[cannot be undone]');
  });

  it('keeps the last administrator', async () => {
    const made = bench('empty');
    const { code } = await made.run('agents delete owner@newcompany.example --yes');
    expect(code).not.toBe(0);
    expect(writes(made)).toEqual([]);
  });
});

it('a wait flow that is cleared: what that means is said before and after', async () => {
  const made = bench('departments');
  const rows = JSON.parse((await made.run('queues list -o json')).stdout) as {
    name: string;
    wait_flow_id: string;
  }[];
  const { name = '' } = rows.find(({ wait_flow_id: flow }) => flow.length === 36) ?? {};
  const { code, stdout, stderr } = await made.run(`queues update "${name}" --clear wait-flow --yes`);
  const said = 'has no wait flow: a caller who has to wait is cut off';
  expect({ code, before: stderr.includes(said), after: stdout.includes(said) }).toEqual({
    code: 0,
    before: true,
    after: true,
  });
});

describe('a plan file of the same folder', () => {
  const text = 'version: 1\nqueues:\n  Sales Queue:\n    wait_timeout: 5m # long enough\n';

  it('that declares it is named, or changed as well', async () => {
    const made = bench('departments');
    const files = { '/voipbin.yaml': text };
    const first = await made.run('queues update "Sales Queue" --wait-timeout 9m --yes', { files });
    expect(first.stderr).toContain(
      'warning: voipbin.yaml declares queue "Sales Queue": the next `voipbin apply`',
    );
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text);
    await made.run('queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text.replace('5m', '8m'));
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('that does not declare it, or cannot be read, is named where it was to be changed', async () => {
    const made = bench('departments');
    const line = 'queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan';
    const absent = await made.run(line, { files: { '/voipbin.yaml': 'version: 1\ntags: { sales: {} }\n' } });
    expect(absent.stderr).toContain(
      'warning: voipbin.yaml was not changed: it does not declare this queue; ' +
        'declare it there, or leave --edit-plan out\n',
    );
    const broken = await made.run(line.replace('8m', '9m'), { files: { '/voipbin.yaml': 'version: 7\n' } });
    expect(broken.stderr).toContain(
      'warning: voipbin.yaml was not changed: it cannot be read for this account; ' +
        'run `voipbin plan` to see why\n',
    );
    expect([absent.code, broken.code]).toEqual([0, 0]);
  });

  it('that was changed as well is as it was before once the change is undone', async () => {
    const made = bench('departments');
    const account = 'account: { name: Enterprise Corp } # the company\n';
    const files = { '/voipbin.yaml': text + account };
    await made.run('queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan', { files });
    await made.run('customer update --name Newer --yes --edit-plan');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(
      text.replace('5m', '8m') + account.replace('Enterprise Corp', 'Newer'),
    );
    const { stderr } = await made.run('undo --yes');
    expect(stderr).toMatch(/^undo of \S+: voipbin customer update, /m);
    expect(stderr).toContain('voipbin.yaml: account as it was before, too\n');
    expect(stderr).toContain('voipbin.yaml changed\n');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text.replace('5m', '8m') + account);
    const [, before = ''] = (await made.run('undo --list -o csv')).stdout.split('\n').slice(1);
    expect((await made.run(`undo ${before.split(',')[0] ?? ''} --yes`)).code).toBe(0);
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text + account);
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('that was changed since is left alone by undo, which says so', async () => {
    const made = bench('departments');
    const line = 'queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan';
    await made.run(line, { files: { '/voipbin.yaml': text } });
    const since = text.replace('5m', '7m');
    const { code, stderr } = await made.run('undo --yes', { files: { '/voipbin.yaml': since } });
    expect(code).toBe(0);
    expect(stderr).toContain('voipbin.yaml was changed since, and is left as it is: run `voipbin plan`');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(since);
  });

  it('that is not a plan file any more is named by undo', async () => {
    const made = bench('departments');
    const line = 'queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan';
    await made.run(line, { files: { '/voipbin.yaml': text } });
    const { code, stderr } = await made.run('undo --yes', { files: { '/voipbin.yaml': 'version: 7\n' } });
    expect(code).toBe(0);
    expect(stderr).not.toContain('as it was before, too');
    expect(stderr).toContain('voipbin.yaml was changed since, and is left as it is');
  });

  it('that is edited while the question is open loses nothing of that', async () => {
    const made = bench('departments');
    const files = { '/voipbin.yaml': text };
    const edit = '# noted meanwhile\n';
    const editor = {
      ...person([]),
      confirm: ({ ask }: { ask: string }) => {
        if (ask.includes('there, too')) made.files.set('/voipbin.yaml', { text: text + edit, mode: 0o644 });
        return Promise.resolve(true);
      },
    };
    const line = 'queues update "Sales Queue" --wait-timeout 9m';
    expect((await made.run(line, { files, terminal: true, person: editor })).code).toBe(0);
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text.replace('5m', '9m') + edit);
  });

  it('that vanishes, or cannot be written, is named: the change to the account is told as made', async () => {
    const made = bench('departments');
    const line = 'queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan';
    const full = 'cannot write /voipbin.yaml: no space left on the device';
    const written = await made.run(line, {
      files: { '/voipbin.yaml': text },
      disk: (files) => ({
        ...files,
        write: (path, ...more) =>
          path === '/voipbin.yaml' ? Promise.reject(new UsageError(full)) : files.write(path, ...more),
      }),
    });
    expect(written.code).toBe(0);
    expect(written.stderr).toContain(`warning: voipbin.yaml was not changed: ${full}\n`);
    expect(written.stdout).toContain('queue Sales Queue changed\n');
    // Nothing is said of the file, which is as it was.
    const undone = await made.run('undo --yes');
    expect(undone.code).toBe(0);
    expect(undone.stderr).not.toContain('voipbin.yaml');
    const vanishes = (files: Files): Files => ({
      ...files,
      append: async (path, entry) => {
        made.files.delete('/voipbin.yaml');
        await files.append(path, entry);
      },
    });
    const gone = await made.run(line, { disk: vanishes });
    expect(gone.code).toBe(0);
    expect(gone.stderr).toContain('warning: voipbin.yaml was not changed: it is not there any more\n');
  });

  it('that undo cannot write is named: the change to the account is told as undone', async () => {
    const made = bench('departments');
    const line = 'queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan';
    await made.run(line, { files: { '/voipbin.yaml': text } });
    const full = 'cannot write /voipbin.yaml: no space left on the device';
    const { code, stdout, stderr } = await made.run('undo --yes', {
      disk: (files) => ({ ...files, write: () => Promise.reject(new UsageError(full)) }),
    });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('1 change undone') as string,
    });
    expect(stderr).toContain(`warning: ${full}: run \`voipbin plan\` to see what differs\n`);
  });

  it('that was to be changed as the process died is known to undo', async () => {
    const made = bench('departments');
    const line = 'queues update "Sales Queue" --wait-timeout 8m --yes --edit-plan';
    await made.run(line, {
      files: { '/voipbin.yaml': text },
      disk: (files) => ({
        ...files,
        write: async (path, ...more) => {
          await files.write(path, ...more);
          if (path === '/voipbin.yaml') throw new Error('killed');
        },
      }),
    });
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text.replace('5m', '8m'));
    await made.run('undo --yes');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text);
  });

  it('that does not exist cannot be changed: nothing is', async () => {
    const made = bench('departments');
    for (const line of [
      'queues update "Sales Queue" --wait-timeout 8m',
      'tags delete sales',
      'customer update --name Newer',
      'numbers unlink +18005551111',
    ]) {
      const { code, stderr } = await made.run(`${line} --edit-plan --yes`);
      expect({ code, asked: made.asked() }, line).toEqual({ code: 2, asked: [] });
      expect(stderr).toContain('--edit-plan: there is no voipbin.yaml in this folder');
    }
  });

  it('gets another name where the object gets one', async () => {
    const made = bench('departments');
    const line = 'queues update "Sales Queue" --name Sales --yes --edit-plan';
    expect((await made.run(line, { files: { '/voipbin.yaml': text } })).code).toBe(0);
    expect(made.files.get('/voipbin.yaml')?.text).toContain('name: Sales\n');
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('is offered to a person', async () => {
    const made = bench('departments');
    const files = { '/voipbin.yaml': text };
    const line = 'queues update "Sales Queue" --wait-timeout 9m';
    const { code } = await made.run(line, { files, terminal: true, answers: [true, true] });
    expect(code).toBe(0);
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text.replace('5m', '9m'));
  });

  it('that would be wrong with the change stays as it is', async () => {
    const made = bench('departments');
    const { stderr } = await made.run('queues update "Sales Queue" --tag support --yes --edit-plan', {
      files: { '/voipbin.yaml': text },
    });
    expect(stderr).toContain('cannot be changed by this command: edit it');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text);
  });
});

describe('outgoing calls', () => {
  it('are shown, and changed field by field', async () => {
    const made = bench('departments');
    const config = made.emulator.world.tables.outbound_configs.all()[0];
    expect((await made.run('outbound get')).stdout).toContain('destination_whitelist  ');
    const { code } = await made.run('outbound update --country us --country de --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['PUT /v1.0/outbound_config'] });
    expect(config?.destination_whitelist).toEqual(['us', 'de']);
    const wrong = await made.run('outbound update --country xx --codecs mp3');
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toMatch(/--country: "xx"[^]*--codecs: "MP3"/);
  });
});

describe('get', () => {
  it.each([
    ['queues get "SALES queue"', 'Sales Queue'],
    ['numbers get "+1 800 555-1111"', '+18005551111'],
    [`agents get ${sales}`, sales],
  ])('`%s` finds by name', async (line, shown) => {
    const { code, stdout } = await bench('departments').run(line);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(shown) as string });
  });

  it('names what comes near', async () => {
    const { code, stderr } = await bench('departments').run('queues get "Sales Quee"');
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringContaining('did you mean Sales Queue?') as string,
    });
  });
});

describe('numbers', () => {
  it('are searched, and a virtual one is taken', async () => {
    const made = rich(bench('departments'), { plan: 'basic', credit: 20_000_000 });
    expect(await made.run('numbers search')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--country or --virtual is missing\nhint: name a country') as string,
    });
    expect((await made.run('numbers search --country us --virtual')).stderr).toContain('cannot be combined');
    expect((await made.run('numbers search --country zz')).code).toBe(2);
    const found = JSON.parse(
      (await made.run('numbers search --country us --limit 2 -o json')).stdout,
    ) as unknown[];
    expect(found).toHaveLength(2);
    expect(
      (await made.run('numbers search --country de --limit 2 --query "[].[number, country]"')).stdout,
    ).toMatch(/^(\+49\d{10}; DE\n){2}$/);
    expect(await made.run('numbers search --country io')).toMatchObject({
      code: 0,
      stderr: 'no number is available there now\n',
    });
    const { code, stdout } = await made.run('numbers buy any --name Test --yes -o json');
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['POST /v1.0/numbers'] });
    const { changes } = JSON.parse(stdout) as { changes: { number: string }[] };
    expect(changes[0]?.number).toMatch(/^\+899\d{9}$/);
  });

  it('that cost are bought once, for no more than is allowed', async () => {
    const made = rich(bench('departments'), { plan: 'basic', credit: 20_000_000 });
    const line = 'numbers buy "+1 415 555 0123" --call-flow "Sales Department" --yes';
    expect((await made.run(`${line} --max-spend 4`)).code).toBe(6);
    expect(writes(made)).toEqual([]);
    const { code, stdout, stderr } = await made.run(`${line} --max-spend 5`);
    expect(stdout).toMatch(/Spent {2}\$5.00, which `voipbin undo` does not refund\n {2}Undo /);
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['POST /v1.0/numbers'] });
    expect(stderr).toContain('costs $5.00 now, $5.00 every 28 days');
    expect((await made.run(`${line} --max-spend 5`)).code).toBe(7);
    expect(writes(made)).toEqual([]);
  });

  it('are linked and unlinked, for calls and for messages', async () => {
    const made = bench('departments');
    const { tables } = made.emulator.world;
    const flow = tables.flows.all().find(({ name }) => name === 'Support Department');
    const number = tables.numbers.all().find((row) => row.number === '+18005551111');
    const before = number?.message_flow_id;
    await made.run('numbers link +18005551111 "support department" --yes');
    expect(number).toMatchObject({ call_flow_id: flow?.id, message_flow_id: before });
    await made.run('numbers unlink "Sales line" --messages --yes');
    expect(number).toMatchObject({
      call_flow_id: flow?.id,
      message_flow_id: expect.stringMatching(/^0{8}-/) as string,
    });
  });

  it('are given back, with what that means', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('numbers release +18005551111 --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['DELETE /v1.0/numbers/ID'] });
    expect(stderr).toContain('the number is released, and its cost is not refunded');
  });

  it('name what still uses them before the question', async () => {
    const made = bench('departments');
    const { agents, flows } = made.emulator.world.tables;
    Object.assign(agents.all().find(({ username }) => username === sales) ?? {}, {
      addresses: [{ type: 'tel', target: '+18005551111' }],
    });
    const [first, second] = flows.all();
    const connect = { type: 'connect', option: { destinations: [{ type: 'tel', target: '+18005551111' }] } };
    Object.assign(second ?? {}, { actions: [{ ...first?.actions[0], ...connect }] });
    const { code, stderr } = await made.run('numbers release +18005551111');
    expect({ code, writes: writes(made) }).toEqual({ code: 6, writes: [] });
    expect(stderr).toContain('calls to it go to flow Sales Department');
    expect(stderr).toContain(`it is still used by flow ${second?.name ?? ''}, agent ${sales}`);
    const free = await made.run('numbers release +18005552222 --dry-run');
    expect(free.stdout).not.toContain('still used by');
  });
});

describe('flows', () => {
  const flowsOf = (made: Bench) =>
    made.emulator.world.tables.flows.all().filter(({ tm_delete }) => !tm_delete);
  const actionsOf = (made: Bench, flow: string) =>
    flowsOf(made)
      .find(({ name }) => name === flow)
      ?.actions?.map(({ type, option }) => ({ type, option }));

  it('in a file may name others in other letters, which keep their names', async () => {
    const made = bench('departments');
    const files = { '/flow.yaml': 'actions:\n  - { type: queue_join, queue: SALES queue }\n' };
    const { code } = await made.run('flows create Night --file /flow.yaml --yes', { files });
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['POST /v1.0/flows'] });
  });

  it('are shown step by step, and as a file that makes the same flow again', async () => {
    const made = bench('departments');
    const { stdout } = await made.run('flows get "Sales Department"');
    expect(stdout).toContain('  3   queue_join  queue "Sales Queue"\n');
    const file = (await made.run('flows get "sales department" -o yaml')).stdout;
    const { code } = await made.run('flows create Again --file again.yaml --yes', {
      files: { '/again.yaml': file },
    });
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['POST /v1.0/flows'] });
    expect(actionsOf(made, 'Again')).toEqual(actionsOf(made, 'Sales Department'));
    await made.run('flows copy "Sales Department" Third --yes');
    expect(actionsOf(made, 'Third')).toEqual(actionsOf(made, 'Sales Department'));
  });

  it('show no credential of an address, but in the file that is made again, and where it is asked for', async () => {
    const made = bench('departments');
    const input = '- { type: webhook_send, uri: "https://hooks.acme.example/in?token=s3cret" }\n';
    const { stdout: done, stderr } = await made.run('flows create Hook --file - --yes', { input });
    const shown = (await made.run('flows get Hook')).stdout;
    expect(shown).toContain('token=***');
    expect(done + stderr + shown + (await made.run('flows get Hook -o json')).stdout).not.toContain('s3cret');
    expect((await made.run('flows get Hook -o yaml')).stdout).toContain('token=s3cret');
    expect((await made.run('flows get Hook --show-secrets', { terminal: true })).stdout).toContain('s3cret');
  });

  it('are changed by a list of actions, also from standard input', async () => {
    const made = bench('departments');
    const input = '- {type: talk, text: Hello.}\n';
    const { code } = await made.run('flows update "Sales Department" --file - --detail New --yes', { input });
    expect(code).toBe(0);
    expect(actionsOf(made, 'Sales Department')).toMatchObject([{ type: 'talk', option: { text: 'Hello.' } }]);
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(actionsOf(made, 'Sales Department')).toHaveLength(5);
  });

  it.each([
    ['- {type: tlak, text: Hello.}', 2, 'f.yaml:1:10 there is no action "tlak", did you mean talk?'],
    ['- {type: queue_join, queue: Sals Queue}', 5, 'queue "Sals Queue" does not exist'],
    ['acts: []', 2, 'unknown key "acts"'],
    [
      '- {type: goto, target: a, loop_count: 2}\n- {label: a, type: answer}',
      2,
      'flow "New", action 1 (goto): a goto',
    ],
  ])('%s is refused', async (text, code, said) => {
    const made = bench('departments');
    const result = await made.run('flows create New --file f.yaml --yes', { files: { '/f.yaml': text } });
    expect({ code: result.code, writes: writes(made) }).toEqual({ code, writes: [] });
    expect(result.stderr).toContain(said);
    expect(result.stderr).not.toContain('this command');
  });

  it('are kept while a number leads to them', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('flows delete "Sales Department" --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain('still used by number +18005551111');
  });
});

describe('a command that names nothing to change', () => {
  it.each([
    ['agents update x', ['--name', '--tag', '--add-tag', '--remove-tag', '--clear']],
    ['flows update x', ['--name', '--on-complete-flow', '--clear', '--file']],
    ['extensions update 1001', ['--name', '--password', '--clear']],
    ['outbound update', ['--country', '--add-country', '--remove-country']],
    ['numbers update +18005551111', ['--name']],
  ])('names what `%s` takes', async (line, flags) => {
    const made = bench('departments');
    const { code, stderr } = await made.run(`${line} --yes`);
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain('nothing to change: name at least one field');
    const listed = /hint: name one of (.*)/.exec(stderr)?.[1]?.split(', ') ?? [];
    expect(listed).toEqual(expect.arrayContaining(flags));
    expect(listed).not.toContain('--edit-plan');
    expect(listed).not.toContain('--passwords');
  });
});

describe('flows that start each other when they end', () => {
  const AGAIN = 'starts itself again when it ends, without end';

  it('are noted when a command makes them so, and not of other changes', async () => {
    const made = bench('departments');
    for (const name of ['A', 'B']) await made.run(`flows create ${name} --yes`);
    const one = await made.run('flows update A --on-complete-flow A --yes');
    expect(one.code).toBe(0);
    expect(one.stderr).toContain(`! flow A\n    ${AGAIN}\n`);
    expect((await made.run('flows update A --detail x --yes')).stderr).not.toContain(AGAIN);

    expect((await made.run('flows update A --on-complete-flow B --yes')).stderr).not.toContain(AGAIN);
    const ring = await made.run('flows update B --on-complete-flow A --yes');
    expect(ring.stderr).toContain(`! flow B\n    ${AGAIN}: B -> A -> B\n`);
    // It leads to a ring, and is not in it.
    const leading = await made.run('flows create C --on-complete-flow A --yes');
    expect(leading.code).toBe(0);
    expect(leading.stderr).not.toContain(AGAIN);
  });

  it('are noted once in a plan file', async () => {
    const made = bench('departments');
    const files = {
      '/voipbin.yaml':
        'flows: { A: { on_complete_flow: B }, B: { on_complete_flow: A }, C: { on_complete_flow: C } }',
    };
    const { stdout } = await made.run('plan', { files });
    expect(stdout.split(AGAIN)).toHaveLength(3);
    expect(stdout).toContain(`! flow C\n    ${AGAIN}\n`);
  });
});

describe('the flow of opening hours', () => {
  it.each([
    'update "Reception hours" --detail x',
    'update "reception hours" --clear on-complete-flow',
    'delete "Reception hours"',
    'copy "Reception hours" Other',
  ])('is no flow for `flows %s`', async (line) => {
    const made = bench('messy');
    const { code, stderr } = await made.run(`flows ${line} --yes`);
    expect({ code, writes: writes(made) }).toEqual({ code: 2, writes: [] });
    expect(stderr).toMatch(/"reception hours" has opening hours/i);
    expect(stderr).toContain('in the plan file, or by `voipbin hours`');
  });

  it('leaves a flow of that name to be changed', async () => {
    const made = bench('messy');
    await made.run('flows create Closed --yes');
    const flow = made.emulator.world.tables.flows.all().find(({ name }) => name === 'Closed');
    Object.assign(flow ?? {}, { name: 'Reception hours' });
    expect((await made.run('flows update "Reception hours" --detail x --yes')).code).toBe(0);
    expect(flow?.detail).toBe('x');
  });
});

describe('items of a list that is there', () => {
  const tagsOf = (made: Bench, row: { tag_ids: readonly string[] } | undefined): string[] =>
    (row?.tag_ids ?? []).map(
      (id) => made.emulator.world.tables.tags.all().find((tag) => tag.id === id)?.name ?? id,
    );
  const agent = (made: Bench) => agentsOf(made).find(({ username }) => username === sales);
  const queue = (made: Bench) =>
    made.emulator.world.tables.queues.all().find(({ name }) => name === 'Sales Queue');

  it('are added and removed, and the others stay', async () => {
    const made = bench('departments');
    const line = `agents update ${sales} --add-tag support --add-tag billing --add-address tel:+14155559999`;
    expect((await made.run(`${line} --yes`)).code).toBe(0);
    expect(tagsOf(made, agent(made))).toEqual(['sales', 'support', 'billing']);
    expect(agent(made)?.addresses?.map(({ target }) => target)).toEqual([
      'sales-1@sip.enterprise.example',
      '+14155559999',
    ]);

    const less = `agents update ${sales} --remove-tag Sales --remove-address tel:+14155559999`;
    expect((await made.run(`${less} --yes`)).code).toBe(0);
    expect(tagsOf(made, agent(made))).toEqual(['support', 'billing']);
    expect(agent(made)?.addresses).toHaveLength(1);
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(tagsOf(made, agent(made))).toEqual(['sales', 'support', 'billing']);
  });

  it('may be those of any kind that has such a list', async () => {
    const made = bench('departments');
    await made.run('queues update "Sales Queue" --add-tag support --yes');
    expect(tagsOf(made, queue(made))).toEqual(['sales', 'support']);
    const [config] = made.emulator.world.tables.outbound_configs.all();
    const before = config?.destination_whitelist ?? [];
    expect((await made.run('outbound update --add-country fr --yes')).code).toBe(0);
    expect(config?.destination_whitelist).toEqual([...before, 'fr']);
    expect((await made.run('outbound update --remove-country FR --yes')).code).toBe(0);
    expect(config?.destination_whitelist).toEqual(before);
  });

  it('that cannot be written to a full output are made all the same, and the error says so', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('tags create Late --yes', { full: true });
    expect(code).toBe(2);
    expect(stderr).toMatch(/standard output \(the changes were made\)\nhint: `voipbin undo \S+` undoes them/);
  });

  it('that are there already, or not, change nothing', async () => {
    const made = bench('departments');
    const { code, stdout } = await made.run(
      `agents update ${sales} --add-tag sales --remove-tag billing --yes`,
    );
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain(`Nothing to do: agent ${sales} is already like this (tags)`);
  });

  it.each([
    ['an id that is no tag', 'Tom Typo', (ids: readonly string[]) => ids.at(-1) ?? '', ['support']],
    [
      'the beginning of one',
      'Tom Typo',
      (ids: readonly string[]) => ids.at(-1)?.slice(0, 8) ?? '',
      ['support'],
    ],
    ['a deleted tag by its name', 'Nora Night', () => '"night shift"', []],
    ['a deleted tag by its id', 'Nora Night', ([id = '']: readonly string[]) => id, []],
  ])('are removed even as %s', async (_what, name, wordOf, left) => {
    const made = bench('messy');
    const row = made.emulator.world.tables.agents.all().find((one) => one.name === name);
    const word = wordOf(row?.tag_ids ?? []);
    const { code, stderr } = await made.run(`agents update "${name}" --remove-tag ${word} --yes`);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(tagsOf(made, row)).toEqual(left);
    // What it does not have is looked for in the account.
    expect((await made.run(`agents update "${name}" --remove-tag ${word} --yes`)).code).toBe(5);
  });

  it('that were deleted cannot be added', async () => {
    const made = bench('messy');
    expect((await made.run('agents update "Tom Typo" --add-tag "night shift" --yes')).code).toBe(5);
    expect((await made.run('agents update "Nora Night" --add-tag "night shift" --yes')).code).toBe(5);
  });

  it('are the same address whatever it is called', async () => {
    const made = bench('departments');
    const named = { type: 'tel', target: '+14155550199', target_name: 'Desk' };
    Object.assign(agent(made) ?? {}, { addresses: [named] });
    await made.run(`agents update ${sales} --add-address tel:+14155550199 --yes`);
    expect(writes(made)).toEqual([]);
    await made.run(`agents update ${sales} --add-address sip:a@b.example --yes`);
    expect(agent(made)?.addresses?.[0]).toMatchObject(named);
    await made.run(`agents update ${sales} --remove-address tel:+14155550199 --yes`);
    expect(agent(made)?.addresses?.map(({ target }) => target)).toEqual(['a@b.example']);
  });

  it.each([
    ['--add-tag support --tag sales', '--add-tag: --tag says all of them'],
    ['--remove-tag support --clear tags', '--remove-tag: --clear tags leaves none of them'],
    ['--add-tag support --remove-tag support', '--remove-tag: "support" is also added'],
    ['--remove-address nonsense', '--remove-address: "nonsense" is not an address'],
  ])('%s is refused before anything is requested', async (given, message) => {
    const made = bench('departments');
    const { code, stderr } = await made.run(`agents update ${sales} ${given} --yes`);
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(message);
  });

  it.each(['queues update "Sales Queue" --detail x', 'queues create Night', 'queues update "Sales Queue"'])(
    '%s --timeout 30 is refused: it is the timeout of requests',
    async (line) => {
      const made = bench('departments');
      const { code, stderr } = await made.run(`${line} --timeout 30 --yes`);
      expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
      expect(stderr).toContain('--timeout is the timeout of requests, and not a field of a queue');
      expect(stderr).toContain('use --wait-timeout or --service-timeout, or set VOIPBIN_TIMEOUT');
      const other = await made.run('conferences create Weekly --timeout 3600 --yes');
      expect(other.stderr).toContain('use --duration, or set VOIPBIN_TIMEOUT');
    },
  );

  it('--timeout 5m is refused with the flags of queues, which take it', async () => {
    const made = bench('departments');
    const { code, stderr } = await made.run('queues update "Sales Queue" --timeout 5m --yes');
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain('error: --timeout: "5m" must be a number above 0\n');
    expect(stderr).toMatch(/hint: .*--wait-timeout and --service-timeout/);
  });

  it('go next to --timeout where one of them is a timeout, too', async () => {
    const made = bench('departments');
    const { code } = await made.run('queues update "Sales Queue" --wait-timeout 10m --timeout 30 --yes');
    expect({ code, written: writes(made).length }).toEqual({ code: 0, written: 1 });
  });

  it('go into the plan file as a whole list', async () => {
    const made = bench('departments');
    const files = {
      '/voipbin.yaml': `tags: { sales: {}, support: {} }\nagents:\n  ${sales}:\n    tags: [sales]\n`,
    };
    await made.run(`agents update ${sales} --add-tag support --edit-plan --yes`, { files });
    expect(made.files.get('/voipbin.yaml')?.text).toContain('tags: [sales,support]');
  });
});

describe('the file of a flow', () => {
  it.each([
    ['is empty', ''],
    ['is an empty list', '[]\n'],
    ['is an empty map', '{}\n'],
    ['has nothing but a comment', '# later\n'],
  ])('that %s is refused with its place, and nothing is requested', async (_what, text) => {
    const made = bench('departments');
    for (const command of ['create New', 'update "Sales Line"']) {
      const { code, stderr } = await made.run(`flows ${command} --file /f.yaml --yes`, {
        files: { '/f.yaml': text },
      });
      expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
      expect(stderr).toMatch(/\/f\.yaml:\d+:\d+ the file has no actions/);
    }
  });

  it('may hold a text that is not spoken, or nothing that happens: both are said before the question', async () => {
    const made = bench('departments');
    const files = {
      '/f.yaml': '- { type: talk, text: Welcome to Miller & Sons. }\n',
      '/g.yaml': 'detail: later\n',
      '/fine.yaml': '- { type: talk, text: "Miller &amp; Sons, ${voipbin.call.name}" }\n',
    };
    const shown = async (line: string) => (await made.run(`${line} --dry-run`, { files })).stdout;
    const unspoken =
      'action 1 (talk) has a text that cannot be spoken: write `&amp;` for "&" and `&lt;` for "<"';
    expect(await shown('flows create New --file /f.yaml')).toContain(unspoken);
    expect(await shown('flows update "Billing waiting" --file /f.yaml')).toContain(unspoken);
    expect(await shown('flows create New --file /fine.yaml')).not.toContain('cannot be spoken');
    expect(await shown('flows create New --file /g.yaml')).toContain('has no actions: a call to it ends');
    const plan = `flows: { New: { actions: [{ type: talk, text: A & B }] } }\n`;
    expect((await made.run('plan', { files: { '/voipbin.yaml': plan } })).stdout).toContain(unspoken);
  });
});

it('an answer of the API in place of a file of actions gets the command that writes one', async () => {
  const made = bench('departments');
  const files = { '/f.json': JSON.stringify({ id: 'x', on_complete_flow_id: 'y', actions: [] }) };
  const { code, stderr } = await made.run('flows update "Billing waiting" --file /f.json --yes', { files });
  expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
  expect(stderr).toContain('unknown key "on_complete_flow_id", did you mean on_complete_flow?');
  expect(stderr).toContain('hint: `voipbin flows get <flow> -o yaml` writes such a file');
});

describe('a name with a character that nobody sees', () => {
  const bell = String.fromCharCode(7);
  const turned = String.fromCharCode(0x202e);
  const table = `email,name,phone\nanna@example.com,An${bell}na,+14155550101\n`;
  const plan = 'tags:\n  fine: {}\n  "sa\\u202eles": {}\n  other:\n    name: "o\\athers"\n';

  it.each([
    [`tags create "a${turned}b"`, '(\\u202e)'],
    [`queues update "Sales Queue" --name "a${bell}b"`, '--name: contains a control character (\\u0007)'],
    [`agents create anna@example.com --address tel:+14155550101 --detail "a${bell}b"`, '--detail: contains'],
    ['agents import /team.csv', '/team.csv:2:18 "An\\u0007na" contains a control character'],
  ])('is refused before anything is requested: %s', async (line, message) => {
    const made = bench('departments');
    const { code, stderr } = await made.run(`${line} --yes`, { files: { '/team.csv': table } });
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(message);
  });

  it('is refused by plan with its place', async () => {
    const made = bench('departments');
    const { code, stdout } = await made.run('plan', { files: { '/voipbin.yaml': plan } });
    expect(code).toBe(2);
    expect(stdout).toMatch(/voipbin\.yaml:3:3 the name "sa\\u202eles" contains a control character/);
    expect(stdout).toMatch(/voipbin\.yaml:5:11 the name "o\\u0007thers" contains a control character/);
  });

  it('stays where the account has it, and is shown so that one sees it', async () => {
    const made = bench('departments');
    const [tag] = made.emulator.world.tables.tags.all();
    Object.assign(tag ?? {}, { name: `a${bell}b` });
    expect((await made.run('tags list')).stdout).toContain('a\\x07b');
    await made.run('export --out /voipbin.yaml');
    const { code, stdout } = await made.run('plan --detailed-exitcode');
    expect({ code, stdout }).toMatchObject({ code: 0 });
  });
});

it('a flag that takes one value takes no second one', async () => {
  const made = bench('departments');
  const { code, stderr } = await made.run('tags create x --detail a --detail b');
  expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
  expect(stderr).toContain('--detail was given more than once');
  expect((await made.run('tags list -o json -o yaml')).code).toBe(2);
});

it.each(['wait_flow', 'wait-flow'])('--clear %s names the field', async (word) => {
  const made = bench('departments');
  const { code, stdout } = await made.run(`queues update "Sales Queue" --clear ${word} --dry-run`);
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(stdout).toContain('wait_flow: Sales waiting -> (empty)');
});
