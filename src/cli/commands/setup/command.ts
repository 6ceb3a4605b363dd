import { questionFlags } from '../../../setup/keys.ts';
import { command } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const setupFlags = flags([
  { flags: '-f, --file <file>', help: 'the plan file to write, or to add to (voipbin.yaml)' },
  { flags: '--answers <file>', help: 'a YAML file with the answers' },
  { flags: '--resume', help: 'resume with the answers that were saved' },
  { flags: '--passwords <file>', help: 'write generated passwords there instead of showing them once' },
  { flags: '--max-spend <usd>', help: 'stop (exit code 6) when it costs more than this now' },
  ...Object.values(questionFlags),
]);
export type SetupFlags = OptionsOf<typeof setupFlags>;

export const setupCommand = command({
  name: 'setup',
  summary: 'set up the account: questions, then a plan, then the changes',
  about:
    'Ask what the account should be: one team, several departments, or additions to what exists. Ends in a plan file, ' +
    'shows it with its cost, and carries it out when you say yes. Ctrl-C keeps the answers, --resume continues with them. ' +
    'Then follows the calls of the calls file, as `voipbin test` does; exit code 10 if a call failed. ' +
    'In a script each question has a flag, and --answers takes all of them from a file.',
  flags: setupFlags,
  groups: CHANGING,
  examples: [
    'voipbin setup',
    'voipbin setup --demo=empty',
    'voipbin setup --answers answers.yaml --passwords passwords.txt --yes',
    'voipbin setup --shape team --agents anna@example.com --passwords pw.txt --yes',
  ],
  run: async () => (await import('./setup.ts')).setup,
});
