/** A snapshot as a file: what was read once can be audited again without the network. */
import { accepts } from '../core/accepts.ts';
import { schemaProblem } from '../core/schema-problem.ts';
import * as z from 'zod/mini';
import * as wire from '../api/wire.ts';
import { UsageError } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import { readSections, type SectionName, type Snapshot } from './snapshot.ts';

const FORMAT = 'voipbin.snapshot/1';

const use = z.object({ count: z.number(), last: z.number() });
const spending = z.record(
  z.string(),
  z.record(z.string(), z.object({ count: z.number(), credit: z.number(), tokens: z.number() })),
);
const uses = z.record(z.string(), use);
const dialled = z.object({ ...use.shape, first: z.number() });
const counts = z.record(z.string(), z.number());

/** A list whose rows are checked one by one, and without the copy that zod makes of each. */
const rowsOf = (row: z.ZodMiniType): z.ZodMiniType =>
  z.array(z.unknown()).check(({ value: rows, issues }) => {
    for (const [index, input] of rows.entries()) {
      if (accepts(row)(input)) continue;
      const { error } = row.safeParse(input);
      for (const issue of error?.issues ?? []) {
        issues.push({ ...issue, input, path: [index, ...issue.path] } as (typeof issues)[number]);
      }
    }
  });

/** What each section may hold. The same tolerance as on the wire: what we do not know is kept. */
const values: { readonly [K in SectionName]: z.ZodMiniType } = {
  standing: z.looseObject({ frozen: z.optional(z.looseObject({})) }),
  customer: wire.customer,
  agents: rowsOf(wire.agent),
  numbers: rowsOf(wire.number),
  flows: rowsOf(wire.flow),
  queues: rowsOf(wire.queue),
  tags: rowsOf(wire.tag),
  extensions: rowsOf(
    z.looseObject({
      id: z.string(),
      password_class: z.enum(['empty', 'same-as-extension', 'weak', 'fair', 'strong']),
      password_group: z.nullable(z.number()),
    }),
  ),
  accesskeys: rowsOf(wire.accesskey),
  billing_account: wire.billingAccount,
  outbound_config: z.nullable(wire.outboundConfig),
  storage_account: wire.storageAccount,
  conferences: rowsOf(wire.conference),
  campaigns: rowsOf(wire.campaign),
  conversation_accounts: rowsOf(wire.conversationAccount),
  webchat_widgets: rowsOf(wire.webchatWidget),
  calls: z.looseObject({
    rows: z.number(),
    numbers: uses,
    flows: uses,
    agents: uses,
    destinations: z.record(
      z.string(),
      z.object({ ...use.shape, first: z.number(), entries: z.optional(counts) }),
    ),
    live: uses,
    dialled: z.optional(z.record(z.string(), dialled)),
    expensive: z.optional(
      z.record(
        z.string(),
        z.object({
          country: z.string(),
          rang: z.nullable(dialled),
          talked: z.number(),
          called: z.nullable(dialled),
        }),
      ),
    ),
  }),
  activeflows: z.looseObject({ rows: z.number(), flows: uses, queues: uses }),
  queuecalls: z.looseObject({ rows: z.number(), agents: uses, statuses: counts }),
  messages: z.looseObject({
    rows: z.number(),
    numbers: uses,
    received: z.optional(uses),
    sent: z.optional(z.record(z.string(), counts)),
  }),
  billings: z.looseObject({
    rows: z.number(),
    days: spending,
    entries: z.optional(spending),
    balances: z.record(z.string(), z.object({ credit: z.number(), tokens: z.number() })),
    topUps: z.array(z.object({ at: z.number(), credit: z.number() })),
  }),
};

const reading = z.object({
  requests: z.number(),
  rows: z.nullable(z.number()),
  request_id: z.nullable(z.string()),
});
const unavailable = z.object({
  state: z.literal('unavailable'),
  reason: z.string(),
  code: z.string(),
  denied: z.boolean(),
});
const sectionOf = (value: z.ZodMiniType): z.ZodMiniType =>
  z.discriminatedUnion('state', [z.object({ state: z.literal('loaded'), value }), unavailable]);

const file = z.looseObject({
  format: z.literal(FORMAT),
  takenAt: z.number(),
  since: z.number(),
  apiUrl: z.string(),
  requests: z.number(),
  sections: z.object(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sectionOf(value)])),
  ),
  readings: z.object(Object.fromEntries(readSections.map((name) => [name, reading]))),
});

export function saveSnapshot(snapshot: Snapshot): string {
  return `${JSON.stringify({ format: FORMAT, ...snapshot })}\n`;
}

/**
 * @param path As messages name it.
 * @throws UsageError for anything that `saveSnapshot` has not written.
 */
export function readSnapshot(text: string, path: string): Snapshot {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new UsageError(`${path} is not a saved snapshot: it is not JSON`, { hint, cause });
  }
  const parsed = file.safeParse(value);
  if (parsed.success) return value as Snapshot;
  const problem = schemaProblem(parsed.error.issues[0], 'the whole file');
  throw new UsageError(`${path} is not a saved snapshot: ${problem}`, { hint });
}

const hint = '`voipbin audit --save-snapshot <file>` writes one';
