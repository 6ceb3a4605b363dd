/** Numbers that the platform will release because their renewal cannot be paid. */
import { utcDay } from '../../core/time.ts';
import { formatUsd } from '../../core/money.ts';
import { sentenceList } from '../../core/text.ts';
import { daily, spent } from '../example-spending.ts';
import { billingAccount, id, ledger, number } from '../examples.ts';
import { RENEWAL_PRICE } from '../../snapshot/plans.ts';
import type { Fate, Renewal } from '../../usage/renewals.ts';
import { costOf, nextFates, spends } from '../../usage/runway.ts';
import { creditOf, LEAST_DAYS, ratesOf, wholeDays } from '../../usage/spending.ts';
import type { Ref } from '../places.ts';
import { defineRule } from '../rule.ts';
import { billingAccountSubject } from '../subjects.ts';

const MOST_NAMES = 8;
const MOST_NIGHTS = 5;

export const numberRenewalUncovered = defineRule({
  id: 'number-renewal-uncovered',
  title: 'numbers will be lost for lack of credit',
  category: 'numbers',
  severity: 'critical',
  since: '0.1.0',
  needs: ['numbers', 'billing_account'],
  // What calls cost until then is missing at the renewal.
  uses: ['billings'],
  why: 'A normal number is renewed every 28 days for $5.00 of credit. If the credit does not cover it, the platform releases the number immediately, and someone else may take it. Of the numbers due on the same night, the newest is renewed first, so the oldest, often the main line, is lost first. Charges are booked late: one or two more numbers may be renewed than the credit pays for; then the credit goes below zero, and every number due on a later night is lost.',
  fix: 'add credit in the console',
  messages: {
    uncovered: ({ nights }: Uncovered) => `does not cover the renewal of all numbers: ${nightsWords(nights)}`,
    uncovered_at_pace: ({ nights }: Uncovered) =>
      `does not cover the renewal of all numbers at this pace of spending: ${nightsWords(nights)}`,
    frozen: ({ status, nights }: { status: string; nights: readonly Night[] }) =>
      `is ${status}, so no number can be renewed: ${nightsWords(nights)}`,
  },
  fixes: {
    uncovered: addCredit,
    uncovered_at_pace: addCredit,
    frozen:
      'ask the support of the platform to open the billing account again, before the first of these days',
  },
  examples: {
    ok: () => [
      {
        name: 'an account has $5 of credit and one number to renew',
        account: { numbers: [number()], billing_account: billingAccount({ balance_credit: 5_000_000 }) },
      },
      {
        name: 'an account without credit has only a virtual number, which is free',
        account: {
          numbers: [number({ type: 'virtual', tm_renew: null })],
          billing_account: billingAccount({ balance_credit: 0 }),
        },
      },
      {
        name: 'an account on the unlimited plan has one number to renew and no credit',
        account: {
          numbers: [number()],
          billing_account: billingAccount({ plan_type: 'unlimited', balance_credit: 0 }),
        },
      },
      {
        name: 'an account has $5 for two numbers, and one is renewed twice in a month but billed once',
        account: {
          numbers: [
            number({ tm_renew: '2026-11-01T01:00:00Z' }),
            number({ id: id(21), number: '+14155550121', tm_renew: '2026-11-05T01:00:00Z' }),
          ],
          billing_account: billingAccount({ balance_credit: 5_000_000 }),
        },
      },
      {
        name: 'an account without credit has only a number that is already deleted',
        account: {
          numbers: [number({ status: 'deleted', tm_delete: '2026-11-11T00:00:00Z' })],
          billing_account: billingAccount({ balance_credit: 0 }),
        },
      },
    ],
    bad: () => [
      {
        name: 'an account has less than $10 of credit and two numbers to renew',
        account: {
          numbers: [number(), number({ id: id(21), number: '+14155550121' })],
          billing_account: billingAccount({ balance_credit: 9_999_999 }),
        },
      },
      {
        name: 'an account has less than $5 for a renewal that is free but requires $5 of credit',
        account: {
          numbers: [number({ tm_renew: '2026-11-01T01:00:00Z' })],
          billing_account: billingAccount({ balance_credit: 4_999_999 }),
        },
      },
      {
        name: 'an account has $5 for two numbers bought this month, and both renewals will be billed',
        account: {
          numbers: ['2026-11-01T01:00:00Z', '2026-11-01T02:00:00Z'].map((at, index) =>
            number({ id: id(20 + index), tm_purchase: at, tm_renew: at, tm_create: at }),
          ),
          billing_account: billingAccount({ balance_credit: 5_000_000 }),
        },
      },
      {
        name: 'an account has $7 for a renewal of $5 in two weeks, and spends $1 on each working day',
        account: {
          numbers: [number({ tm_renew: '2026-11-10T12:00:00Z' })],
          billing_account: billingAccount({ balance_credit: 7_000_000 }),
          billings: ledger({ days: daily(29, { sms: spent(1_000_000) }) }),
        },
      },
      {
        name: 'a billing account with $900 of credit is frozen, which only platform staff can see',
        account: {
          numbers: [number()],
          billing_account: billingAccount({ status: 'frozen', balance_credit: 900_000_000 }),
        },
      },
    ],
  },
  *check({ numbers, billing_account: account, billings }, { now, since }) {
    const frozen = account.status === 'frozen' || account.status === 'deleted';
    if (account.plan_type === 'unlimited' && !frozen) return;
    const credit = account.balance_credit ?? 0;
    const days = billings === undefined ? [] : wholeDays(billings, { since, now });
    const rates = days.length < LEAST_DAYS ? undefined : ratesOf(days, creditOf);
    const due = nextFates(credit, rates, { now, numbers });
    const judged = frozen ? due.map((one) => ({ ...one, fate: 'lost' as const })) : due;
    const atRisk = judged.filter(({ fate }) => fate !== 'renewed');
    if (atRisk.length === 0) return;
    const subject = billingAccountSubject(account);
    const nights = nightsOf(atRisk);
    if (frozen) {
      yield { subject, messageId: 'frozen', data: { status: account.status ?? '', nights } };
    } else {
      const spentUntil = (at: number): number =>
        rates === undefined ? 0 : costOf(rates, { now, until: at, numbers: [] });
      const missing_micro_usd = upToCents(neededFor(due, spentUntil) - credit);
      const messageId = rates !== undefined && spends(rates) ? 'uncovered_at_pace' : 'uncovered';
      yield { subject, messageId, data: { nights, missing_micro_usd } };
    }
  },
});

type Uncovered = Readonly<{ nights: readonly Night[]; missing_micro_usd: number }>;

function addCredit({ missing_micro_usd }: Uncovered): string {
  return `add at least ${formatUsd(missing_micro_usd)} of credit in the console, before the first of these days`;
}

/** What happens to the numbers that are due in one night: the oldest first, since they are the first to be lost. */
type Night = Readonly<{
  /** UTC. */
  on: string;
  lost: readonly Ref[];
  uncertain: readonly Ref[];
}>;

interface Loss extends Renewal {
  fate: Fate;
}

/** In the order in which numbers are lost. */
function nightsOf(atRisk: readonly Loss[]): Night[] {
  const nights = [...new Set(atRisk.map(({ at }) => at))];
  return nights.map((night) => {
    const of = (fate: Fate): Ref[] =>
      atRisk
        .filter((one) => one.at === night && one.fate === fate)
        .reverse()
        .map(({ row }) => ({ id: row.id, name: row.number || row.id }));
    return { on: utcDay(night), lost: of('lost'), uncertain: of('uncertain') };
  });
}

/** Night by night: `on 2026-12-09 +1555 is lost, +1556 may be lost`. */
function nightsWords(nights: readonly Night[]): string {
  const texts = nights
    .slice(0, MOST_NIGHTS)
    .map(
      ({ on, lost, uncertain }) =>
        `on ${on} ${[
          ...(lost.length > 0 ? [`${namesOf(lost)} ${lost.length === 1 ? 'is' : 'are'} lost`] : []),
          ...(uncertain.length > 0 ? [`${namesOf(uncertain)} may be lost`] : []),
        ].join(', ')}`,
    );
  const later = nights
    .slice(MOST_NIGHTS)
    .reduce((sum, { lost, uncertain }) => sum + lost.length + uncertain.length, 0);
  return [...texts, ...(later > 0 ? [`${later} more later`] : [])].join('; ');
}

function namesOf(numbers: readonly Ref[]): string {
  const names = numbers.map(({ name }) => name);
  const more = names.length - MOST_NAMES;
  return more > 1 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : sentenceList(names);
}

/**
 * Credit with which none is lost: each must find a whole price, even where it takes nothing.
 * @param spent Other spending up to a given time.
 */
function neededFor(due: readonly Renewal[], spent: (at: number) => number): number {
  let taken = 0;
  let needed = 0;
  for (const { at, price } of due) {
    needed = Math.max(needed, taken + spent(at) + RENEWAL_PRICE);
    taken += price;
  }
  return needed;
}

const upToCents = (micros: number): number => Math.ceil(micros / 10_000) * 10_000;
