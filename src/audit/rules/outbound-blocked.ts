/** Accounts with telephone numbers that may not call any. */
import { plural } from '../../core/text.ts';
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
  why: 'An empty list of countries allows none, and that is how every account begins: calls to telephone numbers fail at once, those to the telephones of own agents and by the connect action of a flow too.',
  fix: 'name the countries that are to be called (PUT /outbound_config with destination_whitelist, such as ["us"])',
  examples: {
    ok: [
      {
        name: 'one country',
        account: { outbound_config: outbound(), numbers: [number()], customer: customer() },
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
        name: 'no configuration at all',
        account: { outbound_config: null, numbers: [number()], customer: customer() },
      },
    ],
  },
  *check({ outbound_config: config, numbers, customer: owner }) {
    const lines = numbers.filter(({ type, tm_delete }) => type === 'normal' && !tm_delete);
    if (lines.length === 0 || whitelistOf(config).length > 0) return;
    const effect = `calls to telephone numbers are refused, although there ${lines.length === 1 ? 'is' : 'are'} ${plural(lines.length, 'number')} to call from`;
    if (config === null) {
      yield {
        subject: customerSubject(owner),
        message: `has no outbound configuration: ${effect}`,
        fix: 'ask the support of the platform for an outbound configuration: it cannot be made with the API',
      };
    } else yield { subject: outboundSubject(config), message: `allows no country: ${effect}` };
  },
});
