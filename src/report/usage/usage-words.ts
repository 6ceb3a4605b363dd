/** What the numbers of a usage report mean, in sentences. */
import { formatUsd, toCents } from '../../core/money.ts';
import { clean, grouped, plural } from '../../core/text.ts';
import { DAY, utcDay } from '../../core/time.ts';
import type { Usage } from '../../usage/usage.ts';
import type { Fact, Part } from '../parts.ts';

/** Whole cents; what is below one is shown as it is. */
export const usd = (micros: number): string => formatUsd(toCents(micros));

/** What a day takes, without what numbers cost. */
export function paceText({ pace }: Usage): Fact[] {
  if (pace === null) return [];
  const parts = (['credit', 'tokens'] as const).flatMap((what) => {
    const { workday, weekend } = pace[what];
    if (workday <= 0 && weekend <= 0) return [];
    const amount = (value: number): string => (what === 'credit' ? usd(value) : tokensText(value));
    return [`${amount(workday)} on working days, ${amount(weekend)} on weekends`];
  });
  if (parts.length === 0) return [];
  return [['Per day', `${parts.join('; ')} (in ${plural(pace.whole_days, 'whole day')}, numbers excluded)`]];
}

/** A few a day are not nothing. */
const tokensText = (value: number): string =>
  `${value > 0 && value < 10 ? value.toFixed(1) : grouped(value)} tokens`;

/** How long it lasts: `; at this pace until 2026-12-03, about 4 days`. Empty if unknown. */
export function endText(
  { runway, plan, top_up: topUp, balance, until, not_estimated: why }: Usage,
  what: 'credit' | 'tokens',
): string {
  if (plan === UNLIMITED) return what === 'credit' ? '; an unlimited plan needs none' : '';
  if (runway === null) return what === 'credit' ? notEstimatedText(why) : '';
  if (what === 'credit') {
    const { until: end } = runway.credit;
    if (end === null) return '; lasts longer than a year at this pace';
    return balance.credit <= 0
      ? ': used up'
      : `; lasts until ${utcDay(end)} at this pace (${daysText(end - until)})`;
  }
  if (runway.tokens === null || topUp === null) return '';
  const { until: end } = runway.tokens;
  const next = utcDay(topUp.at);
  if (end === null) return `; enough until the next ones arrive on ${next}`;
  const used = balance.tokens <= 0 ? ': used up' : `; used up on ${utcDay(end)}`;
  const meanwhile = balance.credit > 0 ? 'credit pays' : 'there is no credit that pays';
  return `${used}, and ${meanwhile} until the next ones arrive on ${next}`;
}

/** Little was read, or the account is young. */
const notEstimatedText = (why: Usage['not_estimated']): string =>
  why === null
    ? ''
    : `; how long it lasts is not estimated: that takes ${why.needed} whole days, and ${why.whole_days} ${why.whole_days === 1 ? 'was' : 'were'} read`;

/** As the platform names it; the data have the same word. */
const UNLIMITED = 'unlimited';

const daysText = (ms: number): string =>
  ms < DAY ? 'less than a day' : `about ${plural(Math.floor(ms / DAY), 'day')}`;

const NAMED = 3;

/** The next renewals of numbers and the next top-up of tokens, as facts. */
export function renewalText({ renewals, top_up: topUp, plan }: Usage): Fact[] {
  const facts: Fact[] = [];
  const [first] = renewals;
  if (first !== undefined) {
    const same = renewals.filter(({ at }) => at === first.at);
    const price = same.reduce((sum, one) => sum + one.price, 0);
    const names = same.slice(0, NAMED).map(({ number }) => clean(number));
    const others = same.length > NAMED ? ` and ${grouped(same.length - NAMED)} more` : '';
    const cost = plan === UNLIMITED ? '' : ` for ${usd(price)}`;
    const before = first.credit_before;
    const left = before === null ? '' : `; ${usd(before)} is left by then at this pace`;
    facts.push(['Next renewal', `${utcDay(first.at)}: ${names.join(', ')}${others}${cost}${left}`]);
    const month = renewals.filter(({ at }) => at < first.at + 28 * DAY);
    if (month.length > same.length) {
      const sum = month.reduce((all, one) => all + one.price, 0);
      facts.push([
        'Then',
        `${plural(month.length, 'number')} within 28 days${plan === UNLIMITED ? '' : ` for ${usd(sum)} in total`}`,
      ]);
    }
    const lost = renewals.filter(({ fate }) => fate !== 'renewed');
    const [next] = lost;
    if (next !== undefined)
      facts.push([
        'Not covered',
        `${plural(lost.length, 'number')} will or may be lost, from ${utcDay(next.at)} on: ${next.credit_before === null ? 'the credit of today is too little' : 'too little credit is left by then at this pace'}`,
      ]);
  }
  if (topUp !== null)
    facts.push([
      'Next tokens',
      `${utcDay(topUp.at)}${topUp.tokens === null ? '' : `: ${grouped(topUp.tokens)}`}; unused tokens are lost then`,
    ]);
  return facts;
}

/** What no row has, and why; `reference_type` of the API in words. */
export function notJoined({ unattributed, by }: Usage): Part[] {
  const items = unattributed.map((rest) => {
    const { reference, count, credit, tokens } = rest;
    const what = `${plural(count, 'entry', 'entries')} for ${wordsOf(reference)}`;
    const spent = [credit === 0 ? '' : usd(credit), tokens === 0 ? '' : plural(tokens, 'token')].filter(
      Boolean,
    );
    const amount = spent.length === 0 ? '' : ` (${spent.join(', ')})`;
    return `${what}${amount}: ${reasonText(rest, by)}`;
  });
  return items.length === 0 ? [] : [{ kind: 'items', lead: 'In no row:', items }];
}

type Rest = Usage['unattributed'][number];

/** What no row has, as the name of a row. */
export const restName = (rest: Rest, by: Usage['by']): string =>
  `${wordsOf(rest.reference)}: ${reasonText(rest, by)}`;

const reasonText = ({ reason }: Rest, by: Usage['by']): string =>
  reason === 'none' ? withoutOf(by) : 'what they are for is not found';

const withoutOf = (by: Usage['by']): string =>
  by === 'agent'
    ? 'no agent had a part in it'
    : by === 'country'
      ? 'no country belongs to it'
      : 'no number belongs to it';

const WORDS: Readonly<Record<string, string>> = {
  call: 'calls',
  call_extension: 'calls of extensions',
  sms: 'text messages',
  email: 'e-mails',
  number: 'purchases of numbers',
  number_renew: 'renewals of numbers',
  recording: 'recordings',
  speaking: 'speech',
  other: 'something that the ledger does not name',
};

const wordsOf = (reference: string): string =>
  Object.hasOwn(WORDS, reference) ? (WORDS[reference] ?? '') : clean(reference);
