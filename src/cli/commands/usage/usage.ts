/** `usage`: what was spent, on what, and how long what is left lasts. */
import { AppError, UsageError } from '../../../core/errors.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import { usageSheet } from '../../../report/usage/usage.ts';
import type { Section, Snapshot } from '../../../snapshot/snapshot.ts';
import { attributions, type AttributedBy, type UsageBy } from '../../../usage/groups.ts';
import { usageOf } from '../../../usage/usage.ts';
import { print } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { openReading, windowOf } from '../../reading.ts';
import { customerOf, rowsOf, unreadOf, valueOf } from '../../sections.ts';
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
    const customer = await customerOf(reading.api, sections);
    // Without it nothing can be said of usage: its refusal is the answer.
    const billing = valueOf(sections.billing_account) ?? (await reading.api.billingAccount.get());
    await reading.end();
    await print(
      context,
      usageSheet(
        usageOf({
          account: { id: customer.id, name: customer.name ?? '' },
          billing,
          numbers: rowsOf(sections.numbers),
          ledger: readOf(ledger),
          by,
          attributed,
          nameOf: namesOf(by, sections),
          ...window,
        }),
      ),
    );
    const unread = unreadOf(sections, by === 'agent' ? ['numbers', 'agents'] : ['numbers']);
    for (const [name, reason] of unread.reasons)
      await context.warn(
        `${name}: ${reason}; ${name === 'numbers' ? 'their renewals are not known' : 'they have no names here'}`,
      );
    for (const missing of reading.missing) await context.warn(missing);
    return worstExitCode([
      reading.missing.length > 0 ? ExitCode.unreachable : ExitCode.done,
      unread.exitCode,
    ]);
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
    by === 'agent'
      ? rowsOf(agents).map(({ id, name, username }) => [id, name || username] as const)
      : by === 'number'
        ? rowsOf(numbers).map(({ number, name }) => [number, name] as const)
        : [];
  const names = new Map(rows);
  return (key) => names.get(key) || undefined;
}
