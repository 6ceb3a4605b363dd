import { command } from '../../program/command.ts';
import { outputOr, windowFlags } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const reportFlags = flags([
  ...windowFlags,
  {
    flags: '--time-zone <zone>',
    help: 'the zone of hours and days, such as Europe/Berlin (this computer’s)',
  },
  ...outputOr(['html']),
]);
export type CallReportFlags = OptionsOf<typeof reportFlags>;

export const callCommands = [
  command({
    name: 'report',
    summary: 'how calls were answered: by hour, number, queue and agent',
    about:
      'Show how many calls were answered, missed and abandoned, by hour and weekday, number, queue and agent, and how ' +
      'long callers waited. A call is answered when someone talked to the caller, abandoned when the caller gave up in ' +
      'a queue, and missed when no one answered; calls that only a flow answered are counted separately, and so are calls that ' +
      'were made to reach someone for a caller. The run of the flow shows in which queue a caller was. Only reads.',
    flags: reportFlags,
    groups: ['connection', 'quiet'],
    examples: [
      'voipbin calls report',
      'voipbin calls report --since 7d --time-zone Europe/Berlin',
      'voipbin calls report -o json --query incoming',
      'voipbin calls report -o html > calls.html',
      'voipbin calls report --since 2026-10-01 --until 2026-11-01 -o csv',
    ],
    run: async () => (await import('./report.ts')).callsReport,
  }),
];
