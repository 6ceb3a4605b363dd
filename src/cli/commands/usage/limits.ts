/** `usage limits`: how many there are of everything that has a limit. */
import type { Api } from '../../../api/api.ts';
import { lossText, type Loss } from '../../../api/pages.ts';
import { ApiError } from '../../../core/errors.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import { limitSheet } from '../../../report/usage/limits.ts';
import { trunks } from '../../../resources/trunks.ts';
import { collect } from '../../../snapshot/collect.ts';
import { createMeter } from '../../../snapshot/meter.ts';
import type { ReadSection } from '../../../snapshot/snapshot.ts';
import { limitRows, type Counted } from '../../../usage/limit-rows.ts';
import { liveCount } from '../../../usage/limits.ts';
import { countedSections, countsOf } from '../../limit-counts.ts';
import { print } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { customerOf, unreadOf, valueOf } from '../../sections.ts';

const WANTED: readonly ReadSection[] = [
  ...new Set<ReadSection>(['customer', 'billing_account', ...countedSections]),
];

export async function usageLimits({ context }: Call): Promise<ExitCode> {
  const meter = createMeter();
  const { clock } = context.host;
  const api = await context.api({ readOnly: true, onAttempt: meter.onAttempt });
  const now = clock.now();
  const [{ sections }, trunkCount] = await Promise.all([
    collect(api, { clock, since: now, meter, wanted: WANTED }),
    countTrunks(api),
  ]);
  const customer = await customerOf(api, sections);
  const account = valueOf(sections.billing_account);
  const counts = { ...countsOf(sections), trunks: trunkCount.counted };
  await print(
    context,
    limitSheet({
      account: { id: customer.id, name: customer.name ?? '' },
      plan: account?.plan_type ?? '',
      rows: limitRows(account, counts, now),
    }),
  );
  const { reasons, exitCode } = unreadOf(sections, WANTED);
  // Of the others the table says why they are not counted.
  const billing = reasons.get('billing_account');
  if (billing !== undefined) await context.warn(`billing account: ${billing}`);
  return worstExitCode([exitCode, trunkCount.exitCode]);
}

/** An audit does not look at trunks, so that a snapshot does not have them. */
async function countTrunks(api: Api): Promise<{
  counted: Counted;
  exitCode: typeof ExitCode.done | typeof ExitCode.denied | typeof ExitCode.unreachable;
}> {
  const losses: Loss[] = [];
  try {
    let counted = 0;
    for await (const page of api.of(trunks).pages({ onLoss: (loss) => losses.push(loss) }))
      counted += liveCount(page);
    const reason = lossText(losses);
    return reason === undefined
      ? { counted, exitCode: ExitCode.done }
      : { counted: { reason }, exitCode: ExitCode.unreachable };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401) throw error;
    const denied = error.exitCode === ExitCode.denied;
    return {
      counted: { reason: denied ? 'needs the admin or manager permission' : error.message },
      exitCode: denied ? ExitCode.denied : ExitCode.unreachable,
    };
  }
}
