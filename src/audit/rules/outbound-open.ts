/** Countries that may be called and never are. */
import { countryName, openedBy, openedName } from '../../core/destinations.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { DAY, parseTime, utcDay } from '../../core/time.ts';
import { isHighCost } from '../../core/high-cost.ts';
import { calls, daysAgo, outbound, use } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { outboundSubject } from '../subjects.ts';
import { entriesUsed, whitelistOf } from '../whitelist.ts';

const MOST_NAMES = 5;

const called = (...countries: string[]) =>
  calls({
    destinations: Object.fromEntries(
      countries.map((country) => [country, { ...use(20), first: use(1, 20).last }]),
    ),
  });

export const outboundOpen = defineRule({
  id: 'outbound-open',
  title: 'the whitelist allows countries that no one calls',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['outbound_config', 'calls'],
  why: 'The list of countries is the only limit on toll fraud: whoever gets hold of a password can call every country on it until the credit is used up. A country that no one calls is nothing but a risk. The platform takes some countries for others, so that one entry may open several.',
  fix: 'list only the countries that someone calls: `voipbin outbound update --country us --country ca`',
  messages: {
    open: ({ since_on, entries, high_cost }: Unused) =>
      `allows calls to ${plural(entries.length, 'country', 'countries')} that no one has called since ${since_on}: ${entriesWords(entries)}${warningOf(high_cost, entries.length)}`,
  },
  traffic: {
    from: 'silence',
    direction: 'out',
    places: ['calls to phone numbers'],
    days: ({ days = 0 }) => days,
  },
  variants: [{ severity: 'high', when: 'toll fraud often goes to a country that is open' }],
  thresholds: {
    countries: { default: 3, unit: 'countries', what: 'that may be open without a call' },
    days: {
      default: 7,
      unit: 'days',
      what: 'of known calls, and of age of the list, before "never" means anything',
    },
  },
  examples: {
    ok: () => [
      {
        name: 'an account allows only the United States and calls it',
        account: { outbound_config: outbound(), calls: called('us') },
      },
      {
        name: 'an account allows 3 countries that it does not call',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'ca', 'gb', 'de'] }),
          calls: called('us'),
        },
      },
      {
        name: 'an account allows Latvia and calls it',
        decoy: true,
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'lv'] }),
          calls: called('us', 'lv'),
        },
      },
      {
        name: 'an account allows 5 countries that it does not call, on a list changed yesterday',
        account: {
          outbound_config: outbound({
            destination_whitelist: ['us', 'ca', 'gb', 'de', 'fr', 'it'],
            tm_update: daysAgo(1),
          }),
          calls: called('us'),
        },
      },
      {
        name: 'an account without an outbound configuration allows no countries',
        account: { outbound_config: null, calls: calls() },
      },
      {
        name: 'an account allows the US Virgin Islands to call Jamaica, which the platform takes for them',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'vi'] }),
          calls: called('us', 'jm'),
        },
      },
      {
        name: 'an account allows 5 countries whose entries have no effect, so calls there are refused',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'kp', 'cw', 'ss', 'io', 'jm'] }),
          calls: called('us'),
        },
      },
    ],
    bad: () => [
      {
        name: 'an account allows 4 countries that it does not call',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'ca', 'gb', 'de', 'fr'] }),
          calls: called('us'),
        },
      },
      {
        name: 'an account allows Cuba (in capital letters), an expensive country that it does not call',
        account: {
          outbound_config: outbound({ destination_whitelist: ['US', ' CU '], tm_update: daysAgo(1) }),
          calls: called('us'),
        },
      },
    ],
  },
  *check({ outbound_config: config, calls: traffic }, { now, since, thresholds }) {
    if (config === null) return;
    const used = entriesUsed(traffic);
    const unused = whitelistOf(config).filter((entry) => openedBy(entry).length > 0 && !used.has(entry));
    const dear = unused.filter((entry) => openedBy(entry).some(isHighCost));
    const changed = parseTime(config.tm_update) ?? parseTime(config.tm_create);
    const tried = changed === undefined || now - changed >= thresholds.days * DAY;
    if (dear.length === 0 && !(tried && unused.length > thresholds.countries)) return;
    const ordered = [...dear, ...unused.filter((entry) => !dear.includes(entry))];
    yield {
      subject: outboundSubject(config),
      messageId: 'open',
      data: { since_on: utcDay(since), entries: ordered, high_cost: dear },
      ...(dear.length > 0 && { severity: 'high' }),
    };
  },
});

/** Entries of the whitelist. */
type Unused = Readonly<{
  /** The day (UTC) since which calls are known. */
  since_on: string;
  entries: readonly string[];
  /** Those of them that open a country to which toll fraud often goes. */
  high_cost: readonly string[];
}>;

const entriesWords = (entries: readonly string[]): string =>
  `${entries.slice(0, MOST_NAMES).map(openedName).join(', ')}${entries.length > MOST_NAMES ? ', ...' : ''}`;

function warningOf(dear: readonly string[], all: number): string {
  if (dear.length === 0) return '';
  const where = dear.flatMap(openedBy).filter(isHighCost).slice(0, MOST_NAMES).map(countryName);
  return `; toll fraud often goes ${dear.length === all ? 'there' : `to ${sentenceList(where)}`}`;
}
