/** The introduction: the sign-in, what exists, and how the questions work. */
import type { Api } from '../../../api/api.ts';
import { formatUsd } from '../../../core/money.ts';
import { fieldWords, plural } from '../../../core/text.ts';
import { roomFor, whatIsThere, type Facts } from '../../../setup/facts.ts';
import { BACK_WORD } from './ask.ts';
import type { Voice } from './say.ts';
import { permissionsOf } from './start.ts';

export async function greet(voice: Voice, api: Api, facts: Facts, keeps: boolean): Promise<void> {
  const { customer, billing } = facts.live;
  const { apiUrl, credential } = api.client;
  await voice.title(`Setting up ${customer.name || 'your account'}`);
  await voice.rows([
    ['Account', `${customer.id} on ${new URL(apiUrl).host}`],
    ['Signed in', [permissionsOf(api)?.join(', '), credential?.source].filter(Boolean).join(', ')],
    ['Existing', whatIsThere(facts)],
    ['Plan', planText(facts)],
    ...(billing === undefined
      ? []
      : [['Credit', formatUsd(billing.balance_credit ?? 0)] as [string, string]]),
    ['Identity check', customer.identity_verification_status || 'none'],
  ]);
  await voice.say('');
  await voice.hint(
    `Enter accepts the default, ${BACK_WORD} goes back a question (in a list: Back), Ctrl-C stops: nothing is changed${keeps ? ', and your answers are kept' : ''}. Nothing happens before you have seen the whole plan, with its cost, and said yes.`,
  );
}

function planText(facts: Facts): string {
  if (facts.plan === '') return 'cannot be seen with this sign-in';
  const room = (['agents', 'queues', 'extensions', 'virtual_numbers'] as const)
    .map((resource) => [fieldWords(resource).slice(0, -1), roomFor(facts, resource)] as const)
    .filter(([, more]) => Number.isFinite(more))
    .map(([one, more]) => plural(more, one));
  return room.length === 0 ? facts.plan : `${facts.plan}, with room for ${room.join(', ')}`;
}
