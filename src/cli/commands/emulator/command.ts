import { sentenceList } from '../../../core/text.ts';
import { command } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { SEED_NAMES, seedNames } from '../../program/values.ts';

const emulatorFlags = flags([
  { flags: '--port <n>', help: 'the port; 0 takes a free one (0)' },
  { flags: '--seed <name>', help: 'the example account (messy)', values: seedNames },
  { flags: '--state <file>', help: 'keep all data in this file from one start to the next' },
  { flags: '--no-limits', help: 'without the rate limits' },
  { flags: '--latency <ms>', help: 'how long every answer takes (0)' },
  {
    flags: '-o, --output <format>',
    help: 'output format of the address and the logins',
    choices: ['table', 'json'],
  },
]);
export type EmulatorFlags = OptionsOf<typeof emulatorFlags>;

export const emulatorCommand = command({
  name: 'emulator',
  summary: 'serve the API on this machine, with an example account',
  about:
    'Serve the VoIPBIN API from memory, on the loopback address only: to try this program, or to ' +
    'test your own. It behaves like the genuine server, quirks included, and costs nothing. ' +
    'Prints its address, an access key and the logins; Ctrl-C stops it. ' +
    `The example accounts are ${sentenceList(SEED_NAMES, 'and')}.`,
  flags: emulatorFlags,
  examples: [
    'voipbin emulator --seed messy',
    'voipbin emulator --port 8443 --seed empty --state account.json',
  ],
  run: async () => (await import('./run.ts')).runEmulator,
});
