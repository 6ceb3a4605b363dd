/** The account: which one it is, its standing, its credit, what it shows, and what its plan still allows. */
import { ExitCode } from '../../core/exit-codes.ts';
import { formatUsd } from '../../core/money.ts';
import { fieldWords, plural, sentenceList } from '../../core/text.ts';
import type { LimitedResource } from '../../snapshot/plans.ts';
import { limitsOf, limitUses, NEAR_PERCENT } from '../../usage/limits.ts';
import {
  failure,
  notChecked,
  ok,
  unknown,
  UNREADABLE,
  verdictOn,
  warning,
  type Check,
  type Verdict,
} from '../check.ts';
import type { Count, Counted, Facts, Failure, Learned } from '../facts.ts';

const ADD_CREDIT =
  'add credit in the console; if it stays refused, ask the support of the platform to reactivate the account';

export const accountChecks: readonly Check[] = [
  {
    id: 'account',
    area: 'account',
    look: ({ customer, settings, credential }) =>
      verdictOn(
        customer,
        ({ id, name }) => {
          const what = name ? `${name} (${id})` : id;
          const saved = 'known' in settings ? settings.known.customer : undefined;
          const isOfProfile = 'known' in credential && ['profile', 'command'].includes(credential.known.from);
          if (saved === undefined || saved.id === id || !isOfProfile) return ok(what);
          return warning(
            `${what}, but the profile was saved for ${saved.name || 'another account'} (${saved.id})`,
            'run `voipbin profile list`, and choose the account with --profile or `voipbin profile use`',
          );
        },
        () => notChecked(UNREADABLE),
      ),
  },
  {
    id: 'status',
    area: 'account',
    look: ({ customer }) =>
      verdictOn(
        customer,
        ({ status }) => {
          if (!status || status === 'active') return ok('active');
          if (status === 'initial')
            return warning(
              'initial: the e-mail address is not verified yet',
              'open the link in the e-mail that the platform sent; an account that is not verified expires',
            );
          return failure(
            status,
            `ask the support of the platform why the account is ${status}`,
            ExitCode.denied,
          );
        },
        (why) =>
          why.reason === 'ACCOUNT_FROZEN'
            ? failure(
                why.message,
                'cancel the freeze with `voipbin customer recover`, or ask the support of the platform',
                ExitCode.denied,
              )
            : notChecked(UNREADABLE),
      ),
  },
  {
    id: 'billing',
    area: 'account',
    look: ({ billing }) =>
      verdictOn(
        billing,
        ({ plan_type, plan_status, balance_credit, balance_token }) => {
          const plan = `${plan_type || 'unknown'} plan`;
          const credit = balance_credit ?? undefined;
          const isPaid = plan_type !== 'unlimited';
          if (credit !== undefined && credit < 0 && isPaid)
            return failure(
              `${plan}, credit ${formatUsd(-credit)} below zero: what costs credit is refused`,
              ADD_CREDIT,
              ExitCode.denied,
            );
          const text = `${plan}, credit ${credit === undefined ? 'unknown' : formatUsd(credit)}, ${plural(balance_token ?? 0, 'token')}`;
          if (plan_status === 'canceling')
            return warning(
              `${text}: the plan is canceled and ends`,
              'undo the cancellation in the console if it was a mistake',
            );
          if (credit === 0 && isPaid) return warning(`${text}: what costs credit is refused`, ADD_CREDIT);
          return ok(text);
        },
        notPermitted,
      ),
  },
  { id: 'resources', area: 'account', look: ({ counts }) => resources(counts) },
  { id: 'limits', area: 'account', look: limits },
];

const SHOWN = ['agents', 'numbers', 'flows', 'queues'] as const satisfies readonly Counted[];

function resources(counts: Facts['counts']): Verdict {
  const missing = firstMissing(SHOWN.map((kind) => counts[kind]));
  if (missing !== undefined) return missing;
  const rows = SHOWN.map((kind) => [kind, countOf(counts[kind])] as const);
  // Every account has an agent: its first admin.
  if (rows.every(([kind, { rows: count }]) => kind === 'agents' || count === 0))
    return warning(
      'no numbers, flows or queues are visible',
      'check that this is the account that you mean (`voipbin whoami`); `voipbin setup` fills an empty one',
    );
  return ok(
    `visible: ${sentenceList(rows.map(([kind, { rows: count, more }]) => `${more ? 'at least ' : ''}${plural(count, kind.slice(0, -1))}`))}`,
  );
}

/** What is counted for each limit. Trunks are left to `usage limits`, which makes one request more. */
const limited: Readonly<Partial<Record<LimitedResource, Counted>>> = {
  agents: 'agents',
  conferences: 'conferences',
  extensions: 'extensions',
  queues: 'queues',
  virtual_numbers: 'numbers',
};

function limits({ billing, counts }: Facts): Verdict {
  return verdictOn(
    billing,
    ({ plan_type }) => {
      const plan = plan_type ?? '';
      if (limitsOf(plan) === undefined)
        return ok(`the ${plan || 'unknown'} plan has no limits that are known`);
      const kinds = Object.entries(limited).map(([resource, kind]) => [resource, counts[kind]] as const);
      const missing = firstMissing(kinds.map(([, count]) => count));
      if (missing !== undefined) return missing;
      const used = Object.fromEntries(kinds.map(([resource, count]) => [resource, countOf(count).limited]));
      const near = (limitUses(plan, used) ?? [])
        .filter(({ state }) => state !== 'ok')
        .map(({ resource, used: count, limit }) => `${count} of ${limit} ${fieldWords(resource)}`);
      return near.length === 0
        ? ok(`less than ${NEAR_PERCENT} % of each limit of the ${plan} plan is used`)
        : warning(
            `${plan} plan: ${near.join(', ')}`,
            'delete what is not used, or choose a larger plan in the console',
          );
    },
    notPermitted,
  );
}

const notPermitted = (why: Failure): Verdict =>
  why.status === 403 ? notChecked('only an admin may read the billing account') : unknown(why);

/** A count that could not be read leaves all of them unknown. */
function firstMissing(counts: readonly Learned<Count>[]): Verdict | undefined {
  for (const count of counts) {
    if ('failed' in count) return unknown(count.failed);
    if ('skipped' in count) return notChecked(count.skipped);
  }
  return undefined;
}

const NONE: Count = { rows: 0, limited: 0, more: false };
const countOf = (count: Learned<Count>): Count => ('known' in count ? count.known : NONE);
