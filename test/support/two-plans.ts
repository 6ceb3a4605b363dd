/** Two plans on one account, the second of which does everything that a plan can; and what has become of the account. */
import { plannedTables } from './plans.ts';
import { bench, benchOf, rich, type Bench, type Result, type RunOptions } from './program.ts';

interface Plans {
  about: string;
  /** What the first plan refers to. */
  env: Record<string, string>;
  /** What the second one refers to. */
  laterEnv: Record<string, string>;
  before: string;
  after: string;
}

const telephones: Plans = {
  about: 'telephones, people and what callers come through',
  env: {},
  laterEnv: {},
  before: `
version: 1
tags: { old: {}, sales: { detail: before } }
flows:
  Hold: { actions: [{ type: talk, text: Wait. }] }
agents:
  anna@acme.example: { name: Anna, permission: agent, tags: [old], addresses: ["tel:+14155550100"], password: generate }
`,

  // Makes, changes, closes a ring, deletes and buys.
  after: `
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
`,
};

const outreach: Plans = {
  about: 'conferences, campaigns, message accounts and chats',
  env: { SECRET: 'line-secret', TOKEN: 'token', APP: 'app-secret' },
  laterEnv: { SECRET: 'line-secret', TOKEN: 'token', APP: 'another-app-secret' },
  before: `
version: 1
flows: { Hello: { actions: [{ type: talk, text: Hello. }] } }
conferences: { Over: {}, Weekly: { timeout: 1h, data: { owner: ann } } }
outplans: { Gone: {}, Daily: { source: "+14155550100", try_interval: 24h } }
outdials: { Left: { detail: x, data: x }, Customers: { detail: all, data: crm } }
campaigns: { Former: {}, Spring: { outplan: Daily, outdial: Customers, actions: [{ type: answer }] } }
conversation_accounts:
  Past: {}
  WA: { type: whatsapp, phone_number_id: "12", token: env:TOKEN, app_secret: env:APP }
webchat_widgets: { Old: {}, Site: { session_flow: Hello, theme_config: { header_title: Hi } } }
`,
  // Makes, changes every part, closes a ring, and deletes.
  after: `
version: 1
flows: { Hello: { actions: [{ type: talk, text: Hello. }] }, Bye: {} }
conferences: { Weekly: { timeout: 2h, pre_flow: Hello, data: { room: "2" } }, Board: { post_flow: Bye } }
outplans:
  Daily: { detail: slowly, source: "+14155550100", dial_timeout: 45s, max_try_count_1: 2 }
  Hourly: { try_interval: 1h }
outdials: { Customers: { detail: some, data: crm 2 }, Leads: { detail: new, data: web } }
campaigns:
  Spring:
    type: call
    service_level: 50
    outplan: Hourly
    next_campaign: Fall
    actions: [{ type: talk, text: News. }]
  Fall: { outplan: Hourly, outdial: Leads, end_handle: continue, next_campaign: Spring }
conversation_accounts:
  WA: { phone_number_id: "34", message_flow: Bye, token: env:TOKEN, app_secret: env:APP }
  Line: { type: line, secret: env:SECRET, token: env:TOKEN, message_flow: Hello }
webchat_widgets:
  Site: { session_flow: Bye, session_idle_timeout: 10m, theme_config: { primary_color: "#0055aa" } }
  Shop: { message_flow: Hello, theme_config: { connecting_indicator_enabled: false } }
`,
};

export const APPLY = 'apply --yes --prune --allow-large-delete --passwords /pw -o json';

/** An account on which the second plan is to be carried out, and what comes of it. */
export interface TwoPlans {
  about: string;
  /** The account as the first plan has left it, and the second one to be applied. */
  begun: () => Bench;
  /** The account as the second plan has left it, and that plan to be taken back. */
  applied: () => Bench;
  run: (made: Bench, line: string, options?: RunOptions) => Promise<Result>;
  /** What has become of the account: ids by their names, times left out, the number that `any` is left out. */
  outcome: (made: Bench) => Promise<string>;
  /** The second plan carried out, from the first request to the last. */
  first: Result;
  requests: readonly string[];
  expected: string;
}

async function twoPlans({ about, env, laterEnv, before, after }: Plans): Promise<TwoPlans> {
  const start = rich(bench('empty'), { credit: 9_000_000 });
  const begin = await start.run(APPLY, { env, files: { '/voipbin.yaml': before } });
  if (begin.code !== 0) throw new Error(begin.stderr);
  const data = start.emulator.save();
  const begun = (): Bench => {
    const made = benchOf({ ...start.account, data });
    for (const [path, file] of start.files) made.files.set(path, file);
    made.files.set('/voipbin.yaml', { text: after, mode: 0o644 });
    return made;
  };
  const run: TwoPlans['run'] = (made, line, options) => made.run(line, { env: laterEnv, ...options });
  const outcome = async (made: Bench): Promise<string> => outcomeOf(made, await run(made, 'plan -o json'));
  const clean = begun();
  const first = await run(clean, APPLY);
  const requests = clean.asked();
  const expected = await outcome(clean);
  const ended = clean.emulator.save();
  const files = new Map(clean.files);
  return {
    about,
    begun,
    run,
    outcome,
    first,
    requests,
    expected,
    applied() {
      const made = benchOf({ ...start.account, data: ended });
      for (const [path, file] of files) made.files.set(path, file);
      return made;
    },
  };
}

function outcomeOf(made: Bench, planned: Result): string {
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

/** The lines that should not be there, and those that should. */
export function differing(came: string, wanted: string): string[] {
  const [is, should] = [came.split('\n'), wanted.split('\n')];
  return [
    ...is.filter((line) => !should.includes(line)).map((line) => `+${line}`),
    ...should.filter((line) => !is.includes(line)).map((line) => `-${line}`),
  ];
}

export const accounts: readonly TwoPlans[] = [await twoPlans(telephones), await twoPlans(outreach)];
