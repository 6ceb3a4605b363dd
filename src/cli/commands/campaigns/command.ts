import { command, type CommandSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';

const work = () => import('./run.ts');

export const campaignCommands: readonly CommandSpec[] = [
  command({
    name: 'start <campaign>',
    summary: 'call the targets of a campaign: says how many and asks first',
    about:
      'Start a campaign: it calls the targets of its outdial that are not done, as its outplan says. Calls cost money, ' +
      'and cannot be undone; `campaigns stop` makes no more of them.',
    groups: CHANGING,
    examples: ['voipbin campaigns start Spring'],
    run: async () => (await work()).startCampaign,
  }),
  command({
    name: 'stop <campaign>',
    summary: 'call no more targets of a campaign: asks first',
    about: 'Stop a campaign: it begins no more calls; those that have begun continue.',
    groups: CHANGING,
    examples: ['voipbin campaigns stop Spring'],
    run: async () => (await work()).stopCampaign,
  }),
];
