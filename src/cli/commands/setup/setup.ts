/** `setup`: questions, then a plan file, then what `apply` does with it. */
import type { Api } from '../../../api/api.ts';
import { CancelledError, RefusedError, UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { formatLocal } from '../../../core/time.ts';
import { isGiven, listOf, type Answers } from '../../../setup/answers.ts';
import type { Draft } from '../../../setup/draft.ts';
import type { Facts } from '../../../setup/facts.ts';
import { shapeOf, type Scene } from '../../../setup/scene.ts';
import { steps } from '../../../setup/steps/index.ts';
import { pruned, settle, unused } from '../../../setup/wizard.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { draftStore, type DraftStore } from './draft.ts';
import { finish } from './finish.ts';
import { readGiven, refuseGiven, refuseMissing, type Given } from './given.ts';
import { greet } from './greet.ts';
import { interview } from './interview.ts';
import { createVoice } from './say.ts';
import { factsWithout, readFacts, readStart, withHolidays, type Start } from './start.ts';
import type { SetupFlags } from './command.ts';

export async function setup({
  context,
  options,
}: Call<SetupFlags & Record<string, unknown>>): Promise<ExitCode> {
  const start = await readStart(context, options.file);
  const without: Scene = { answers: {}, facts: factsWithout(context, start) };
  const given = await readGiven(context, options, steps, without);
  const asks = context.interactive && !(context.flags.yes && options.answers !== undefined);
  if (!asks && !options.resume) refuseUnanswered(context, given, without, options);

  const api = await context.api();
  const read = await readFacts(context, api, start);
  const drafts = draftStore(context, read.live.customer.id);
  const draft = await drafts.read();
  const begun = { ...read, made: madeOf(draft, start, options.resume === true) };
  const facts = isGiven(given.answers['holidays']) ? await withHolidays(begun) : begun;
  refuseGiven(given, steps, { facts, answers: given.answers });
  const work: Work = { context, api, start, facts, given, drafts, draft, options, state: { kept: false } };
  try {
    const { answers, goesOn } = asks ? await talk(work) : complete(work);
    return await carryOut(work, answers, goesOn);
  } catch (error) {
    if (work.state.changes === undefined) await sayUnchanged(work, error);
    throw error;
  }
}

interface Work {
  context: Context;
  api: Api;
  start: Start;
  facts: Facts;
  given: Given;
  drafts: DraftStore;
  /** Of an earlier run. */
  draft: Draft | undefined;
  options: SetupFlags;
  state: { /** Whether there are answers to go on with. */ kept: boolean; changes?: true };
}

interface Answered {
  answers: Answers;
  /** Whether they began with those of an earlier run. */
  goesOn: boolean;
}

/** What setup generated for this file; nothing if the file no longer exists. */
function madeOf(draft: Draft | undefined, { path, text }: Start, goesOn: boolean): Facts['made'] {
  if (draft?.made?.file !== path || text === undefined) return undefined;
  const { made, finished, answers } = draft;
  const isAdding = answers['shape'] === 'add' && (goesOn || (made.open ?? !finished));
  return { ...made, adding: isAdding ? listOf(answers['departments']) : [] };
}

async function carryOut(work: Work, answers: Answers, goesOn: boolean): Promise<ExitCode> {
  const { context, start, facts, given, drafts, options, state } = work;
  const at = { facts, answers: pruned(steps, { facts, answers }) };
  for (const path of unused(steps, at, given.answers)) {
    await context.warn(`${given.placeOf(path).replace(/:$/, '')} is not needed here, and was not used`);
  }
  return finish({
    context,
    start,
    steps,
    at,
    options,
    goesOn,
    onAccepted: (part) => {
      state.changes = true;
      const made = { file: start.path, shape: shapeOf(at), part, open: true };
      return drafts.write(at.answers, { finished: false, made });
    },
    onDone: () => drafts.write(at.answers, { finished: true }),
  });
}

async function sayUnchanged({ context, drafts, state }: Work, error: unknown): Promise<void> {
  if (state.kept && drafts.keeps) {
    const so = error instanceof RefusedError ? '' : 'nothing was changed; ';
    await context.notice(`${so}your answers are kept: \`voipbin setup --resume\` continues`);
  } else if (error instanceof UsageError && error.hint === undefined && !context.flags.dryRun) {
    // Such as a file that cannot be written.
    await context.notice('nothing was changed');
  } else if (error instanceof CancelledError) {
    await context.notice('nothing was changed, and no answers are kept');
  }
}

/** Before anything is requested. */
function refuseUnanswered(context: Context, given: Given, scene: Scene, { passwords }: SetupFlags): void {
  const settled = settle(steps, { ...scene, answers: given.answers });
  const at = { ...scene, answers: settled.answers };
  // What is missing may have been given to a department of another name.
  refuseGiven(given, steps, at);
  const made = settled.answers['first_passwords'] !== 'env' && passwords === undefined;
  refuseMissing(
    context,
    settled.missing.filter(({ question }) => question.required?.(at)),
    at,
    made && !context.host.io.stderr.isTTY
      ? ['  --passwords <file>  Where should generated passwords be saved?']
      : [],
  );
}

/** Without anybody to ask: what was given, what was kept, and what Enter would say. */
function complete({ context, facts, given, draft, options: { resume = false } }: Work): Answered {
  if (resume && draft === undefined && Object.keys(given.answers).length === 0) {
    throw new UsageError('no answers are kept for this account on this machine', {
      code: 'ANSWERS',
      hint: 'run `voipbin setup` without --resume',
    });
  }
  const before = resume ? (draft?.answers ?? {}) : {};
  const { answers, missing } = settle(steps, { facts, answers: { ...before, ...given.answers } });
  refuseMissing(context, missing, { facts, answers });
  refuseGiven({ ...given, answers }, steps, { facts, answers });
  return { answers, goesOn: resume };
}

async function talk(work: Work): Promise<Answered> {
  const { context, api, start, given, drafts, draft, state } = work;
  const { resume } = work.options;
  const voice = await createVoice(context);
  if (!context.flags.quiet) await greet(voice, api, work.facts, drafts.keeps);
  // Whoever gives answers has said what to do.
  const isOffered = draft !== undefined && Object.keys(given.answers).length === 0;
  state.kept = draft !== undefined && (resume === true || isOffered);
  const goesOn =
    draft !== undefined && (resume === true || (isOffered && (await offerDraft(context, draft))));
  if (resume === true && draft === undefined)
    await voice.complain('no answers are kept for this account on this machine: the questions start over');
  const answers = await interview({
    context,
    steps,
    facts: { ...work.facts, made: madeOf(draft, start, goesOn) },
    voice,
    before: goesOn ? draft.answers : {},
    given: given.answers,
    keep: (latest) => {
      state.kept = true;
      return drafts.write(latest, { finished: false });
    },
  });
  return { answers, goesOn };
}

async function offerDraft({ host }: Context, { saved_at, finished }: Draft): Promise<boolean> {
  const when = formatLocal(Date.parse(saved_at), host.system.timeZone);
  return host.prompter.select({
    ask: finished
      ? `This account was set up from here (${when}). What do you want to do?`
      : `A setup was interrupted (${when}). What do you want to do?`,
    choices: [
      finished
        ? { name: 'Look at those answers, and change some', value: true }
        : { name: 'Continue with those answers', value: true },
      { name: 'Start over', value: false },
    ],
    default: true,
  });
}
