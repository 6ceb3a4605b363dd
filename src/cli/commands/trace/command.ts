import { command } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { traceFormats } from '../../trace-formats.ts';

const traceFlags = flags([
  { flags: '--at <time>', help: 'when the call arrives, such as "2026-12-24 18:30" (now)' },
  { flags: '--time-zone <zone>', help: 'the zone of --at, such as Europe/Berlin (this computer’s)' },
  {
    flags: '--press <keys>',
    help: 'keys that the caller presses at each question: 1,12# (an empty part presses none); or at a time of the call: 1@3s',
  },
  { flags: '--from <number>', help: 'the number of the caller' },
  { flags: '--nobody-answers', help: 'no one who is rung answers' },
  {
    flags: '--variable <name=value>',
    help: 'a variable to set before the call; repeatable',
    repeatable: true,
  },
  {
    flags: '--timeouts <yes|no>',
    help: 'whether timeouts fire on this server (by what its runs show; else both are shown where they differ)',
    choices: ['yes', 'no'],
  },
  { flags: '--all', help: 'every path that a call can take, those that lose callers first' },
  { flags: '--without-call', help: 'run the flow with no caller, as `POST /activeflows` does' },
  { flags: '--plan <file>', help: 'the account as it would be after `apply` of that plan file' },
  {
    flags: '--from-snapshot <file>',
    help: 'a saved snapshot instead of the account (audit --save-snapshot)',
  },
  {
    flags: '--flows <file>',
    help: 'only these flows: a JSON array as `flows list -o json` prints it; nothing is requested',
  },
  { flags: '-o, --output <format>', help: 'output format', choices: traceFormats },
]);
export type TraceFlags = OptionsOf<typeof traceFlags>;

export const traceCommand = command({
  name: 'trace <number-or-flow>',
  summary: 'show what a caller hears, at a time, with keys',
  about:
    'Follow a call through the account as the platform really runs it: what is said, whom it rings, how it ends. ' +
    'Only reads. Name a number, or a flow by its name or id.',
  flags: traceFlags,
  groups: ['connection', 'quiet'],
  examples: [
    'voipbin trace +493012345678 --at "2026-12-24 18:30" --press 1',
    'voipbin trace "Main menu" --all',
    'voipbin trace "Main menu" --flows flows.json -o json',
    'voipbin trace +493012345678 --all -o svg > calls.svg',
  ],
  run: async () => (await import('./trace.ts')).trace,
});
