import { command, type NounSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';

export const billingCommand: NounSpec = {
  name: 'billing',
  summary: 'the balance and the ledger',
  verbs: async () => {
    const { billings } = await import('../../../resources/billings.ts');
    const { listCommand } = await import('../resources/verbs.ts');
    const list = listCommand(billings, 'billing', 'list the ledger, newest first');
    return [getBilling, list, updateBilling, openPortal];
  },
};

const getBilling = command({
  name: 'get',
  summary: 'show the billing account: plan, credit, tokens',
  groups: ['output', 'connection', 'quiet'],
  examples: ['voipbin billing get', 'voipbin billing get -o json --query balance_credit'],
  run: async () => (await import('./get.ts')).billingGet,
});

const updateBilling = command({
  name: 'update',
  summary: 'change its name, its detail, and how it is paid',
  about:
    'Change the name and the detail of the billing account, and how it is paid. Fields that are not named stay as ' +
    'they are. How it is paid is only noted here: cards, plan, credit and tokens are changed in the console.',
  moreFlags: async () => (await import('./update.ts')).billingFlags,
  groups: CHANGING,
  examples: [
    'voipbin billing update --name "Head office" --detail "cost center 7"',
    'voipbin billing update --payment-type prepaid --payment-method "credit card"',
  ],
  run: async () => (await import('./update.ts')).updateBilling,
});

const openPortal = command({
  name: 'portal',
  summary: 'the address of the payment pages: cards, invoices, subscription',
  about:
    'Ask the payment provider for the address of its pages on the account: cards, invoices and the subscription. ' +
    'Anyone who has the address is signed in there, for a short time: it is shown on a terminal or with -o json, and ' +
    'kept nowhere.',
  groups: ['output', 'connection', 'quiet'],
  examples: ['voipbin billing portal', 'voipbin billing portal -o json'],
  run: async () => (await import('./portal.ts')).billingPortal,
});
