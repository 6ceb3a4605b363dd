import { runs, type NounSpec } from '../../program/command.ts';

export const billingCommand: NounSpec = {
  name: 'billing',
  summary: 'the balance and the ledger',
  verbs: async () => {
    const { billings } = await import('../../../resources/billings.ts');
    const { listCommand } = await import('../resources/command.ts');
    return [
      {
        name: 'get',
        summary: 'show the billing account: plan, credit, tokens',
        groups: ['output', 'connection', 'quiet'],
        run: runs(async () => (await import('./get.ts')).billingGet),
      },
      listCommand(billings, 'billing', 'list the ledger, newest first'),
    ];
  },
};
