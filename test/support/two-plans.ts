/** Two plans on one account, the second of which does everything that a plan can; and what an account has come to. */
import { plannedTables } from './plans.ts';
import { bench, benchOf, rich, type Bench } from './program.ts';

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
  Hold: { actions: [{ type: talk, text: '<speak>Please wait.<break time="10s"/></speak>' }] }
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

export const APPLY = 'apply --yes --prune --allow-large-delete --passwords /pw -o json';

const start = rich(bench('empty'), { credit: 9_000_000 });
await start.run(APPLY, { files: { '/voipbin.yaml': before } });
const data = start.emulator.save();

/** The account as the first plan has left it, and the second one to be applied. */
export function begun(): Bench {
  const made = benchOf({ ...start.account, data });
  for (const [path, file] of start.files) made.files.set(path, file);
  made.files.set('/voipbin.yaml', { text: after, mode: 0o644 });
  return made;
}

/** What the account has come to: ids by their names, times left out, the number that `any` is left out. */
export async function outcome(made: Bench): Promise<string> {
  const planned = await made.run('plan -o json');
  made.emulator.advance(5000);
  made.emulator.world.settle();
  const saved = made.emulator.save();
  const rows = Object.entries(plannedTables(saved));
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
  const bought = saved.billings.filter(({ reference_type }) => reference_type === 'number').length;
  const lock = named(made.files.get('/voipbin.lock.json')?.text ?? '');
  const { changes } = JSON.parse(planned.stdout || '{}') as { changes?: { verb: string }[] };
  const pending = changes?.filter(({ verb }) => verb !== 'note');
  return JSON.stringify({ all, bought, lock, changes: pending }, undefined, 1);
}

export const nameOf = (row: object): string => {
  const { username, extension, number, name } = row as Record<string, string>;
  return username ?? extension ?? number ?? name ?? '';
};
export const leaveOut = (key: string, value: unknown): unknown =>
  key.startsWith('tm_') || key === 'direct_hash' || key === 'password' ? undefined : value;

/** The second plan carried out, from the first request to the last. */
const clean = begun();
export const first = await clean.run(APPLY);
export const requests = clean.asked();
export const expected = await outcome(clean);

const ended = clean.emulator.save();
/** The account as the second plan has left it, and that plan to be taken back. */
export function applied(): Bench {
  const made = benchOf({ ...start.account, data: ended });
  for (const [path, file] of appliedFiles) made.files.set(path, file);
  return made;
}

const appliedFiles = new Map(clean.files);

/** The lines that should not be there, and those that should. */
export function differing(came: string, wanted: string): string[] {
  const [is, should] = [came.split('\n'), wanted.split('\n')];
  return [
    ...is.filter((line) => !should.includes(line)).map((line) => `+${line}`),
    ...should.filter((line) => !is.includes(line)).map((line) => `-${line}`),
  ];
}
