import { outboundKind } from '../../../resources/outbound.ts';
import { runs, type CommandSpec } from '../../program/command.ts';
import { clearFlag, fieldFlags } from '../objects/command.ts';

export const outboundCommands: readonly CommandSpec[] = [
  {
    name: 'get',
    summary: 'show the settings of outgoing calls',
    groups: ['output', 'connection', 'quiet'],
    examples: ['voipbin outbound get -o json'],
    run: runs(async () => (await import('./get.ts')).outboundGet),
  },
  {
    name: 'update',
    summary: 'change which countries may be called, and the codecs',
    about:
      'Change the settings of outgoing calls. Fields that are not named stay as they are; the countries that are ' +
      'named are all that may be called from then on.',
    flags: [...fieldFlags(outboundKind, { isNew: false }), ...clearFlag(outboundKind)],
    groups: ['write', 'output', 'connection', 'quiet'],
    examples: [
      'voipbin outbound update --country us --country ca',
      'voipbin outbound update --codecs OPUS,PCMU',
    ],
    run: runs(async () =>
      (await import('../objects/change.ts')).updateSingle(outboundKind, 'outbound update'),
    ),
  },
];
