/** Credit and tokens that will not last, at the pace at which they are spent. */
import { formatUsd, toCents } from '../../core/money.ts';
import { plural } from '../../core/text.ts';
import { DAY, utcDay } from '../../core/time.ts';
import { daily, spent } from '../example-spending.ts';
import { billingAccount, id, ledger, number } from '../examples.ts';
import { costOf, endOf, spends } from '../../usage/runway.ts';
import { defineRule } from '../rule.ts';
import { creditOf, LEAST_DAYS, nextTopUp, ratesOf, tokensOf, wholeDays } from '../../usage/spending.ts';
import { billingAccountSubject } from '../subjects.ts';

/** How many days the sum to add is meant for. */
const MONTH = 30;
/** A threshold may be anything; ten years are enough to look ahead. */
const MOST_DAYS = 3650;

/** What a working day and a day at the weekend take, and how much credit is missing for the days ahead. */
type Missing = Readonly<{
  workday_micro_usd: number;
  weekend_micro_usd: number;
  days_ahead: number;
  missing_micro_usd: number;
}>;

/** Days in UTC. */
type Tokens = Readonly<{ balance_token: number; ends_on: string; next_topup_on: string }>;

const paceWords = ({ workday_micro_usd, weekend_micro_usd }: Missing): string =>
  `${formatUsd(workday_micro_usd)} per working day and ${formatUsd(weekend_micro_usd)} per weekend day`;

const addCredit = ({ missing_micro_usd, days_ahead }: Missing): string =>
  `add about ${formatUsd(missing_micro_usd)} of credit in the console for the next ${plural(days_ahead, 'day')}`;

const dollarsADay = daily(
  29,
  { call_pstn_outgoing: spent(2_000_000) },
  { call_pstn_outgoing: spent(500_000) },
);
const tokensADay = daily(29, { call_vn: spent(0, 40) });

export const balanceRunway = defineRule({
  id: 'balance-runway',
  title: 'the credit will soon be used up',
  category: 'money',
  severity: 'high',
  since: '0.2.0',
  needs: ['billing_account', 'billings', 'numbers'],
  why: 'The platform does not warn: on the day the credit ends calls fail and numbers that come up for renewal are released. How long the credit lasts is estimated from past working days and weekends, and from the renewals that are due. If the tokens run out before the month ends, credit pays for calls to virtual numbers, speech and recordings.',
  fix: 'add credit in the console, before that day',
  messages: {
    no_credit: (data: Missing) => `has no credit left, and spends ${paceWords(data)}`,
    credit_ends: (data: Missing & { days: number; ends_on: string }) =>
      `has credit for ${data.days === 0 ? 'less than a day' : plural(data.days, 'more day')}, until ${data.ends_on}, at ${paceWords(data)}`,
    tokens_end: ({ balance_token, ends_on, next_topup_on }: Tokens) =>
      `has ${plural(balance_token, 'token')}, which run out on ${ends_on}; the next ones arrive on ${next_topup_on}, and until then credit pays`,
  },
  fixes: {
    no_credit: addCredit,
    credit_ends: addCredit,
    tokens_end:
      'have credit for calls to virtual numbers, speech and recordings, or take a larger plan in the console',
  },
  traffic: {
    from: 'activity',
    direction: 'both',
    places: ['charges for usage, phone numbers excluded'],
    // The whole ones, and the one at which reading began.
    days: LEAST_DAYS + 1,
  },
  variants: [
    { severity: 'critical', when: 'only a few days are left' },
    { severity: 'medium', when: 'tokens run out, and credit pays instead' },
  ],
  thresholds: {
    days: { default: 14, unit: 'days', what: 'of credit left, below which it is reported' },
    critical_days: { default: 3, unit: 'days', what: 'of credit left, below which it is critical' },
  },
  examples: {
    ok: () => [
      {
        name: 'an account has $60 of credit, spends $11 a week and has one number to renew',
        account: {
          billing_account: billingAccount({ balance_credit: 60_000_000 }),
          billings: ledger({ days: dollarsADay }),
          numbers: [number()],
        },
      },
      {
        name: 'an account has $1 of credit and spends nothing',
        account: {
          billing_account: billingAccount({ balance_credit: 1_000_000 }),
          billings: ledger(),
          numbers: [],
        },
      },
      {
        name: 'an account has $6 of credit and pays only for the renewal of numbers',
        decoy: true,
        account: {
          billing_account: billingAccount({ balance_credit: 6_000_000 }),
          billings: ledger({ days: daily(29, { number_renew: spent(5_000_000) }) }),
          numbers: [number()],
        },
      },
      {
        name: 'an account has $5 of credit and began to spend credit only 5 days ago',
        account: {
          billing_account: billingAccount({ balance_credit: 5_000_000 }),
          billings: ledger({ days: daily(5, { call_pstn_outgoing: spent(2_000_000) }) }),
          numbers: [],
        },
      },
      {
        name: 'an account on the unlimited plan has $1 of credit and spends $11 a week',
        account: {
          billing_account: billingAccount({ plan_type: 'unlimited', balance_credit: 1_000_000 }),
          billings: ledger({ days: dollarsADay }),
          numbers: [],
        },
      },
      {
        name: 'an account with a negative balance spends $11 a week (reported by balance-negative)',
        account: {
          billing_account: billingAccount({ balance_credit: -1_000_000 }),
          billings: ledger({ days: dollarsADay }),
          numbers: [],
        },
      },
      {
        name: 'an account has 400 tokens, uses 40 per working day and gets new ones in 8 days',
        account: {
          billing_account: billingAccount({ balance_token: 400, tm_next_topup: '2026-12-01T00:00:00Z' }),
          billings: ledger({ days: tokensADay }),
          numbers: [],
        },
      },
    ],
    bad: () => [
      {
        name: 'an account has $10 of credit and spends $11 a week',
        account: {
          billing_account: billingAccount({ balance_credit: 10_000_000 }),
          billings: ledger({ days: dollarsADay }),
          numbers: [],
        },
      },
      {
        name: 'an account has $25 of credit, spends $11 a week and must renew two numbers',
        account: {
          billing_account: billingAccount({ balance_credit: 25_000_000 }),
          billings: ledger({ days: dollarsADay }),
          numbers: [
            number({ tm_renew: '2026-10-28T01:00:00Z' }),
            number({ id: id(21), tm_renew: '2026-10-28T01:00:00Z' }),
          ],
        },
      },
      {
        name: 'an account has no credit left and spent $11 a week until now',
        account: {
          billing_account: billingAccount({ balance_credit: 0 }),
          billings: ledger({ days: dollarsADay }),
          numbers: [],
        },
      },
      {
        name: 'an account has 100 tokens, uses 40 per working day and gets new ones in 8 days',
        account: {
          billing_account: billingAccount({ balance_token: 100, tm_next_topup: '2026-12-01T00:00:00Z' }),
          billings: ledger({ days: tokensADay }),
          numbers: [],
        },
      },
    ],
  },
  *check({ billing_account: account, billings, numbers }, { now, since, thresholds }) {
    if (account.plan_type === 'unlimited') return;
    const days = wholeDays(billings, { since, now });
    if (days.length < LEAST_DAYS) return;
    const subject = billingAccountSubject(account);

    const credit = account.balance_credit ?? 0;
    const rates = ratesOf(days, creditOf);
    if (credit >= 0 && spends(rates)) {
      const until = now + Math.min(thresholds.days, MOST_DAYS) * DAY;
      const end = endOf(credit, rates, { now, until, numbers });
      if (end !== undefined) {
        const ahead = Math.min(Math.max(thresholds.days, MONTH), MOST_DAYS);
        const missing = costOf(rates, { now, until: now + ahead * DAY, numbers }) - credit;
        const data: Missing = {
          workday_micro_usd: toCents(rates.workday),
          weekend_micro_usd: toCents(rates.weekend),
          days_ahead: ahead,
          missing_micro_usd: Math.max(1, Math.ceil(missing / 1_000_000)) * 1_000_000,
        };
        const days = Math.floor((end - now) / DAY);
        yield {
          subject,
          ...(end <= now
            ? { messageId: 'no_credit', data }
            : { messageId: 'credit_ends', data: { ...data, days, ends_on: utcDay(end) } }),
          ...(end - now < thresholds.critical_days * DAY && { severity: 'critical' }),
        };
      }
    }

    const tokens = account.balance_token ?? 0;
    const tokenRates = ratesOf(days, tokensOf);
    const topUp = nextTopUp(account, now);
    const end = endOf(tokens, tokenRates, { now, until: topUp, numbers: [] });
    if (tokens > 0 && end !== undefined) {
      yield {
        subject,
        key: 'tokens',
        severity: 'medium',
        messageId: 'tokens_end',
        data: { balance_token: tokens, ends_on: utcDay(end), next_topup_on: utcDay(topUp) },
      };
    }
  },
});
