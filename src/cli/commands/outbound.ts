import { outboundKind } from '../../plan/kinds/outbound.ts';
import { runs, type CommandSpec } from '../command.ts';
import { clearFlag, fieldFlags } from './objects.ts';

export const outboundCommands: readonly CommandSpec[] = [
  {
    name: 'get',
    summary: 'show the settings of outgoing calls',
    groups: ['output', 'connection', 'quiet'],
    examples: ['voipbin outbound get -o json'],
    run: runs(async () => (await import('../actions/outbound-get.ts')).outboundGet),
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
      (await import('../actions/objects/change.ts')).updateSingle(outboundKind, 'outbound update'),
    ),
  },
];
