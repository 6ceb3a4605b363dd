/** `hours renew`: the next 365 days for hours of which few are left, and nothing else. */
import type { ExitCode } from '../../../core/exit-codes.ts';
import { plural } from '../../../core/text.ts';
import { RENEWED_DAYS } from '../../../hours/flow.ts';
import type { Call } from '../../program/command.ts';
import {
  applyHours,
  crontabLine,
  hoursNamed,
  readHoursFile,
  showChanged,
  type HoursFlags,
} from './change.ts';

export async function renewHours({ context, args: [named], options }: Call<HoursFlags>): Promise<ExitCode> {
  const source = await readHoursFile(context, options);
  const all = Object.keys(source.plan.document.hours ?? {});
  const names = named === undefined && all.length > 0 ? all : [hoursNamed(source, named)];
  const result = await applyHours(context, source, names, { writes: false });
  if (typeof result === 'number') return result;
  const crontab = crontabLine(source);
  return showChanged(context, result, {
    title:
      result.done.length === 0
        ? `Nothing to renew: hours are renewed when fewer than ${RENEWED_DAYS} days are left`
        : `${plural(result.done.length, 'flow')} of opening hours renewed`,
    rows: [['Crontab', crontab]],
    raw: { crontab },
  });
}
