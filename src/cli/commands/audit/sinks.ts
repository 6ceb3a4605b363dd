/** The reports of an audit, each in its own format. */
import { auditSinks } from '../../../report/index.ts';
import { joined, type Review } from '../../../report/format.ts';
import type { Context } from '../../context.ts';
import { isOnScreen, parseSinks, writeSinks, type Sink } from '../../sinks.ts';

export const auditSinksOf = (context: Context, words: readonly string[]): Sink[] =>
  parseSinks(context, words, Object.keys(auditSinks));

export async function writeReview(
  context: Context,
  sinks: readonly Sink[],
  review: Review,
  options: { allowIncomplete?: boolean },
): Promise<void> {
  await writeSinks(context, sinks, async (format, style) => {
    const render = await auditSinks[format]?.();
    return joined((await render?.(review, style, isIncomplete(review, options))) ?? '');
  });
}

/** Whether it counts that not everything was checked. */
export function isIncomplete({ report }: Review, options: { allowIncomplete?: boolean }): boolean {
  return report.not_checked.length > 0 && options.allowIncomplete !== true;
}

/** Whether this process answers as a monitoring plugin does. */
export const isPlugin = (sinks: readonly Sink[]): boolean =>
  sinks.some((sink) => sink.format === 'nagios' && isOnScreen(sink));
