/** Countries that may be called and never are. */
import { plural, sentenceList } from '../../core/text.ts';
import { DAY, parseTime } from '../../core/time.ts';
import { countryName, isHighCost } from '../destinations.ts';
import { calls, daysAgo, outbound, use } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { dayOf } from '../spending.ts';
import { outboundSubject } from '../subjects.ts';
import { whitelistOf } from '../whitelist.ts';

const MOST_NAMES = 5;

const called = (...countries: string[]) =>
  calls({
    destinations: Object.fromEntries(
      countries.map((country) => [country, { ...use(20), first: use(1, 20).last }]),
    ),
  });

export const outboundOpen = defineRule({
  id: 'outbound-open',
  title: 'countries may be called that nobody calls',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['outbound_config', 'calls'],
  why: 'The list of countries is the only brake on toll fraud: who gets hold of a password can call every country on it until the credit is used up. A country that nobody calls is nothing but a risk.',
  fix: 'leave only countries that are called in destination_whitelist (PUT /outbound_config)',
  thresholds: {
    countries: { default: 3, unit: 'countries', what: 'that may be open without a call' },
    days: {
      default: 7,
      unit: 'days',
      what: 'of calls that must be known, and that a list must be old, before "never" says anything',
    },
  },
  examples: {
    ok: [
      {
        name: 'one country, and it is called',
        account: { outbound_config: outbound(), calls: called('us') },
      },
      {
        name: 'three in reserve',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'ca', 'gb', 'de'] }),
          calls: called('us'),
        },
      },
      {
        name: 'business with Latvia',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'lv'] }),
          calls: called('us', 'lv'),
        },
      },
      {
        name: 'a list of yesterday',
        account: {
          outbound_config: outbound({
            destination_whitelist: ['us', 'ca', 'gb', 'de', 'fr', 'it'],
            tm_update: daysAgo(1),
          }),
          calls: called('us'),
        },
      },
      { name: 'nothing is open', account: { outbound_config: null, calls: calls() } },
    ],
    bad: [
      {
        name: 'four that nobody calls',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'ca', 'gb', 'de', 'fr'] }),
          calls: called('us'),
        },
      },
      {
        name: 'a single dear one, as people write it',
        account: {
          outbound_config: outbound({ destination_whitelist: ['US', ' CU '], tm_update: daysAgo(1) }),
          calls: called('us'),
        },
      },
    ],
  },
  *check({ outbound_config: config, calls: traffic }, { now, since, thresholds }) {
    if (config === null || now - since < thresholds.days * DAY) return;
    const unused = whitelistOf(config).filter((country) => traffic.destinations[country] === undefined);
    const dear = unused.filter(isHighCost);
    const changed = parseTime(config.tm_update) ?? parseTime(config.tm_create);
    const tried = changed === undefined || now - changed >= thresholds.days * DAY;
    if (dear.length === 0 && !(tried && unused.length > thresholds.countries)) return;
    const ordered = [...dear, ...unused.filter((country) => !isHighCost(country))];
    const names = ordered.slice(0, MOST_NAMES).map(countryName);
    const more = ordered.length > names.length ? ', ...' : '';
    yield {
      subject: outboundSubject(config),
      message:
        `lets calls to ${plural(ordered.length, 'country', 'countries')} pass that nobody has called since ${dayOf(since)}: ${names.join(', ')}${more}` +
        warningOf(dear, ordered.length),
      ...(dear.length > 0 && { severity: 'high' }),
    };
  },
});

function warningOf(dear: readonly string[], all: number): string {
  if (dear.length === 0) return '';
  const where = dear.slice(0, MOST_NAMES).map(countryName);
  return `; toll fraud often goes ${dear.length === all ? 'there' : `to ${sentenceList(where)}`}`;
}
