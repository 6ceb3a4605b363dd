/** `setup`: questions, then a plan file, then what `apply` does with it. */
import type { Api } from '../../../api/api.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { formatLocal } from '../../../core/time.ts';
import type { Answers } from '../../../setup/answers.ts';
import type { Draft } from '../../../setup/draft.ts';
import type { Facts } from '../../../setup/facts.ts';
import type { Scene } from '../../../setup/scene.ts';
import { steps } from '../../../setup/steps/index.ts';
import { pruned, settle, unused } from '../../../setup/wizard.ts';
import type { Call } from '../../command.ts';
import type { Context } from '../../context.ts';
import { draftStore, type DraftStore } from './draft.ts';
import { finish } from './finish.ts';
import { readGiven, refuseGiven, refuseMissing, type Given } from './given.ts';
import { greet } from './greet.ts';
import { interview } from './interview.ts';
import { createVoice } from './say.ts';
import { factsWithout, readFacts, readStart } from './start.ts';

export interface SetupFlags {
  file?: string;
  answers?: string;
  resume?: boolean;
  passwords?: string;
  maxSpend?: string;
}

export async function setup({
  context,
  options,
}: Call<SetupFlags & Record<string, unknown>>): Promise<ExitCode> {
  const start = await readStart(context, options.file);
  const without: Scene = { answers: {}, facts: factsWithout(context, start) };
  const given = await readGiven(context, options, steps, without);
  if (!context.interactive && !options.resume) refuseUnanswered(context, given, without, options);

  const api = await context.api();
  const facts = await readFacts(context, api, start);
  refuseGiven(given, steps, { facts, answers: given.answers });
  const drafts = draftStore(context, facts.live.customer.id);
  let accepted = false;
  try {
    const answers = context.interactive
      ? await talk(context, api, facts, given, drafts, options)
      : await complete(facts, given, drafts, options);
    const at = { facts, answers: pruned(steps, { facts, answers }) };
    for (const path of unused(steps, at, given.answers)) {
      await context.warn(`${given.placeOf(path)} is not asked for here, and was not used`);
    }
    return await finish({
      context,
      start,
      steps,
      at,
      options,
      onAccepted: () => {
        accepted = true;
        return drafts.write(at.answers, true);
      },
    });
  } catch (error) {
    if (!accepted && drafts.hasKept()) {
      await context.notice('nothing was changed; your answers are kept: `voipbin setup --resume` goes on');
    }
    throw error;
  }
}

/** Before anything is requested. */
function refuseUnanswered(
  context: Context,
  { answers }: Given,
  scene: Scene,
  { passwords }: SetupFlags,
): void {
  const settled = settle(steps, { ...scene, answers });
  const at = { ...scene, answers: settled.answers };
  const made = settled.answers['first_passwords'] !== 'env' && passwords === undefined;
  refuseMissing(
    settled.missing.filter(({ question }) => question.required?.(at)),
    at,
    made && !context.host.io.stderr.isTTY
      ? ['  --passwords <file>  Where do the passwords go that are made?']
      : [],
  );
}

/** Without anybody to ask: what was given, what was kept, and what Enter would say. */
async function complete(
  facts: Facts,
  given: Given,
  drafts: DraftStore,
  { resume }: SetupFlags,
): Promise<Answers> {
  const before = resume ? ((await drafts.read())?.answers ?? {}) : {};
  const { answers, missing } = settle(steps, { facts, answers: { ...before, ...given.answers } });
  refuseMissing(missing, { facts, answers });
  refuseGiven({ answers, placeOf: given.placeOf }, steps, { facts, answers });
  return answers;
}

async function talk(
  context: Context,
  api: Api,
  facts: Facts,
  given: Given,
  drafts: DraftStore,
  { resume }: SetupFlags,
): Promise<Answers> {
  const voice = await createVoice(context);
  if (!context.flags.quiet) await greet(voice, api, facts, drafts.keeps);
  const draft = await drafts.read();
  const goesOn = draft !== undefined && (resume === true || (await offerDraft(context, draft)));
  if (resume === true && draft === undefined)
    await voice.complain('no answers are kept for this account: we begin anew');
  return interview({
    context,
    steps,
    facts,
    voice,
    before: goesOn ? draft.answers : {},
    given: given.answers,
    keep: (latest) => drafts.write(latest, false),
  });
}

async function offerDraft({ host }: Context, { saved_at, finished }: Draft): Promise<boolean> {
  const when = formatLocal(Date.parse(saved_at), host.system.timeZone);
  return host.prompter.select({
    ask: finished
      ? `This account was set up from here (${when}). What now?`
      : `A setup was broken off (${when}). What now?`,
    choices: [
      finished
        ? { name: 'Look at those answers, and change some', value: true }
        : { name: 'Go on with those answers', value: true },
      { name: 'Begin anew', value: false },
    ],
    default: !finished,
  });
}
