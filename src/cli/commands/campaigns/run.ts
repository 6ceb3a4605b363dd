/** `campaigns start` and `stop`: plans of one that change the status. */
import type { Api } from '../../../api/api.ts';
import { ConflictError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { isSetId } from '../../../core/ids.ts';
import { clean, plural } from '../../../core/text.ts';
import { planUpdate } from '../../../plan/one.ts';
import { campaigns } from '../../../resources/campaigns.ts';
import type { Wire } from '../../../resources/kind.ts';
import { outdials, targetsOf } from '../../../resources/outdials.ts';
import type { Call } from '../../program/command.ts';
import { change, type ChangeFlags } from '../objects/change.ts';
import { named } from '../resources/get.ts';

export async function startCampaign(call: Call<ChangeFlags>): Promise<ExitCode> {
  const { context, args } = call;
  const [word = ''] = args;
  const api = await context.api();
  const campaign = await named(campaigns, api, word);
  refuseIdle(campaign, word);
  const { text, open } = await callsOf(api, campaign['outdial_id'] as string);
  await context.notice(text);
  const whom = open === 0 ? 'everyone who is added' : plural(open, 'target');
  return setStatus(call, 'start', 'run', `Call ${whom}? Calls cost money, and cannot be undone.`);
}

export const stopCampaign = (call: Call<ChangeFlags>): Promise<ExitCode> => setStatus(call, 'stop', 'stop');

const setStatus = (
  { context, args: [word = ''], options }: Call<ChangeFlags>,
  verb: string,
  status: 'run' | 'stop',
  question?: string,
): Promise<ExitCode> =>
  change(context, `campaigns ${verb} ${word}`, options, {
    kinds: ['campaigns'],
    ...(question !== undefined && { question }),
    planFor: (live) => planUpdate(campaigns, word, { typed: { status } }, live),
  });

/** @throws ConflictError for one that would call no one. */
function refuseIdle(campaign: Wire, word: string): void {
  const lacks = (['outdial', 'outplan'] as const).filter(
    (key) => !isSetId(campaign[`${key}_id`] as string | null | undefined),
  );
  if (lacks.length === 0) return;
  const flags = lacks.map((key) => `--${key} <${key}>`).join(' ');
  throw new ConflictError(
    `campaign ${JSON.stringify(word)} has no ${lacks.join(' and no ')}: it calls no one`,
    {
      hint: `\`voipbin campaigns update ${JSON.stringify(word)} ${flags}\` says whom it calls, and how`,
    },
  );
}

/** Whom it will call. */
async function callsOf(api: Api, outdialId: string): Promise<{ text: string; open: number }> {
  const outdial = await api.of(outdials).get(outdialId);
  let all = 0;
  let open = 0;
  for await (const { status } of api.of(targetsOf(outdialId)).list({ onLoss: () => undefined })) {
    all += 1;
    if (status !== 'done') open += 1;
  }
  const what = `outdial ${clean(outdial.name ?? outdialId)}`;
  const text =
    all === 0
      ? `${what} has no targets: no one is called until there are some`
      : `${what} has ${plural(all, 'target')}; ${open} of them will be called`;
  return { text, open };
}
