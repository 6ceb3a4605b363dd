import { command, type CommandSpec, type NounSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';

export const outboundCommand: NounSpec = {
  name: 'outbound',
  summary: 'outgoing calls: which countries may be called, and how',
  verbs: outboundCommands,
};

async function outboundCommands(): Promise<readonly CommandSpec[]> {
  const { outbound } = await import('../../../resources/outbound.ts');
  const { changingFlags } = await import('../objects/command.ts');
  return [
    command({
      name: 'get',
      summary: 'show the settings of outgoing calls',
      groups: ['output', 'connection', 'quiet'],
      examples: ['voipbin outbound get -o json'],
      run: async () => (await import('./get.ts')).outboundGet,
    }),
    command({
      name: 'update',
      summary: 'change which countries may be called, and the codecs',
      about:
        'Change the settings of outgoing calls. Fields that are not named stay as they are; the countries that are ' +
        'named are all that may be called from then on.',
      flags: changingFlags(outbound),
      groups: CHANGING,
      examples: [
        'voipbin outbound update --country us --country ca',
        'voipbin outbound update --codecs OPUS,PCMU',
      ],
      run: async () => (await import('../objects/change.ts')).updateSingle(outbound, 'outbound update'),
    }),
  ];
}
