/** Calls back to expensive numbers that rang once. */
import { countryName } from '../../core/destinations.ts';
import { plural } from '../../core/text.ts';
import { DAY, utcDay } from '../../core/time.ts';
import type { Dialled } from '../../snapshot/patterns.ts';
import { calls, customer, EXAMPLE_NOW } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

const days = (count: number, first: number, last = first): Dialled => ({
  count,
  first: EXAMPLE_NOW - first * DAY,
  last: EXAMPLE_NOW - last * DAY,
});
const example = (rang: Dialled | null, called: Dialled | null, talked = 0) => ({
  calls: calls({ expensive: { '+5352123456': { country: 'cu', rang, talked, called } } }),
  customer: customer(),
});

type CalledBack = Readonly<{
  /** E.164. */
  number: string;
  /** Lower-case ISO 3166 alpha-2, or `001`. */
  country: string;
  /** UTC. */
  rang_on: string;
  call_count: number;
  /** UTC. */
  called_on: string;
}>;

export const callbackExpensive = defineRule({
  id: 'callback-expensive',
  title: 'an expensive number that rang once was called back',
  category: 'money',
  severity: 'high',
  since: '0.4.0',
  needs: ['calls', 'customer'],
  counted: { calls: ['expensive'] },
  why: 'Fraudsters let phones ring once from numbers where a minute is expensive, and earn when someone calls back, or when a flow or a campaign calls missed callers back automatically.',
  fix: 'ask who called back, and remove the country from those that may be called if no one has business there: `voipbin outbound update --country <code>`, with those that stay',
  messages: {
    called_back: ({ number, country, rang_on, call_count, called_on }: CalledBack) =>
      `called ${number} (${countryName(country)})${call_count === 1 ? '' : ` ${plural(call_count, 'time')}, first`} on ${called_on}, after it rang for a few seconds on ${rang_on}`,
  },
  traffic: { from: 'activity', direction: 'both', places: ['calls to and from phone numbers'], days: 28 },
  thresholds: {
    days: { default: 7, unit: 'days', what: 'after it rang, in which a call to it counts as a callback' },
  },
  examples: {
    ok: () => [
      {
        name: 'a number in Cuba rang briefly three times, and no one called it back',
        account: example(days(3, 3), null),
        decoy: true,
      },
      {
        name: 'an account called back a number in Cuba with which it also had longer calls',
        account: example(days(1, 3), days(2, 2, 1), 4),
        decoy: true,
      },
      {
        name: 'an account called a number in Cuba before that number first rang',
        account: example(days(1, 3), days(2, 5, 1)),
        decoy: true,
      },
      {
        name: 'an account called back a number in Cuba 23 days after it rang',
        account: example(days(1, 25), days(1, 2)),
        decoy: true,
      },
    ],
    bad: () => [
      {
        name: 'an account called back a number in Cuba one day after it rang briefly',
        account: example(days(1, 3), days(1, 2)),
      },
      {
        name: 'an account called back a number in Cuba three times after it rang briefly',
        account: example(days(2, 6, 1), days(3, 5, 1)),
      },
    ],
  },
  *check({ calls: traffic, customer: owner }, { thresholds }) {
    for (const [number, caller] of Object.entries(traffic.expensive ?? {})) {
      const { country, rang, called, talked } = caller;
      if (rang === null || called === null || talked > 0) continue;
      if (called.first < rang.first || called.first > rang.first + thresholds.days * DAY) continue;
      yield {
        subject: customerSubject(owner),
        key: number,
        messageId: 'called_back',
        data: {
          number,
          country,
          rang_on: utcDay(rang.first),
          call_count: called.count,
          called_on: utcDay(called.first),
        },
      };
    }
  },
});
