import { command } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const doctorFlags = flags([
  { flags: '--cron', help: 'print a job for crontab and systemd, and check it' },
  { flags: '--job <command>', help: 'with --cron: what to run (audit --new-only --quiet)' },
  { flags: '--at <time>', help: 'with --cron: the time of day, such as 4:30' },
]);
export type DoctorFlags = OptionsOf<typeof doctorFlags>;

export const doctorCommand = command({
  name: 'doctor',
  summary: 'check this machine, the network, the credential and the account',
  about:
    'Check what can keep this program from working: Node.js, files, settings and where each comes from, the ' +
    'connection to the server, the credential and what it may do, the account, and what a cron job would lack. It only reads. ' +
    'What could not be checked is listed, and never reported as fine (exit code 3). --cron prints a line for crontab ' +
    'and a service with a timer for systemd that fit this machine, and runs `whoami` as cron would.',
  flags: doctorFlags,
  groups: ['plainOutput', 'connection', 'quiet'],
  examples: [
    'voipbin doctor',
    "voipbin doctor -o json --query 'symptoms[].answer'",
    'voipbin doctor --cron',
    'voipbin doctor --cron --job "audit --report html=audit.html" --at 4:30',
  ],
  run: async () => (await import('./doctor.ts')).doctor,
});
