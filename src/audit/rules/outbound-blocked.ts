/** Accounts with phone numbers that may not call any, or not where their list says. */
import { ineffective, openedBy } from '../../core/destinations.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { customer, daysAgo, number, outbound } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject, outboundSubject } from '../subjects.ts';
import { whitelistOf } from '../whitelist.ts';

const LIST_COUNTRIES =
  'list the countries that you want to call: `voipbin outbound update --country us --country ca`';

export const outboundBlocked = defineRule({
  id: 'outbound-blocked',
  title: 'no phone number can be called',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['outbound_config', 'numbers', 'customer'],
  why: 'An empty list of countries allows none, and that is how every account begins: calls to phone numbers fail immediately, including those to the phones of your own agents and those by the connect action of a flow. An entry may also have no effect: the platform does not know the numbers of some countries, and takes those of others for a neighbor.',
  fix: LIST_COUNTRIES,
  messages: {
    no_config: (data: Lines) => `has no outbound configuration: ${refusedWords(data)}`,
    no_country: (data: Lines & Faulty) =>
      [`allows no country: ${refusedWords(data)}`, ...data.ineffective.map(({ why }) => why)].join('; '),
    ineffective: ({ ineffective: entries }: Faulty) => entries.map(({ why }) => why).join('; '),
  },
  fixes: {
    no_config:
      'ask the support of the platform for an outbound configuration: it cannot be made with the API',
    no_country: (data) => (data.ineffective.length === 0 ? LIST_COUNTRIES : instructionFor(data)),
    ineffective: instructionFor,
  },
  variants: [{ severity: 'low', when: 'other countries can be called' }],
  examples: {
    ok: () => [
      {
        name: 'an account with a number allows calls to the United States',
        account: { outbound_config: outbound(), numbers: [number()], customer: customer() },
      },
      {
        name: 'an account allows Jamaica and the US Virgin Islands, for which the platform takes it',
        account: {
          outbound_config: outbound({ destination_whitelist: ['jm', 'vi'] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'an account without numbers allows no countries',
        account: {
          outbound_config: outbound({ destination_whitelist: [] }),
          numbers: [],
          customer: customer(),
        },
      },
      {
        name: 'an account allows no countries, but has only virtual and deleted numbers',
        account: {
          outbound_config: outbound({ destination_whitelist: null }),
          numbers: [number({ type: 'virtual' }), number({ tm_delete: daysAgo(3) })],
          customer: customer(),
        },
      },
    ],
    bad: () => [
      {
        name: 'an account with a number allows no countries',
        account: {
          outbound_config: outbound({ destination_whitelist: [] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'an account allows only countries whose entries have no effect',
        account: {
          outbound_config: outbound({ destination_whitelist: ['jm', 'cw'] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'an account allows the United States and Jamaica, and the entry for Jamaica has no effect',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'jm'] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'an account with a number has no outbound configuration',
        account: { outbound_config: null, numbers: [number()], customer: customer() },
      },
    ],
  },
  *check({ outbound_config: config, numbers, customer: owner }) {
    const lines = numbers.filter(({ type, tm_delete }) => type === 'normal' && !tm_delete);
    if (lines.length === 0) return;
    const entries = whitelistOf(config);
    const faults = entries.flatMap((entry) => ineffective(entry, entries) ?? []);
    const isOpen = entries.some((entry) => openedBy(entry).length > 0);
    const data = {
      number_count: lines.length,
      ineffective: faults.map(({ entry, why, instead = null }) => ({ entry, why, instead })),
    };
    if (config === null) {
      const { number_count } = data;
      yield { subject: customerSubject(owner), messageId: 'no_config', data: { number_count } };
    } else if (!isOpen) {
      yield { subject: outboundSubject(config), messageId: 'no_country', data };
    } else if (faults.length > 0) {
      yield {
        subject: outboundSubject(config),
        key: 'ineffective',
        severity: 'low',
        messageId: 'ineffective',
        data: { ineffective: data.ineffective },
      };
    }
  },
});

/** How many numbers there are to call from. */
type Lines = Readonly<{ number_count: number }>;

/** Entries of the list that open nothing, each with a clause that says why, and the entry that would do it. */
type Faulty = Readonly<{
  ineffective: readonly Readonly<{ entry: string; why: string; instead: string | null }>[];
}>;

const refusedWords = ({ number_count: count }: Lines): string =>
  `calls to phone numbers are refused, although there ${count === 1 ? 'is' : 'are'} ${plural(count, 'number')} to call from`;

/** What to list instead; what nothing helps is taken out. */
function instructionFor({ ineffective: faults }: Faulty): string {
  const instead = [...new Set(faults.flatMap((fault) => fault.instead ?? []))];
  const useless = faults.filter((fault) => fault.instead === null).map(({ entry }) => entry);
  const parts = [
    ...(instead.length > 0 ? [`list ${sentenceList(instead)} as well, which opens these countries too`] : []),
    ...(useless.length > 0 ? [`remove ${sentenceList(useless)}, which no entry opens`] : []),
  ];
  return `${parts.join('; ')} (\`voipbin outbound update --country <code>\`)`;
}
