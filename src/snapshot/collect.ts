/** Takes the picture: all sections at once, each for itself. */
import type { Api } from '../api/api.ts';
import type { ListOptions, Loss } from '../api/pages.ts';
import { ApiError, CancelledError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { Clock } from '../core/ports.ts';
import {
  readSections,
  type ReadSection,
  type Section,
  type Sections,
  type Snapshot,
  type Standing,
  type Unavailable,
} from './snapshot.ts';

export interface CollectOptions {
  clock: Clock;
  /** Told when a section is there, or is not. */
  onSection?: (name: ReadSection, done: number, all: number) => void;
}

type Read<T> = (api: Api, options: ListOptions) => Promise<T>;

const readers: { readonly [K in ReadSection]: Read<Sections[K]> } = {
  customer: (api) => api.customer.get(),
  agents: (api, options) => whole(api.agents.list(options)),
  numbers: (api, options) => whole(api.numbers.list(options)),
  flows: (api, options) => whole(api.flows.list(options)),
  queues: (api, options) => whole(api.queues.list(options)),
  tags: (api, options) => whole(api.tags.listAll(options)),
  billing_account: (api) => api.billingAccount.get(),
};

/** Who may read a section (the gates of bin-api-manager). */
const gates: Readonly<Record<ReadSection, string>> = {
  customer: 'needs the admin or manager permission',
  agents: 'needs the admin or manager permission',
  numbers: 'needs the admin or manager permission',
  flows: 'needs the admin or manager permission',
  queues: 'needs the admin or manager permission',
  tags: 'needs the admin or manager permission',
  billing_account: 'needs the admin permission',
};

/**
 * Reads every section. One that is refused, fails or cannot be read whole becomes `unavailable` and holds up no
 * other.
 *
 * @throws ApiError when the credential itself is refused (401): then nothing at all can be seen.
 */
export async function collect(api: Api, options: CollectOptions): Promise<Snapshot> {
  const before = api.client.attempts;
  const frozen: NonNullable<Standing['frozen']>[] = [];
  let done = 0;
  const entries = await Promise.all(
    readSections.map(async (name) => {
      const section = await readSection(api, name, (details) => frozen.push(details));
      done += 1;
      options.onSection?.(name, done, readSections.length);
      return [name, section] as const;
    }),
  );
  const sections = Object.fromEntries(entries) as Omit<Snapshot['sections'], 'standing'>;
  return {
    takenAt: options.clock.now(),
    apiUrl: api.client.apiUrl,
    requests: api.client.attempts - before,
    sections: { ...sections, standing: standingOf(sections.customer, frozen[0]) },
  };
}

/** The customer says it himself to platform staff; all others are refused everything, with the dates. */
function standingOf(
  customer: Snapshot['sections']['customer'],
  refused: Standing['frozen'],
): Snapshot['sections']['standing'] {
  if (refused !== undefined) return { state: 'loaded', value: { frozen: refused } };
  if (customer.state !== 'loaded') return customer;
  const { status, tm_deletion_scheduled } = customer.value;
  return {
    state: 'loaded',
    value: status === 'frozen' ? { frozen: { since: tm_deletion_scheduled ?? undefined } } : {},
  };
}

async function readSection<K extends ReadSection>(
  api: Api,
  name: K,
  onFrozen: (frozen: NonNullable<Standing['frozen']>) => void,
): Promise<Section<Sections[K]>> {
  const losses: Loss[] = [];
  try {
    const value = await readers[name](api, { onLoss: (loss) => losses.push(loss) });
    const [loss] = losses;
    if (loss === undefined) return { state: 'loaded', value };
    const reason = `more than 100 rows were created at ${loss.tm_create}, and the server shows only 100 of them`;
    return { state: 'unavailable', reason, code: 'INCOMPLETE', denied: false };
  } catch (error) {
    if (error instanceof CancelledError || !(error instanceof ApiError) || error.status === 401) throw error;
    if (error.reason === 'ACCOUNT_FROZEN') {
      const detail = error.facts.details?.[0];
      onFrozen({
        since: textOf(detail?.['deletion_scheduled_at']),
        until: textOf(detail?.['deletion_effective_at']),
      });
    }
    return unavailable(name, error);
  }
}

function unavailable(name: ReadSection, error: ApiError): Unavailable {
  const denied = error.exitCode === ExitCode.denied;
  const reason =
    error.reason === 'ACCOUNT_FROZEN'
      ? 'the account is frozen'
      : error.status === 403
        ? gates[name]
        : error.message;
  return { state: 'unavailable', reason, code: error.code, denied };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

async function whole<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
