/** `audit --fix-plan`: what can be repaired safely, as a plan file that `plan` and `apply` read. */
import { PLAN_SCHEMA_FILE } from '../../../../plan/file/schema.ts';
import { schemaAddress } from '../../../schema-address.ts';
import { resolve } from 'node:path';
import { foundProblems, foundRepairs } from '../../../../audit/report.ts';
import { plural } from '../../../../core/text.ts';
import { loadHolidays } from '../../../../hours/holidays.ts';
import type { Context } from '../../../context.ts';
import { PUBLIC } from '../../../../core/modes.ts';
import type { Reviewed } from '../review.ts';
import { fixesOf } from './fixes.ts';

export async function writeFixPlan(
  context: Context,
  file: string,
  { report, snapshot, outcomes, check }: Reviewed,
  newOnly: boolean,
): Promise<void> {
  const { host, notice } = context;
  const findings = report.findings.filter(({ is_new }) => is_new || !newOnly);
  const repairs = foundRepairs(outcomes);
  const renews = [...repairs.values()].some(({ changes }) => changes.some(({ kind }) => kind === 'hours'));
  const { text, repaired, left } = fixesOf({
    findings,
    found: foundProblems(outcomes),
    repairs,
    holidays: renews ? await loadHolidays() : undefined,
    snapshot,
    check,
    file,
    schema: schemaAddress(host, PLAN_SCHEMA_FILE),
  });
  if (text === undefined) {
    const why =
      left.length === 0
        ? 'there is nothing to repair'
        : `${plural(left.length, 'finding')} left for you, and none that can be repaired safely`;
    await notice(`${why}: ${file} was not written`);
    return;
  }
  await host.files.write(resolve(host.system.cwd, file), text, PUBLIC);
  await notice(
    `${file} would repair ${repaired.length} of ${plural(findings.length, 'finding')}: \`voipbin plan -f ${file}\` shows the changes; one change can repair several findings`,
  );
}
