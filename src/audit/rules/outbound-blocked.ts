/** Accounts with telephone numbers that may not call any, or not where their list says. */
import { ineffective, openedBy, type Ineffective } from '../../core/destinations.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { customer, daysAgo, number, outbound } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject, outboundSubject } from '../subjects.ts';
import { whitelistOf } from '../whitelist.ts';

export const outboundBlocked = defineRule({
  id: 'outbound-blocked',
  title: 'no telephone number can be called',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['outbound_config', 'numbers', 'customer'],
  why: 'An empty list of countries allows none, and that is how every account begins: calls to telephone numbers fail immediately, those to the telephones of own agents and by the connect action of a flow too. An entry may also have no effect: the platform does not know the numbers of some countries, and takes those of others for a neighbor.',
  fix: 'list the countries that you want to call: `voipbin outbound update --country us --country ca`',
  variants: [{ severity: 'low', when: 'other countries can be called' }],
  examples: {
    ok: [
      {
        name: 'one country',
        account: { outbound_config: outbound(), numbers: [number()], customer: customer() },
      },
      {
        name: 'Jamaica, next to the entry that the platform takes it for',
        account: {
          outbound_config: outbound({ destination_whitelist: ['jm', 'vi'] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'a new account without numbers',
        account: {
          outbound_config: outbound({ destination_whitelist: [] }),
          numbers: [],
          customer: customer(),
        },
      },
      {
        name: 'virtual numbers only: they cannot be shown to telephones',
        account: {
          outbound_config: outbound({ destination_whitelist: null }),
          numbers: [number({ type: 'virtual' }), number({ tm_delete: daysAgo(3) })],
          customer: customer(),
        },
      },
    ],
    bad: [
      {
        name: 'an empty list',
        account: {
          outbound_config: outbound({ destination_whitelist: [] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'only entries without effect',
        account: {
          outbound_config: outbound({ destination_whitelist: ['jm', 'cw'] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'one entry without effect',
        account: {
          outbound_config: outbound({ destination_whitelist: ['us', 'jm'] }),
          numbers: [number()],
          customer: customer(),
        },
      },
      {
        name: 'no configuration at all',
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
    const effect = `calls to telephone numbers are refused, although there ${lines.length === 1 ? 'is' : 'are'} ${plural(lines.length, 'number')} to call from`;
    if (config === null) {
      yield {
        subject: customerSubject(owner),
        message: `has no outbound configuration: ${effect}`,
        fix: 'ask the support of the platform for an outbound configuration: it cannot be made with the API',
      };
    } else if (!isOpen) {
      yield {
        subject: outboundSubject(config),
        message: [`allows no country: ${effect}`, ...faults.map(({ why }) => why)].join('; '),
        ...(faults.length > 0 && { fix: fixOf(faults) }),
      };
    } else if (faults.length > 0) {
      yield {
        subject: outboundSubject(config),
        key: 'ineffective',
        severity: 'low',
        message: faults.map(({ why }) => why).join('; '),
        fix: fixOf(faults),
      };
    }
  },
});

/** What to list instead; what nothing helps is taken out. */
function fixOf(faults: readonly Ineffective[]): string {
  const instead = [...new Set(faults.flatMap(({ instead: entry }) => entry ?? []))];
  const useless = faults.filter((fault) => fault.instead === undefined).map(({ entry }) => entry);
  const parts = [
    ...(instead.length > 0 ? [`list ${sentenceList(instead)} as well, which opens these countries too`] : []),
    ...(useless.length > 0 ? [`remove ${sentenceList(useless)}, which no entry opens`] : []),
  ];
  return `${parts.join('; ')} (\`voipbin outbound update --country <code>\`)`;
}
