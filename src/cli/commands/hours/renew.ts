/** `hours renew`: covers the next 365 days for hours with few days left, and nothing else. */
import type { CardRow } from '../../../report/format.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { plural } from '../../../core/text.ts';
import { RENEWED_DAYS } from '../../../hours/flow.ts';
import type { Context } from '../../context.ts';
import { connectionWords, crontabOf, jobMinute, profileOf, signInNotes } from '../../job.ts';
import type { Call } from '../../program/command.ts';
import { applyHours, hoursNamed, readHoursFile, showChanged } from './change.ts';
import type { RenewFlags } from './command.ts';

export async function renewHours({ context, args: [named], options }: Call<RenewFlags>): Promise<ExitCode> {
  const source = await readHoursFile(context, options);
  const all = Object.keys(source.plan.document.hours ?? {});
  const names = named === undefined && all.length > 0 ? all : [hoursNamed(source, named)];
  const result = await applyHours(context, source, {
    command: 'hours renew',
    names,
    missing: named === undefined ? 'noted' : 'refused',
    renews: true,
  });
  if (typeof result === 'number') return result;
  const crontab = await crontabLine(context, source.path);
  const notes = [
    ...result.plan.changes
      .filter(({ verb }) => verb === 'note')
      .map(({ title, because = '' }) => `${title} ${because}`),
    ...(crontab === null ? [] : await signInNotes(context)),
  ];
  return showChanged(context, result, {
    title:
      result.done.length === 0
        ? `Nothing to renew: hours are renewed when fewer than ${RENEWED_DAYS} days are left`
        : `${plural(result.done.length, 'flow')} of opening hours renewed`,
    rows: [
      ...notes.map((note): [string, string] => ['Note', note]),
      ...(crontab === null ? [] : [['Crontab', crontab, 'copied'] satisfies CardRow]),
    ],
    raw: { crontab },
  });
}

/** Once a week, on Monday morning: this very renewal, wherever cron runs it; null where no line can say it. */
async function crontabLine(context: Context, planPath: string): Promise<string | null> {
  const { host } = context;
  const minute = jobMinute(host.system, await host.probes.machine());
  const words = [
    'hours',
    'renew',
    '--yes',
    '--quiet',
    '--file',
    planPath,
    ...connectionWords(context, await profileOf(context)),
  ];
  return crontabOf(context, `${minute} 5 * * 1`, words);
}
