/** Countries that are called for the first time. */
import { countryName, openedName } from '../../core/destinations.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { DAY, utcDay } from '../../core/time.ts';
import { NOWHERE, type Destination } from '../../snapshot/traffic.ts';
import { isHighCost } from '../../core/high-cost.ts';
import { calls, customer, EXAMPLE_NOW, outbound } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject, outboundSubject } from '../subjects.ts';
import { entriesOf } from '../whitelist.ts';

/** Calls of an example, the first one and the last one so many days ago. */
const called = (count: number, first: number, last = 0.1): Destination => ({
  count,
  first: EXAMPLE_NOW - first * DAY,
  last: EXAMPLE_NOW - last * DAY,
});

type NewCountry = Readonly<{
  /** Lower-case ISO 3166 alpha-2, or `001`. */
  country: string;
  call_count: number;
  /** The day (UTC) of the first of them. */
  first_on: string;
  /** So many days before it no one called there. */
  quiet_days: number;
  /** Whether toll fraud often goes there. */
  high_cost: boolean;
  /** Of the whitelist, with which the platform lets these calls pass. */
  entries: readonly string[];
}>;

const example = (destinations: Record<string, Destination>) => ({
  calls: calls({ destinations }),
  outbound_config: outbound(),
  customer: customer(),
});

export const newDestination = defineRule({
  id: 'new-destination',
  title: 'a country is called for the first time',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['calls', 'outbound_config', 'customer'],
  why: 'Whoever gets hold of a SIP password or an access key sells calls to countries where a minute is expensive. The first calls to a country that no one on the account ever called are the earliest sign of it.',
  fix: fixOf('the country'),
  messages: {
    new_country: ({ call_count, country, first_on, quiet_days, high_cost, entries }: NewCountry) =>
      `allowed ${plural(call_count, 'call')} to ${countryName(country)} since ${first_on}, ` +
      `after none in the ${plural(quiet_days, 'day')} before${high_cost ? '; toll fraud often goes there' : ''}${takenFor(country, entries)}`,
  },
  fixes: {
    new_country: ({ country, entries }) =>
      fixOf(isOwnEntry(country, entries) ? 'the country' : sentenceList(entries)),
  },
  traffic: {
    from: 'silence',
    direction: 'out',
    places: ['calls to phone numbers'],
    // A week before the first call, in which there was none.
    days: ({ days = 0 }) => days + 7,
  },
  variants: [{ severity: 'high', when: 'toll fraud often goes to that country' }],
  thresholds: { days: { default: 7, unit: 'days', what: 'for which a country counts as new' } },
  examples: {
    ok: () => [
      {
        name: 'an account has called the United States and Germany for weeks',
        account: example({ us: called(900, 29), de: called(12, 20) }),
      },
      { name: 'an account made its very first calls 3 days ago', account: example({ us: called(9, 3) }) },
      {
        name: 'an account called numbers that belong to no country',
        account: example({ us: called(900, 29), '??': called(3, 2) }),
        decoy: true,
      },
      { name: 'an account makes no calls', account: example({}) },
    ],
    bad: () => [
      {
        name: 'an account called Germany for the first time 3 days ago',
        account: example({ us: called(900, 29), de: called(2, 3) }),
      },
      {
        name: 'an account first called Jamaica 2 days ago, which the platform takes for another country',
        account: example({ us: called(900, 29), jm: called(3, 2) }),
      },
      {
        name: 'an account called Cuba, an expensive country, for the first time yesterday',
        account: example({ us: called(900, 29), cu: called(40, 1) }),
      },
      {
        name: 'an account without an outbound configuration called a satellite phone for the first time',
        account: { ...example({ us: called(900, 29), '001': called(1, 1) }), outbound_config: null },
      },
    ],
  },
  *check({ calls: traffic, outbound_config: config, customer: owner }, { now, since, thresholds }) {
    const border = now - thresholds.days * DAY;
    const countries = Object.entries(traffic.destinations).sort(([a], [b]) => (a < b ? -1 : 1));
    if (!countries.some(([, { first }]) => first < border)) return;
    for (const [country, use] of countries) {
      const { count, first } = use;
      if (country === NOWHERE || first < border) continue;
      const dear = isHighCost(country);
      yield {
        subject: config === null ? customerSubject(owner) : outboundSubject(config),
        key: country,
        messageId: 'new_country',
        data: {
          country,
          call_count: count,
          first_on: utcDay(first),
          high_cost: dear,
          quiet_days: Math.floor((first - since) / DAY),
          entries: entriesOf(country, use),
        },
        ...(dear && { severity: 'high' }),
      };
    }
  },
});

const isOwnEntry = (country: string, entries: readonly string[]): boolean =>
  entries.length === 0 || entries.every((entry) => entry === country);

/** With which entries the platform lets these calls pass, where they are not the country's own. */
function takenFor(country: string, entries: readonly string[]): string {
  return isOwnEntry(country, entries)
    ? ''
    : `; the platform takes them for ${sentenceList(entries.map(openedName))}`;
}

function fixOf(entries: string): string {
  return `ask who called there; if no one did, remove ${entries} from the countries that may be called (\`voipbin outbound update --country <code>\`, with those that stay) and change the passwords of extensions and the access keys`;
}
