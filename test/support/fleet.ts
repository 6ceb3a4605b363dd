/** Platform staff and many customers, on one clock with a server that has its rate limits. */
import type { Transport } from '../../src/core/ports.ts';
import { createTenant } from '../../src/emulator/tenants.ts';
import { readToken } from '../../src/api/token.ts';
import { bench, staffEnv, type Bench, type Result, type RunOptions } from './program.ts';

/** A request as it left the program. */
export interface Sent {
  at: number;
  path: string;
  /** For whom staff asks, or acts; undefined for staff itself. */
  customer: string | undefined;
  status: number | undefined;
}

export interface Fleet extends Bench {
  /** The customers that were made, and those of the seed. */
  ids: readonly string[];
  /** Every request since it was emptied. */
  sent: Sent[];
  /** Audits them; a report for each in the answer. */
  audit: (flags?: string, options?: RunOptions & { faults?: Faults }) => Promise<Result>;
}

/** What takes the place of the answer to a request. */
export type Faults = (sent: Sent) => ReturnType<Transport> | undefined;

export interface ShownRow {
  id: string | null;
  account: string;
  exit_code: number;
  error: string | null;
  read_at: string;
  shard: string | null;
  report: object | null;
}

export const rowsIn = ({ stdout }: Result): ShownRow[] => JSON.parse(stdout) as ShownRow[];
export const idsIn = (result: Result): (string | null)[] => rowsIn(result).map(({ id }) => id);

/** Customers for whom somebody signed in, as often as they did. */
export const signedInFor = (made: Pick<Fleet, 'sent'>): string[] =>
  made.sent.flatMap(({ path, customer }) => (path === '/auth/delegate' && customer ? [customer] : []));

export async function fleetOf(count: number, latencyMs = 80): Promise<Fleet> {
  const made = bench('healthy', { latencyMs });
  const env = await staffEnv(made);
  const { world, transport } = made.emulator;
  for (let index = 0; index < count; index += 1) {
    createTenant(world, { name: `Tenant ${index}`, email: `owner-${index}@tenants.test` });
  }
  world.settle();
  const live = world.tables.customers.all().filter((row) => row.tm_delete === null);
  const sent: Sent[] = [];
  const watched =
    (faults: Faults = () => undefined): Transport =>
    async (request) => {
      const one: Sent = {
        at: made.clock.now(),
        path: new URL(request.url).pathname,
        customer: customerOf(request),
        status: undefined,
      };
      sent.push(one);
      const answer = await (faults(one) ?? transport(request));
      one.status = answer.status;
      return answer;
    };
  const audit: Fleet['audit'] = (flags = '', { faults, killed, ...options } = {}) => {
    // What goes on after its death is nothing of the process.
    const death = new AbortController();
    const onDeath = (): void => {
      death.abort(new Error('killed'));
    };
    const whose = flags.includes('--customers ') ? '' : ' --customers all';
    const format = flags.includes('-o ') ? '' : ' -o json';
    return made.run(`audit${whose} --reason "quarterly review"${format} ${flags}`, {
      transport: watched(faults),
      signal: death.signal,
      ...(killed && { killed: { ...killed, onDeath } }),
      ...options,
      env: { ...env, ...options.env },
    });
  };
  return { ...made, ids: live.map(({ id }) => id), sent, audit };
}

function customerOf({ url, headers, body }: Parameters<Transport>[0]): string | undefined {
  if (url.endsWith('/auth/delegate'))
    return (JSON.parse(body ?? '{}') as { customer_id?: string }).customer_id;
  const token = readToken(headers['authorization']?.replace('Bearer ', '') ?? '');
  return token?.type === 'delegate' ? token.customerId : undefined;
}
