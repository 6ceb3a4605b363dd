/**
 * Every request of an apply, struck by every kind of fault, and the process killed before and behind each: the same
 * command again ends as declared, with nothing doubled, bought twice or lost.
 */
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/core/errors.ts';
import type { Transport } from '../../src/core/ports.ts';
import { faultKinds } from '../../src/emulator/faults.ts';
import { bench, benchOf, type Bench } from '../support/program.ts';

const before = `
version: 1
tags: { old: {}, sales: { detail: before } }
flows:
  Hold: { actions: [{ type: talk, text: Wait. }] }
agents:
  anna@acme.example: { name: Anna, permission: agent, tags: [old], addresses: ["tel:+14155550100"], password: generate }
`;

/** Makes, changes, closes a ring, deletes and buys. */
const after = `
version: 1
account: { detail: Head office, rtp_debug: true }
outbound: { destination_whitelist: [us, de] }
tags: { sales: { detail: after } }
extensions: { "1001": { name: Desk, password: generate } }
flows:
  Hold: { actions: [{ type: talk, text: Please wait. }, { type: sleep, duration: 10s }] }
  Main:
    on_complete_flow: Night
    actions: [{ type: answer }, { type: queue_join, queue: Sales }, { type: fetch_flow, flow: Night }]
  Night: { actions: [{ type: fetch_flow, flow: Main }] }
queues: { Sales: { tags: [sales], wait_flow: Hold, wait_timeout: 5m } }
agents:
  anna@acme.example: { name: Anna B., permission: agent+manager, tags: [sales], addresses: ["extension:1001"] }
  bob@acme.example: { name: Bob, tags: [sales], addresses: ["tel:+14155550101"], password: generate }
numbers:
  "+899123456789": { name: Test line, call_flow: Main }
  hotline: { virtual: any, call_flow: Main, rtp_debug: true }
  "+14155550170": { name: Main line, call_flow: Main, message_flow: Night }
`;

const APPLY = 'apply --yes --prune --allow-large-delete --passwords /pw -o json';

const start = bench('empty');
const [billing] = start.emulator.world.tables.billing_accounts.all();
if (billing) Object.assign(billing, { plan_type: 'basic', balance_credit: 9_000_000 });
for (const customer of start.emulator.world.tables.customers.all())
  customer.identity_verification_status = 'verified';
await start.run(APPLY, { files: { '/voipbin.yaml': before } });
const data = start.emulator.save();

/** The account as the first plan has left it, and the second one to be applied. */
function begun(): Bench {
  const made = benchOf({ ...start.account, data });
  for (const [path, file] of start.files) made.files.set(path, file);
  made.files.set('/voipbin.yaml', { text: after, mode: 0o644 });
  return made;
}

/** What the account has come to: ids by their names, times left out, the number that `any` is left out. */
async function outcome(made: Bench): Promise<string> {
  const planned = await made.run('plan -o json');
  made.emulator.advance(5000);
  made.emulator.world.settle();
  const { customers, outbound_configs, billings, ...others } = made.emulator.save();
  const { tags, flows, queues, extensions, agents, numbers } = others;
  const rows = Object.entries({
    customers,
    outbound_configs,
    tags,
    flows,
    queues,
    extensions,
    agents,
    numbers,
  });
  const names = new Map(
    rows.flatMap(([kind, list]) => list.map((row) => [row.id, `<${kind} ${nameOf(row)}>`] as const)),
  );
  const named = (text: string): string =>
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => names.get(id) ?? id)
      .replace(/\+899(?!123456789)\d{9}/g, '+899...');
  const all = rows.map(([kind, list]) => [
    kind,
    list.map((row) => named(JSON.stringify(row, leaveOut))).sort(),
  ]);
  const bought = billings.filter(({ reference_type }) => reference_type === 'number').length;
  const lock = named(made.files.get('/voipbin.lock.json')?.text ?? '');
  const { changes } = JSON.parse(planned.stdout || '{}') as { changes?: unknown };
  return JSON.stringify({ all, bought, lock, changes }, undefined, 1);
}

const nameOf = (row: object): string => {
  const { username, extension, number, name } = row as Record<string, string>;
  return username ?? extension ?? number ?? name ?? '';
};
const leaveOut = (key: string, value: unknown): unknown =>
  key.startsWith('tm_') || key === 'direct_hash' || key === 'password' ? undefined : value;

/** Runs the same command until it says that all is done. */
async function finish(made: Bench): Promise<number> {
  for (let run = 1; run <= 3; run += 1) if ((await made.run(APPLY)).code === 0) return run;
  return Infinity;
}

const clean = begun();
const first = await clean.run(APPLY);
const requests = clean.asked();
const expected = await outcome(clean);

const ended = clean.emulator.save();
const { run } = JSON.parse(first.stdout) as { run: string };
const UNDO = `undo ${run} --yes -o json`;

/** The account as the second plan has left it, and that plan to be taken back. */
function applied(): Bench {
  const made = benchOf({ ...start.account, data: ended });
  for (const [path, file] of appliedFiles) made.files.set(path, file);
  return made;
}

const appliedFiles = new Map(clean.files);
const takenBack = applied();
const back = await takenBack.run(UNDO);
const undoRequests = takenBack.asked();
const expectedBack = await outcome(takenBack);

/** The lines that should not be there, and those that should. */
function differing(came: string, wanted = expected): string[] {
  const [is, should] = [came.split('\n'), wanted.split('\n')];
  return [
    ...is.filter((line) => !should.includes(line)).map((line) => `+${line}`),
    ...should.filter((line) => !is.includes(line)).map((line) => `-${line}`),
  ];
}

describe('an apply', () => {
  it('does what it says', () => {
    expect(first.code).toBe(0);
    expect(expected).toContain('"bought": 1');
    expect(expected).toContain('"changes": []');
  });

  const cases = requests.flatMap((line, index) => faultKinds.map((kind) => ({ line, nth: index + 1, kind })));
  it(`${requests.length} requests x ${faultKinds.length} faults = ${cases.length} cases`, async () => {
    const broken: unknown[] = [];
    for (const { line, nth, kind } of cases) {
      const made = begun();
      made.emulator.addFault({ nth, kind });
      const struck = await made.run(APPLY);
      const runs = struck.code === 0 ? 0 : await finish(made);
      const came = await outcome(made);
      if (came !== expected)
        broken.push({ line, nth, kind, runs, stderr: struck.stderr.slice(-400), came: differing(came) });
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  const written = requests.flatMap((line, index) =>
    line.startsWith('GET') ? [] : [{ line, nth: index + 1 }],
  );
  it(`an outage that begins with the lost answer to each of ${written.length} changes`, async () => {
    const broken: unknown[] = [];
    for (const { line, nth } of written) {
      const made = begun();
      let sent = 0;
      const transport: Transport = async (request) => {
        sent += 1;
        const answer = sent <= nth ? await made.emulator.transport(request) : undefined;
        if (answer !== undefined && sent < nth) return answer;
        throw new TransportError('timeout', true, 'nobody answers any more');
      };
      const struck = await made.run(APPLY, { transport });
      made.emulator.advance(3_600_000);
      const runs = await finish(made);
      const came = await outcome(made);
      if (struck.code === 0 || came !== expected) broken.push({ line, nth, runs, came: differing(came) });
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`killed before and behind each of ${requests.length} requests`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of requests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = begun();
        await made.run(APPLY, { killed: { at: index + 1, carriedOut } });
        const runs = await finish(made);
        const came = await outcome(made);
        if (runs > 1 || came !== expected)
          broken.push({ line, index, carriedOut, runs, came: differing(came) });
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);
});

describe('an undo', () => {
  it('does what it says', () => {
    expect({ code: back.code, stderr: back.stderr }).toMatchObject({ code: 0 });
    const { changes, left } = JSON.parse(back.stdout) as Record<string, { address: string }[]>;
    expect(changes?.map(({ address }) => address)).toContain('numbers/+14155550170');
    expect(left).toEqual([
      { address: 'tags/old', because: 'was deleted, which cannot be taken back' },
      { address: 'agents/anna@acme.example', because: 'cannot have its tags back: what it named is gone' },
    ]);
  });

  const writes = undoRequests.flatMap((line, index) =>
    line.startsWith('GET') ? [] : [{ line, nth: index + 1 }],
  );
  it(`${writes.length} changes x ${faultKinds.length} faults`, async () => {
    const broken: unknown[] = [];
    for (const { line, nth } of writes) {
      for (const kind of faultKinds) {
        const made = applied();
        made.emulator.addFault({ nth, kind });
        const struck = await made.run(UNDO);
        const again = await made.run(UNDO);
        const came = await outcome(made);
        if (again.code !== 0 || came !== expectedBack) {
          const stderr = [struck.stderr.slice(-300), again.stderr.slice(-300)];
          broken.push({ line, nth, kind, stderr, came: differing(came, expectedBack) });
        }
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`killed before and behind each of ${undoRequests.length} requests`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of undoRequests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = applied();
        await made.run(UNDO, { killed: { at: index + 1, carriedOut } });
        const again = await made.run(UNDO);
        const came = await outcome(made);
        if (again.code !== 0 || came !== expectedBack)
          broken.push({ line, index, carriedOut, stderr: again.stderr, came: differing(came, expectedBack) });
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`of an apply that was killed before and behind each of ${requests.length} requests leaves nothing of it`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of requests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = begun();
        const untouched = objectsOf(made);
        await made.run(APPLY, { killed: { at: index + 1, carriedOut } });
        made.emulator.advance(5000);
        made.emulator.world.settle();
        const [newest] = [...made.files.keys()]
          .filter((path) => path.includes('/runs/'))
          .sort()
          .reverse();
        const began = newest?.split('/').at(-1)?.replace('.jsonl', '') ?? '';
        const undone = await made.run(`undo ${began} --yes -o json`);
        const { left } = JSON.parse(undone.stdout) as { left: { address: string }[] };
        const told = left.map(({ address }) => address.split('/').at(-1) ?? '');
        const more = objectsOf(made).filter((row) => !untouched.includes(row));
        // What a prune has deleted stays so, and who named it is told of.
        const untold = more.filter((row) => !told.includes(nameOf(JSON.parse(row) as object)));
        if (undone.code !== 0 || untold.length > 0) broken.push({ line, index, carriedOut, undone, untold });
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);
});

/** Everything in the account that a plan can change, row by row. */
function objectsOf(made: Bench): string[] {
  const { customers, outbound_configs, tags, flows, queues, extensions, agents, numbers } =
    made.emulator.save();
  return [customers, outbound_configs, tags, flows, queues, extensions, agents, numbers].flatMap((rows) =>
    rows.filter(({ tm_delete }) => tm_delete === null).map((row) => JSON.stringify(row, leaveOut)),
  );
}
