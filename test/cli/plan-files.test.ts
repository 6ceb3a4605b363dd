/** The files that plan, apply and export write into: nothing that was in them is lost, and nobody else reads them. */
import { describe, expect, it } from 'vitest';
import { TransportError, UsageError } from '../../src/core/errors.ts';
import type { Files, Transport, WireResponse } from '../../src/core/ports.ts';
import { passwordIn, withPassword } from '../../src/cli/commands/plan/password-file.ts';
import { bench, type Bench } from '../support/program.ts';

const text = `version: 1
tags: { sales: {} }
agents:
  anna@acme.example: { addresses: ["tel:+14155550100"], password: generate }
  ben@acme.example: { addresses: ["tel:+14155550101"], password: generate }
`;
const files = { '/voipbin.yaml': text };
const lockOf = (made: Bench, customer = made.account.customer_id): string =>
  JSON.stringify({ format: 'voipbin.lock/1', customer_id: customer, objects: {} });
const textOf = (made: Bench, path: string): string | undefined => made.files.get(path)?.text;
const posted = (made: Bench): string[] => made.asked().filter((line) => line.startsWith('POST'));

describe('plan --out', () => {
  it.each([
    ['the plan file', '/voipbin.yaml', 'voipbin.yaml is the plan file'],
    ['the plan file on a way round', '/x/../voipbin.yaml', 'is the plan file'],
    ['its lock file', '/voipbin.lock.json', 'is the lock file of the plan'],
    ['another plan file', '/other.yaml', '/other.yaml already exists, and is not a saved plan'],
    ['a broken saved plan', '/broken.json', '/broken.json already exists'],
  ])('writes over nothing: %s', async (_, out, message) => {
    const made = bench('empty');
    const before = {
      ...files,
      '/other.yaml': 'tags: {}\n',
      '/broken.json': '{"format":"voipbin.saved-plan/1"}',
    };

    const { code, stderr } = await made.run(`plan --out ${out}`, { files: before });

    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(message);
    for (const [path, content] of Object.entries(before)) expect(textOf(made, path)).toBe(content);
    expect(textOf(made, '/voipbin.lock.json')).toBeUndefined();
  });

  it('replaces an older saved plan, and an empty file', async () => {
    const made = bench('empty');
    for (const before of [files, {}, { '/plan.json': '' }]) {
      expect((await made.run('plan --out plan.json', { files: before })).code).toBe(0);
      expect(textOf(made, '/plan.json')).toContain('voipbin.saved-plan/1');
    }
  });

  it('of a saved plan is refused, and so are its flags', async () => {
    const made = bench('empty');
    await made.run('plan --out plan.json --prune', { files });
    const again = await made.run('plan -f plan.json --out other.json');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('plan.json is already a saved plan');
    expect((await made.run('plan -f plan.json --prune')).code).toBe(2);
    expect((await made.run('plan -f plan.json')).code).toBe(0);
  });

  it('--allow-large-delete alone means nothing', async () => {
    const made = bench('empty');
    const { code, stderr } = await made.run('plan --allow-large-delete', { files });
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain('has no effect without --prune');
  });
});

describe('apply', () => {
  it('requests nothing where its lock file cannot be written', async () => {
    const made = bench('empty');
    const disk = (disk: Files): Files => ({
      ...disk,
      tryWrite: (path) => Promise.reject(new UsageError(`cannot write ${path}: it is a folder`)),
    });
    const { code, stderr } = await made.run('apply --yes', { files, disk });
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain('cannot write /voipbin.lock.json: it is a folder');
    expect((await made.run('apply --dry-run', { files, disk })).code).toBe(0);
  });
});

describe('export', () => {
  it.each([
    ['new', {}, []],
    ['old', { '/e.yaml': 'tags: {}\n' }, ['/e.yaml']],
  ])('leaves a %s plan file alone where there is no room for its lock file', async (_what, before, after) => {
    const made = bench('departments');
    const disk = (disk: Files): Files => ({
      ...disk,
      write: (path) => Promise.reject(new UsageError(`cannot write ${path}: no space left on the device`)),
    });
    const { code, stderr } = await made.run('export --out e.yaml --force', { files: before, disk });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot write /e.lock.json: no space left on the device');
    expect(Object.fromEntries([...made.files].map(([path, { text }]) => [path, text]))).toEqual(before);
    expect([...made.files.keys()]).toEqual(after);
  });
});

it('an export into a new folder names both files with it', async () => {
  const { stderr } = await bench('departments').run('export --out new/v.yaml');
  expect(stderr).toContain('new/v.yaml and new/v.lock.json written: `voipbin plan -f new/v.yaml`');
});

describe('a file named -', () => {
  it('is standard output for export', async () => {
    const made = bench('departments');
    const { code, stdout } = await made.run('export --out -');
    expect({ code, files: [...made.files.keys()] }).toEqual({ code: 0, files: [] });
    expect(stdout).toBe((await made.run('export')).stdout);
  });

  it.each([
    ['plan --out -', '--out'],
    ['apply --yes --passwords -', '--passwords'],
  ])('is refused by %s', async (line, flag) => {
    const made = bench('empty');
    const { code, stderr } = await made.run(line, { files });
    expect(code).toBe(2);
    expect(stderr).toContain(`${flag} needs the name of a file: standard output has the plan`);
    expect([...made.files.keys()]).toEqual(Object.keys(files));
  });
});

describe('apply --passwords', () => {
  it('writes them into a file that was open to others, and is not any more', async () => {
    const made = bench('empty');

    const { code } = await made.run('apply --yes --passwords pw', { files: { ...files, '/pw': 'mine\n' } });

    expect(code).toBe(0);
    expect(textOf(made, '/pw')).toMatch(
      /^mine\nanna@acme\.example {2}\S{20}\nben@acme\.example {2}\S{20}\n$/,
    );
    expect(made.files.get('/pw')?.mode).toBe(0o600);
  });

  it.each([
    ['the plan file', '/voipbin.yaml', 'is the plan file'],
    ['its lock file', '/voipbin.lock.json', 'is the lock file of the plan'],
    ['a saved plan', '/plan.json', '/plan.json is a file of voipbin itself'],
    ['the lock file of another plan', '/other.lock.json', 'is a file of voipbin itself'],
  ])('never writes into %s', async (_, path, message) => {
    const made = bench('empty');
    await made.run('plan --out plan.json', { files: { ...files, '/other.lock.json': lockOf(made) } });
    const before = textOf(made, path);

    const { code, stderr } = await made.run(`apply --yes --passwords ${path}`);

    expect({ code, posted: posted(made) }).toEqual({ code: 2, posted: [] });
    expect(stderr).toContain(message);
    expect(textOf(made, path)).toBe(before);
  });

  it('finds out before it asks whether the file can be written', async () => {
    const made = bench('empty');
    const { code, stderr } = await made.run('apply --passwords /dev/full', { files, terminal: true });
    expect({ code, posted: posted(made) }).toEqual({ code: 2, posted: [] });
    expect(stderr).toContain('/dev/full is no ordinary file');
  });

  it('leaves no file behind when nothing was made, and one that was there as it was', async () => {
    const made = bench('empty');
    const decline = (): ReturnType<Bench['run']> =>
      made.run('apply --passwords pw', { files, terminal: true, answers: [false] });

    expect((await decline()).code).toBe(6);
    expect(textOf(made, '/pw')).toBeUndefined();
    made.files.set('/pw', { text: '', mode: 0o600 });
    await decline();
    expect(textOf(made, '/pw')).toBe('');
  });

  it('shows what was made even when the run breaks off', async () => {
    const made = bench('empty');
    let agents = 0;
    const { code, stderr } = await made.run('apply --yes', {
      files,
      terminal: true,
      transport: (request) => {
        if (request.method === 'POST' && request.url.endsWith('/agents')) agents += 1;
        return agents < 2
          ? made.emulator.transport(request)
          : Promise.resolve({ status: 403, headers: {}, body: '' });
      },
    });

    expect(code).toBe(4);
    const [first] = made.emulator.world.tables.agents
      .of(made.account.customer_id)
      .filter(({ username }) => username.endsWith('@acme.example'));
    expect(stderr).toContain(`New passwords, shown this once:\n  anna@acme.example  ${first?.password}\n`);
  });

  describe('hold the valid password of each, once', () => {
    const two = `agents:
  anna@acme.example: { addresses: ["tel:+14155550100"], password: generate }
  ben@acme.example: { addresses: ["tel:+14155550101"], password: generate }
`;
    const apply = (made: Bench, transport?: Transport): ReturnType<Bench['run']> =>
      made.run('apply --yes --passwords /pw', { ...(transport && { transport }) });
    const posting = (made: Bench, answer: (nth: number) => Promise<WireResponse> | undefined): Transport => {
      let nth = 0;
      return (request) => {
        if (request.method !== 'POST') return made.emulator.transport(request);
        nth += 1;
        return answer(nth) ?? made.emulator.transport(request);
      };
    };
    const valid = (made: Bench): string[] =>
      made.emulator.world.tables.agents
        .of(made.account.customer_id)
        .filter(({ username }) => username.endsWith('@acme.example'))
        .map(({ username, password }) => `${username}  ${password}`);
    const lines = (made: Bench): string[] => (textOf(made, '/pw') ?? '').split('\n').filter((line) => line);

    it('after answers that were lost, and the run that goes on', async () => {
      const made = bench('empty');
      made.files.set('/voipbin.yaml', { text: two, mode: 0o644 });
      made.files.set('/pw', { text: '# ours\nanna@acme.example is on leave\n', mode: 0o600 });
      const lost = (): Promise<never> => Promise.reject(new TransportError('reset', true, 'cut'));
      expect((await apply(made, posting(made, lost))).code).toBe(3);
      expect(lines(made)).toHaveLength(4);

      expect((await apply(made)).code).toBe(0);

      const [comment, remark, ...passwords] = lines(made);
      expect([comment, remark]).toEqual(['# ours', 'anna@acme.example is on leave']);
      expect(passwords.sort()).toEqual(valid(made).sort());
      expect(made.files.get('/pw')?.mode).toBe(0o600);
    });

    it('when the server has done what it did not answer: the first one', async () => {
      const made = bench('empty');
      made.files.set('/voipbin.yaml', { text: two, mode: 0o644 });
      const down: Transport = async (request) => {
        const isPost = request.method === 'POST';
        if (isPost) await made.emulator.transport(request);
        else if (!valid(made).length) return made.emulator.transport(request);
        throw new TransportError('reset', true, 'cut');
      };
      expect((await apply(made, down)).code).toBe(3);
      expect((await apply(made)).code).toBe(0);
      expect(lines(made).sort()).toEqual(valid(made).sort());
    });

    it('where one is refused: none for that one, and what was there before', async () => {
      const made = bench('empty');
      made.files.set('/voipbin.yaml', { text: two, mode: 0o644 });
      const older = 'anna@acme.example  of-another-account';
      made.files.set('/pw', { text: `${older}\n`, mode: 0o600 });
      const refuse = (nth: number): Promise<WireResponse> | undefined =>
        nth === 1 ? Promise.resolve({ status: 403, headers: {}, body: '' }) : undefined;
      expect((await apply(made, posting(made, refuse))).code).toBe(4);
      expect(lines(made)).toEqual([older, ...valid(made)]);

      made.files.delete('/pw');
      expect((await apply(made, posting(made, refuse))).code).toBe(4);
      expect(textOf(made, '/pw')).toBeUndefined();
    });
  });

  it.each([
    ['a name that every object has', 'env:toString', 'the variable toString is not set'],
    ['several lines', 'file:two.txt', 'two.txt has several lines'],
    ['an empty file', 'file:none.txt', 'none.txt is empty'],
  ])('are not read from %s', async (_, password, message) => {
    const made = bench('empty');
    const { code, stderr } = await made.run('apply --yes', {
      files: {
        '/voipbin.yaml': `extensions: { "1": { password: "${password}" } }`,
        '/two.txt': 'one\ntwo\n',
        '/none.txt': '\ufeff\n',
      },
    });
    expect({ code, posted: posted(made) }).toEqual({ code: 2, posted: [] });
    expect(stderr).toContain(message);
  });
});

describe('a file of passwords', () => {
  const file = '# desk\nFront Desk  one\nFront  two\nFront Desk  three\nFront Desk  is not here';
  it.each([
    ['replaces, once', 'Front Desk', 'new', '# desk\nFront Desk  new\nFront  two\nFront Desk  is not here'],
    ['keeps other names', 'Front', 'new', file.replace('two', 'new')],
    ['adds after a line of its own', 'anna', 'new', `${file}\nanna  new\n`],
    ['takes out', 'Front', undefined, file.replace('Front  two\n', '')],
  ])('%s', (_, name, password, expected) => {
    const written = withPassword(file, name, password);
    expect(written).toBe(expected);
    expect(passwordIn(written, name)).toBe(password);
  });

  it('begins with its first line', () => {
    expect(withPassword('', 'anna', 'x')).toBe('anna  x\n');
    expect(withPassword('anna  x\n', 'anna', undefined)).toBe('');
  });
});

describe('export --out --force', () => {
  const commented = `# Who may change this: Anna.
version: 1
tags:
  # Ours.
  sales: {} # the tag
flows:
  Main: { actions: [{ type: hangup }] }
agents:
  anna@acme.example: { addresses: ["tel:+14155550100"], password: generate } # at the desk
numbers:
  # On the cards.
  hotline: { virtual: any, call_flow: Main }
`;
  async function applied(): Promise<Bench> {
    const made = bench('empty');
    const { code } = await made.run('apply --yes --passwords /pw', { files: { '/voipbin.yaml': commented } });
    expect(code).toBe(0);
    return made;
  }

  it('keeps comments, names and passwords of a plan file that is there', async () => {
    const made = await applied();
    const [tag] = made.emulator.world.tables.tags.of(made.account.customer_id);
    Object.assign(tag ?? {}, { name: 'Sales department', detail: 'by hand' });

    expect((await made.run('export --out voipbin.yaml --force')).code).toBe(0);

    const written = textOf(made, '/voipbin.yaml') ?? '';
    for (const comment of ['# Who may change this: Anna.', '# Ours.', '# the tag', '# at the desk'])
      expect(written).toContain(comment);
    expect(written).toMatch(/# On the cards\.\n {2}hotline:/);
    expect(written).toMatch(/# Ours\.\n {2}sales: # the tag\n {4}name: Sales department/);
    expect(written).toMatch(/anna@acme\.example:[^#]*password: generate/);
    expect(written).toMatch(/owner@newcompany\.example:/);
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
  });

  it('keeps in mind what apply has made', async () => {
    const made = await applied();
    await made.run('export --out voipbin.yaml --force');
    const less = (textOf(made, '/voipbin.yaml') ?? '').replace(/tags:\n[\s\S]*?(?=flows:)/, 'tags: {}\n');

    const { stdout } = await made.run('apply --yes --prune --allow-large-delete -o json', {
      files: { '/voipbin.yaml': less },
    });

    expect(stdout).toContain('"address": "tags/sales"');
    expect(textOf(made, '/voipbin.lock.json')).not.toContain('"sales"');
  });

  it('of some kinds does not cost the file the others', async () => {
    const made = await applied();
    const before = textOf(made, '/voipbin.lock.json');
    made.asked();

    const { code, stderr } = await made.run('export --kinds flows --out voipbin.yaml --force');

    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain('voipbin.yaml would lose its tags, agents and numbers');
    expect(textOf(made, '/voipbin.yaml')).toBe(commented);
    made.files.set('/voipbin.yaml', { text: 'flows: {}\n', mode: 0o644 });
    expect((await made.run('export --kinds flows --out voipbin.yaml --force')).code).toBe(0);
    expect(textOf(made, '/voipbin.lock.json')).toBe(before);
  });

  it.each([
    ['a plan file', commented],
    ['nothing', undefined],
  ])('mixes no accounts: beside a lock file of another there is %s', async (_, plan) => {
    const made = bench('empty');
    const lock = lockOf(made, '5e4a0680-804e-11ec-8477-2fea5968d85b');
    const before = { ...(plan !== undefined && { '/voipbin.yaml': plan }), '/voipbin.lock.json': lock };

    const { code, stderr } = await made.run('export --out voipbin.yaml --force', { files: before });

    expect(code).toBe(2);
    expect(stderr).toContain('voipbin.lock.json belongs to the account 5e4a0680');
    expect([textOf(made, '/voipbin.yaml'), textOf(made, '/voipbin.lock.json')]).toEqual([plan, lock]);
    expect((await made.run('export --demo=empty --out voipbin.yaml --force')).code).toBe(2);
  });

  it('replaces what is no plan file', async () => {
    const made = bench('empty');
    const { code } = await made.run('export --out voipbin.yaml --force', {
      files: { '/voipbin.yaml': 'queus: {}\n' },
    });
    expect(code).toBe(0);
    expect(textOf(made, '/voipbin.yaml')).toMatch(/^# yaml-language-server[\s\S]*version: 1/);
  });

  it('into a pipe puts no lock file beside it', async () => {
    const made = bench('empty');
    expect((await made.run('export --out /dev/fd/3')).code).toBe(0);
    expect([...made.files.keys()]).toEqual(['/dev/fd/3']);
  });
});
