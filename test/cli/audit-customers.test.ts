/** `audit --customers`: every customer once, paced, continued after a kill, in parts, with what fails said for each. */
import { beforeEach, describe, expect, it } from 'vitest';
import { CancelledError, TransportError, UsageError } from '../../src/core/errors.ts';
import type { Files } from '../../src/core/ports.ts';
import { fleetOf, idsIn, rowsIn, signedInFor, type Faults, type Fleet } from '../support/fleet.ts';

const HOUR = 3_600_000;
const sorted = (ids: readonly (string | null)[]): (string | null)[] => [...ids].sort();
/** Results that wait in the state folder. */
const kept = ({ files }: Fleet): string[] => [...files.keys()].filter((path) => path.includes('/audits/'));

let made: Fleet;
beforeEach(async () => {
  made = await fleetOf(9);
});

describe('a run through all customers', () => {
  it('has each of them once, in a report, and leaves no result behind', async () => {
    const result = await made.audit();
    expect(result.code).toBe(3);
    expect(sorted(idsIn(result))).toEqual(sorted(made.ids));
    expect(sorted(signedInFor(made))).toEqual(sorted(made.ids));
    expect(rowsIn(result).every(({ report }) => report !== null)).toBe(true);
    expect(kept(made)).toEqual([]);
  });

  it.each([
    ['', 10, 20],
    ['--rate 60', 60, 60],
    ['--rate 3', 3, 6],
  ])('%s keeps the rate as a whole, and that of the server for each customer', async (flags, rate, burst) => {
    await made.audit(flags);
    expect(made.sent.filter(({ status }) => status === 429)).toEqual([]);
    const times = made.sent.map(({ at }) => at);
    const excess = times.map((at, last) => {
      const early = times.filter((other) => other > at - 5000 && other <= at);
      return times[last] === undefined ? 0 : early.length - (burst + rate * 5);
    });
    expect(Math.max(...excess)).toBeLessThanOrEqual(0);
  });

  it('reads a list of any length within the limit of staff itself', async () => {
    made = await fleetOf(4500, 5);
    await made.audit('--rate 200 --shard 1/1000');
    const lists = made.sent.filter(({ path }) => path === '/v1.0/customers');
    expect(lists.length).toBeGreaterThan(45);
    // The server gives one account 33 at once, and 17 per second.
    const [first, last] = [lists.at(0)?.at ?? 0, lists.at(-1)?.at ?? 0];
    expect(lists.length).toBeLessThanOrEqual(33 + (17 * (last - first)) / 1000);
  });

  it('writes what is remembered of each when all was shown', async () => {
    const full = await made.audit('', { full: true });
    expect([full.code, full.stdout]).toEqual([2, '']);
    const histories = (): string[] => [...made.files.keys()].filter((path) => path.endsWith('/audit.json'));
    expect(histories()).toEqual([]);
    made.sent.length = 0;
    expect(sorted(idsIn(await made.audit()))).toEqual(sorted(made.ids));
    expect(signedInFor(made)).toEqual([]);
    expect(histories()).toHaveLength(made.ids.length);
  });

  it('names each of few customers, and of many how far it is', async () => {
    made = await fleetOf(21);
    expect((await made.audit()).stderr).toMatch(/^10 of 23 customers, about \d+ s left$/m);
    const few = await made.audit('--shard 1/3');
    expect(few.stderr).toMatch(/^1 of (\d+): .+\n2 of \1: /);
  });

  it('shows what nobody sees in a name', async () => {
    for (const customer of made.emulator.world.tables.customers.all()) customer.name = 'Acme\u001b[2J\u202e';
    const { stderr } = await made.audit();
    expect(stderr).toMatch(/^1 of \d+: Acme\\x1b\[2J\\u202e$/m);
    expect(stderr).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('a run that was killed', () => {
  it.each([1, 3, 60, 61, 200, 222])('at request %d is continued by the same command', async (at) => {
    const first = await made.audit('', { killed: { at, carriedOut: true } });
    expect(first.code).toBe(1);
    const done = kept(made).length;
    made.sent.length = 0;
    const second = await made.audit();
    expect(sorted(idsIn(second))).toEqual(sorted(made.ids));
    expect(signedInFor(made)).toHaveLength(made.ids.length - done);
    if (done > 0)
      expect(second.stderr).toContain(`continues a run that was stopped: ${done} of 11 customers`);
    expect(kept(made)).toEqual([]);
  });

  it('keeps its results from others', async () => {
    await made.audit('', { killed: { at: 200, carriedOut: false } });
    const modes = kept(made).map((path) => made.files.get(path)?.mode);
    expect(modes.length).toBeGreaterThan(2);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  it.each([
    ['11 hours later: what was read is used', 11 * HOUR, '', 'continues'],
    ['13 hours later: it is read again', 13 * HOUR, '', 'read more than 12 hours ago'],
    ['with --fresh: it is read again', HOUR, '--fresh', ''],
    ['with other rules: it is read again', HOUR, '--only money', ''],
    ['with another report: it is read again', HOUR, '--report json=/r/{account}.json', ''],
  ])('%s', async (_name, later, flags, said) => {
    await made.audit('', { killed: { at: 200, carriedOut: true } });
    const done = kept(made).length;
    made.clock.set(made.clock.now() + later);
    made.sent.length = 0;
    const again = await made.audit(flags);
    expect(again.stderr).toContain(said);
    expect(signedInFor(made)).toHaveLength(made.ids.length - (said === 'continues' ? done : 0));
    expect(sorted(idsIn(again))).toEqual(sorted(made.ids));
  });

  it('reads again what is of a time to come: the clock was set back', async () => {
    await made.audit('', { killed: { at: 200, carriedOut: true } });
    const done = kept(made).length;
    const [first = ''] = kept(made);
    const text = made.files.get(first)?.text ?? '';
    made.files.set(first, {
      text: text.replace('"generated_at":"2026', '"generated_at":"2027'),
      mode: 0o600,
    });
    made.sent.length = 0;
    expect(sorted(idsIn(await made.audit()))).toEqual(sorted(made.ids));
    expect(signedInFor(made)).toHaveLength(made.ids.length - done + 1);
  });

  it('reads again what cannot be read of it', async () => {
    await made.audit('', { killed: { at: 200, carriedOut: true } });
    const [first = ''] = kept(made);
    made.files.set(first, { text: '{"report":{"format":"voipbin', mode: 0o600 });
    made.files.set(first.replace(/[^/]+$/, '.half.json.12-ab.tmp'), { text: '{', mode: 0o600 });
    expect(sorted(idsIn(await made.audit()))).toEqual(sorted(made.ids));
    expect(kept(made)).toEqual([]);
  });

  it('is not begun a second time while it runs', async () => {
    await made.audit('', { killed: { at: 100, carriedOut: true } });
    const [folder] = (kept(made)[0] ?? '').split(/\/[^/]+$/);
    made.sent.length = 0;
    const { code, stderr } = await made.audit('', { held: [`${folder}/run.lock`] });
    expect([code, made.sent]).toEqual([7, []]);
    expect(stderr).toContain('the same audit is already running (process 4711 on desk)');
  });
});

describe('a part of the customers', () => {
  it('and the others are all of them, and no one twice', async () => {
    const parts = [];
    for (const part of [1, 2, 3]) parts.push(await made.audit(`--shard ${part}/3`));
    expect(sorted(parts.flatMap(idsIn))).toEqual(sorted(made.ids));
    expect(parts.flatMap(rowsIn).map(({ shard }) => shard)).toEqual(
      parts.flatMap((part, index) => rowsIn(part).map(() => `${index + 1}/3`)),
    );
    expect(parts.every((part) => rowsIn(part).length > 0)).toBe(true);
  });

  it('is the same whatever else is in the list', async () => {
    const whole = idsIn(await made.audit('--shard 2/3'));
    const some = [...made.ids].reverse().filter((_id, index) => index % 2 === 0);
    const { stdout } = await made.audit('--shard 2/3 --customers /some.txt', {
      files: { '/some.txt': some.join('\n').toUpperCase() },
    });
    const ids = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    expect(sorted(ids)).toEqual(sorted(whole.filter((id) => id !== null && some.includes(id))));
  });

  it.each(['0/3', '4/3', '3', '1/0', '2/1001', 'x/y', '-1/3', '1/3/5'])('%s is refused', async (shard) => {
    const { code, stderr } = await made.audit(`--shard ${shard}`);
    expect([code, made.sent]).toEqual([2, []]);
    expect(stderr).toContain('is not a part such as 2/5');
  });
});

describe('what fails', () => {
  const answer = (status: number): ReturnType<Faults> => Promise.resolve({ status, headers: {}, body: '' });
  const timeout: Faults = () => Promise.reject(new TransportError('timeout', true, 'no answer in time'));

  it.each<[string, (customer: string) => Faults, number]>([
    [
      'no delegate token (500)',
      () =>
        ({ path }) =>
          path === '/auth/delegate' ? answer(500) : undefined,
      3,
    ],
    [
      'a customer who is gone (404)',
      () =>
        ({ path }) =>
          path === '/auth/delegate' ? answer(404) : undefined,
      5,
    ],
    ['nothing is answered', () => timeout, 3],
    ['a bug', () => () => Promise.reject(new TypeError('x is not iterable')), 1],
  ])('for one customer: %s', async (_name, fault, code) => {
    const [, broken = ''] = made.ids;
    const strike = fault(broken);
    const result = await made.audit('--allow-incomplete', {
      faults: (sent) => (sent.customer === broken ? strike(sent) : undefined),
    });
    const rows = rowsIn(result);
    expect(sorted(idsIn(result))).toEqual(sorted(made.ids));
    expect(rows.filter(({ error }) => error !== null).map(({ id }) => id)).toEqual([broken]);
    expect([result.code, rows[0]?.id, rows[0]?.exit_code]).toEqual([code, broken, code]);
  });

  it('for all of them, since staff is no longer signed in: stops, and keeps what was read', async () => {
    let left = 9;
    const faults: Faults = ({ path }) =>
      path === '/auth/delegate' && (left -= 1) < 0 ? answer(401) : undefined;
    const result = await made.audit('', { faults });
    expect([result.code, result.stdout]).toEqual([4, '']);
    expect(result.stderr).toMatch(/[1-9] of 11 customers are done/);
    expect(result.stderr).toContain('run the same command again');
    expect(sorted(idsIn(await made.audit()))).toEqual(sorted(made.ids));
  });

  it('for twenty in a row, since nothing answers: stops, and keeps what was read', async () => {
    made = await fleetOf(60);
    const result = await made.audit('--rate 100', {
      faults: (sent) =>
        sent.customer !== undefined && made.ids.indexOf(sent.customer) < 40 ? timeout(sent) : undefined,
    });
    expect([result.code, result.stdout]).toEqual([3, '']);
    expect(result.stderr).toMatch(/2\d of 62 customers are done/);
  });

  it('by Ctrl-C: says how far it came, and is continued', async () => {
    const control = new AbortController();
    const faults: Faults = () => {
      if (made.sent.length === 150) control.abort(new CancelledError());
      return undefined;
    };
    const result = await made.audit('', { faults, signal: control.signal });
    expect([result.code, result.stdout]).toEqual([130, '']);
    expect(result.stderr).toMatch(/interrupted: \d+ of 11 customers are done/);
    const done = kept(made).length;
    expect(done).toBeGreaterThan(2);
    expect(made.sent.length).toBeLessThan(170);
    made.sent.length = 0;
    expect(sorted(idsIn(await made.audit()))).toEqual(sorted(made.ids));
    expect(signedInFor(made)).toHaveLength(made.ids.length - done);
  });

  const full =
    (path: RegExp, after: number) =>
    (files: Files): Files => {
      let left = after;
      const write: Files['write'] = (name, text, mode) =>
        path.test(name) && (left -= 1) < 0
          ? Promise.reject(
              new UsageError(`cannot write ${name}: no space left on the device`, { code: 'FILE' }),
            )
          : files.write(name, text, mode);
      return { ...files, write };
    };

  it.each([
    ['results', /\/audits\//],
    ['reports', /^\/r\//],
  ])('by a full disk, for %s: stops, and is continued', async (_name, path) => {
    const flags = '--report json=/r/{account}.json';
    const result = await made.audit(flags, { disk: full(path, 5) });
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(/no space left on the device: 5 of 11 customers are done/);
    expect(sorted(idsIn(await made.audit(flags)))).toEqual(sorted(made.ids));
    expect([...made.files.keys()].filter((name) => name.startsWith('/r/'))).toHaveLength(11);
  });

  it('by a state folder that takes nothing: goes on, and says that it cannot be continued', async () => {
    const disk = (files: Files): Files => ({
      ...files,
      lock: (path) =>
        Promise.reject(new UsageError(`cannot lock ${path}: read-only file system`, { code: 'FILE' })),
    });
    const result = await made.audit('', { disk });
    expect(sorted(idsIn(result))).toEqual(sorted(made.ids));
    expect(result.stderr).toContain('if this run is stopped, it begins again');
  });
});
