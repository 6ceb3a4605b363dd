import { command, type CommandSpec } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const phoneFlags = flags([
  { flags: '--transport <name>', help: 'how the phone connects (udp)', choices: ['udp', 'tcp', 'tls'] },
  { flags: '--linphone <file>', help: 'write a provisioning file for Linphone (XML)' },
]);
export type PhoneFlags = OptionsOf<typeof phoneFlags>;

export const extensionCommands: readonly CommandSpec[] = [
  command({
    name: 'phone <extension>',
    summary: 'what to type into a softphone',
    about:
      'Show what a softphone asks for: server, domain, user and transport. The password is shown on a terminal with ' +
      '--show-secrets. --linphone writes it all to a file for the remote provisioning of Linphone, which only you ' +
      'can read: put it where the phone can load it once, then delete it.',
    flags: phoneFlags,
    groups: ['output', 'connection', 'quiet'],
    examples: ['voipbin extensions phone 1001', 'voipbin extensions phone 1001 --linphone desk.xml'],
    run: async () => (await import('./phone.ts')).extensionPhone,
  }),
];
