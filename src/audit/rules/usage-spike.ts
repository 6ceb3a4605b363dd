/** A day that cost far more than such days do. */
import { formatUsd, toCents } from '../../core/money.ts';
import { daily, spent } from '../example-spending.ts';
import { billingAccount, day, ledger } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { isNumberKind, microsOf, wholeDays, type LedgerDay } from '../../usage/spending.ts';
import { billingAccountSubject } from '../subjects.ts';

/** Days before yesterday that say what is usual. */
const WINDOW = 28;
/** Fewer days than this say nothing. */
const LEAST_DAYS = 7;
/** From so many on, only days of the same sort are compared. */
const LEAST_PEERS = 5;
/** So many earlier weeks with more than half as much on the same weekday are a habit. */
const HABIT_WEEKS = 2;

type Spike = Readonly<{
  cost_type: string;
  /** UTC. */
  spent_on: string;
  spent_micro_usd: number;
  /** What most such days take. */
  usual_micro_usd: number;
  compared_with: 'day' | 'working day' | 'weekend day';
}>;

const names: Readonly<Record<string, string>> = {
  call_pstn_outgoing: 'outgoing calls',
  call_pstn_incoming: 'incoming calls',
  call_vn: 'calls to virtual numbers',
  call_extension: 'calls to extensions',
  call_direct_ext: 'direct calls to extensions',
  sms: 'text messages',
  email: 'e-mails',
  tts: 'speech',
  recording: 'recordings',
};

const usual = daily(
  29,
  { call_pstn_outgoing: spent(2_000_000), sms: spent(100_000) },
  { call_pstn_outgoing: spent(200_000) },
);

export const usageSpike = defineRule({
  id: 'usage-spike',
  title: 'yesterday cost far more than usual',
  category: 'money',
  severity: 'high',
  since: '0.2.0',
  needs: ['billings', 'billing_account'],
  why: 'A sudden rise is often the first sign of stolen SIP passwords or access keys, or of loops in flows. Toll fraud can empty an account in one night, usually on a weekend.',
  fix: 'look at the calls of that day, and change the passwords of extensions and the access keys that made calls no one recognizes',
  messages: {
    spike: ({ cost_type, spent_on, spent_micro_usd, usual_micro_usd, compared_with }: Spike) =>
      `spent ${formatUsd(spent_micro_usd)} on ${names[cost_type] ?? cost_type} on ${spent_on}; a ${compared_with} usually costs ${usual_micro_usd === 0 ? 'nothing' : formatUsd(usual_micro_usd)}`,
  },
  traffic: {
    from: 'silence',
    direction: 'both',
    places: ['charges for usage, phone numbers excluded'],
    // Yesterday, the weeks in which the same may be usual, and the day at which reading began.
    days: 7 * HABIT_WEEKS + 2,
  },
  thresholds: {
    deviations: {
      default: 6,
      unit: 'deviations',
      what: 'above the median (median absolute deviation), at which a day stands out',
    },
    credit: { default: 1, unit: 'USD', what: 'that a day must cost to be considered' },
  },
  examples: {
    ok: () => [
      {
        name: 'an account spent as much yesterday, a Sunday, as on other Sundays',
        account: { billing_account: billingAccount(), billings: ledger({ days: usual }) },
      },
      {
        name: 'an account spent only $0.90 on messages yesterday, although that is more than usual',
        account: {
          billing_account: billingAccount(),
          billings: ledger({ days: { ...usual, [day(1)]: { sms: spent(900_000) } } }),
        },
      },
      {
        name: 'an account spent $100 on phone numbers yesterday',
        decoy: true,
        account: {
          billing_account: billingAccount(),
          billings: ledger({
            days: { ...usual, [day(1)]: { number_renew: spent(50_000_000), number: spent(50_000_000) } },
          }),
        },
      },
      {
        name: 'an account that began to spend credit last week spent $20 yesterday',
        account: {
          billing_account: billingAccount(),
          billings: ledger({
            days: { ...daily(6, { sms: spent(100_000) }), [day(1)]: { sms: spent(20_000_000) } },
          }),
        },
      },
      {
        name: 'an account spends about $20 on messages every Sunday',
        account: {
          billing_account: billingAccount(),
          billings: ledger({
            days: {
              ...usual,
              [day(15)]: { sms: spent(19_000_000) },
              [day(8)]: { sms: spent(22_000_000) },
              [day(1)]: { sms: spent(20_000_000) },
            },
          }),
        },
      },
    ],
    bad: () => [
      {
        name: 'an account spent $4 on calls yesterday, a Sunday, which usually costs $0.20',
        account: {
          billing_account: billingAccount(),
          billings: ledger({ days: { ...usual, [day(1)]: { call_pstn_outgoing: spent(4_000_000) } } }),
        },
      },
      {
        name: 'an account that usually sends no messages spent $8 on them yesterday',
        account: {
          billing_account: billingAccount(),
          billings: ledger({
            days: {
              ...daily(29, { call_pstn_outgoing: spent(10_000) }),
              [day(1)]: { sms: spent(8_000_000) },
            },
          }),
        },
      },
    ],
  },
  *check({ billings, billing_account: account }, { now, since, thresholds }) {
    const days = wholeDays(billings, { since, now });
    const yesterday = days.at(-1);
    const before = days.slice(0, -1).slice(-WINDOW);
    if (yesterday === undefined || before.length < LEAST_DAYS) return;
    const alike = before.filter(({ weekend }) => weekend === yesterday.weekend);
    const compared = alike.length >= LEAST_PEERS ? alike : before;
    const sort: Spike['compared_with'] =
      compared === before ? 'day' : yesterday.weekend ? 'weekend day' : 'working day';
    for (const kind of Object.keys(yesterday.kinds).sort()) {
      if (isNumberKind(kind)) continue;
      const credit = creditFor(yesterday, kind);
      const amounts = compared.map((one) => creditFor(one, kind));
      const median = medianOf(amounts);
      const deviation = medianOf(amounts.map((amount) => Math.abs(amount - median)));
      const stands = credit > median + thresholds.deviations * deviation && credit >= 2 * median;
      if (!stands || credit <= microsOf(thresholds.credit) || isHabit(before, kind, credit)) continue;
      yield {
        subject: billingAccountSubject(account),
        key: kind,
        messageId: 'spike',
        data: {
          cost_type: kind,
          spent_on: yesterday.day,
          compared_with: sort,
          spent_micro_usd: toCents(credit),
          usual_micro_usd: toCents(median),
        },
      };
    }
  },
});

const creditFor = ({ kinds }: LedgerDay, kind: string): number => kinds[kind]?.credit ?? 0;

/** Whether earlier weeks had a day like it: what happens every Monday is no surprise on a Monday. */
function isHabit(before: readonly LedgerDay[], kind: string, credit: number): boolean {
  const sameWeekday = [7, 14, 21, 28].flatMap((ago) => before.at(-ago) ?? []);
  return sameWeekday.filter((one) => creditFor(one, kind) * 2 > credit).length >= HABIT_WEEKS;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
