/** `usage`: what was spent, on what, and how long what is left lasts. */
import { AppError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { usageSheet } from '../../../report/usage/usage.ts';
import type { Section, Snapshot } from '../../../snapshot/snapshot.ts';
import { attributions, type AttributedBy, type UsageBy } from '../../../usage/groups.ts';
import { usageOf } from '../../../usage/usage.ts';
import { print } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { openReading, windowOf } from '../../reading.ts';
import type { UsageFlags } from './command.ts';
import { attributedLedger, countedLedger } from './read.ts';

export async function usage({ context, options }: Call<UsageFlags>): Promise<ExitCode> {
  const { by = 'kind', fresh = false } = options;
  const window = windowOf(options, context.host.clock.now());
  if (fresh && isAttributed(by))
    throw new UsageError(`--fresh has no effect with --by ${by}`, { hint: 'every line is read in any case' });
  const reading = await openReading(context);
  try {
    const { sections, ledger, attributed } = isAttributed(by)
      ? await attributedLedger(context, reading, window, by)
      : await countedLedger(context, reading, window, fresh);
    // A frozen account, or one that may not be seen, has a message of its own.
    const { customer: own, billing_account: account } = sections;
    const customer = own.state === 'loaded' ? own.value : await reading.api.customer.get();
    const billing = account.state === 'loaded' ? account.value : await reading.api.billingAccount.get();
    await reading.end();
    await print(
      context,
      usageSheet(
        usageOf({
          account: { id: customer.id, name: customer.name ?? '' },
          billing,
          numbers: sections.numbers.state === 'loaded' ? sections.numbers.value : [],
          ledger: readOf(ledger),
          by,
          attributed,
          nameOf: namesOf(by, sections),
          ...window,
        }),
      ),
    );
    if (sections.numbers.state !== 'loaded')
      reading.missing.push(`numbers: ${sections.numbers.reason}; their renewals are not known`);
    for (const missing of reading.missing) await context.warn(missing);
    return reading.missing.length > 0 ? ExitCode.unreachable : ExitCode.done;
  } finally {
    await reading.end();
  }
}

const isAttributed = (by: UsageBy): by is AttributedBy => attributions.some((one) => one === by);

/** @throws AppError where the ledger could not be read: there is nothing else to show. */
function readOf<T>(section: Section<T>): T {
  if (section.state === 'loaded') return section.value;
  const { code, denied, reason } = section;
  throw new AppError(
    code,
    denied ? ExitCode.denied : ExitCode.unreachable,
    `cannot read the ledger: ${reason}`,
  );
}

function namesOf(
  by: UsageBy,
  { agents, numbers }: Snapshot['sections'],
): (key: string) => string | undefined {
  if (by === 'country') {
    const names = new Intl.DisplayNames(['en'], { type: 'region' });
    return (key) => names.of(key.toUpperCase());
  }
  const rows =
    by === 'agent' && agents.state === 'loaded'
      ? agents.value.map(({ id, name, username }) => [id, name || username] as const)
      : by === 'number' && numbers.state === 'loaded'
        ? numbers.value.map(({ number, name }) => [number, name] as const)
        : [];
  const names = new Map(rows);
  return (key) => names.get(key) || undefined;
}
