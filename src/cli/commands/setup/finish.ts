/** From the answers to the account: the plan file, the apply, test calls, the audit of what came of it, and the last word. */
import { PUBLIC } from '../../../core/modes.ts';
import type { Finish } from './finishing.ts';
import { RefusedError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { shellWord } from '../../../core/text.ts';
import { PLAN_SCHEMA_FILE } from '../../../plan/file/schema.ts';
import { rewritePlan, writePlan } from '../../../plan/file/write.ts';
import { schemaAddress } from '../../schema-address.ts';
import { compose, type Composed } from '../../../setup/compose.ts';
import { longestWait } from '../../../setup/lost-callers.ts';
import type { Context } from '../../context.ts';
import { applyPlan } from '../plan/apply.ts';
import { readPlanFile, type Source } from '../plan/source.ts';
import { accountFlags } from '../plan/undo-row.ts';
import { callersAfter, refuseLosses, uncalledIn } from './callers.ts';
import { failedIn, testCalls } from './calls.ts';
import { showCard } from './card.ts';

export async function finish(work: Finish): Promise<ExitCode> {
  const { context, start, at, options } = work;
  const composed = compose(work.steps, at, work.goesOn);
  const source = await sourceOf(work, composed);
  for (const note of composed.notes) await context.notice(`! ${note}`);
  const keepsFile = context.flags.demo === undefined || options.file !== undefined;
  const callers = await callersAfter(work, source);
  refuseLosses(callers, start.file);
  const state = { accepted: false };
  const accept = async (): Promise<void> => {
    if (keepsFile) await context.host.files.write(start.path, source.text, PUBLIC);
    state.accepted = true;
    await work.onAccepted(composed.made);
  };
  // The plan file is written after the yes and before the first change, so that an interrupted run can be continued.
  const asking: Context = {
    ...context,
    async confirm(...asked) {
      try {
        await context.confirm(...asked);
      } catch (error) {
        if (error instanceof RefusedError && context.interactive && keepsFile && start.text === undefined) {
          await accept();
          await context.notice(
            `the plan is kept in ${start.file}: \`voipbin apply -f ${start.file}\` carries it out`,
          );
        }
        throw error;
      }
      await accept();
    },
  };
  const { passwords, maxSpend } = options;
  const resume = resumeCommand(work);
  const result = await applyPlan(
    asking,
    source,
    { ...(passwords !== undefined && { passwords }), ...(maxSpend !== undefined && { maxSpend }) },
    resume && `\`${resume}\``,
  );
  if (typeof result === 'number') return result;
  if (!state.accepted) await accept();
  await work.onDone();
  const calls = await testCalls(context, { start, callers, result, keepsFile, resume });
  const waitMs = longestWait(callers);
  await showCard(context, {
    at,
    result,
    planFile: keepsFile ? source.path : undefined,
    waitMs,
    uncalled: uncalledIn(callers),
    calls,
  });
  // As `voipbin test` answers.
  return failedIn(calls) === 0 ? ExitCode.done : ExitCode.findings;
}

/** What continues this run, and writes and follows the test calls; undefined for the example account. */
function resumeCommand({ context: { flags }, options }: Finish): string | undefined {
  if (flags.demo !== undefined) return undefined;
  const { file, passwords, maxSpend } = options;
  const given = { '--file': file, '--passwords': passwords, '--max-spend': maxSpend };
  return [
    'voipbin setup --resume',
    ...Object.entries(given).flatMap(([flag, value]) =>
      value === undefined ? [] : [flag, shellWord(value)],
    ),
    ...accountFlags(flags),
    ...(flags.yes ? ['--yes'] : []),
  ].join(' ');
}

async function sourceOf({ context, start }: Finish, { document }: Composed): Promise<Source> {
  const text =
    start.text === undefined
      ? writePlan(document, schemaAddress(context.host, PLAN_SCHEMA_FILE))
      : rewritePlan(start.text, document);
  const plan = await readPlanFile(text, start.file);
  return { file: start.file, path: start.path, text, plan, saved: undefined };
}
