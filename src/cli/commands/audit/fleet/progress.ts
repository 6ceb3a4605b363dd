/** How far a run through many accounts is, on standard error. */
import { grouped, plural } from '../../../../core/text.ts';
import { formatLocal, HOUR, SECOND } from '../../../../core/time.ts';
import type { Context } from '../../../context.ts';
import { duration } from '../../../progress.ts';
import { OLDEST } from './results.ts';
import type { AccountRow } from '../../../../report/audit/many/accounts.ts';

/** Of so few accounts each is named. */
const FEW = 20;
/** Of more, so many lines are written. */
const LINES = 20;

export interface Teller {
  begun: (name: string) => Promise<void>;
  ended: () => Promise<void>;
}

/** @param start What is done already. @param what What they are, such as customers. */
export function createTeller(context: Context, start: { done: number; total: number }, what: string): Teller {
  const { clock } = context.host;
  const { total } = start;
  const startedAt = clock.now();
  let begun = start.done;
  let done = start.done;
  return {
    async begun(name) {
      begun += 1;
      if (total <= FEW) await context.notice(`${begun} of ${total}: ${name}`);
    },
    async ended() {
      done += 1;
      if (total <= FEW || done % Math.ceil(total / LINES) !== 0 || done === total) return;
      const left = ((clock.now() - startedAt) / (done - start.done)) * (total - done);
      await context.notice(
        `${grouped(done)} of ${grouped(total)} ${what}, about ${duration(left / SECOND)} left`,
      );
    },
  };
}

/** @param old Results that are not used. */
export async function tellContinued(
  { notice, host }: Context,
  { rows, old, total }: { rows: readonly AccountRow[]; old: number; total: number },
): Promise<void> {
  if (old > 0) {
    await notice(
      `${plural(old, 'customer')} read more than ${OLDEST / HOUR} hours ago by a run that was stopped: read again`,
    );
  }
  const [first] = rows.map(({ read_at }) => Date.parse(read_at)).sort((a, b) => a - b);
  if (first === undefined) return;
  const since = formatLocal(first, host.system.timeZone);
  await notice(
    `continues a run that was stopped: ${grouped(rows.length)} of ${grouped(total)} customers were read since ${since} (--fresh reads them again)`,
  );
}
