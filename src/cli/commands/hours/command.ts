import { noun, command } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const file = { flags: '-f, --file <file>', help: 'the plan file (voipbin.yaml)' } as const;
const until = { flags: '--until <moment>', help: 'a time, a date, or both: 15:00, 2026-12-24' } as const;
const because = { flags: '--because <reason>', help: 'the reason, kept in the plan file' } as const;

/** What is said of a flag that people look for here. */
const FROM = 'write it under `closed` or `opened` in the plan file: `voipbin help hours`';

const adjustFlags = flags([until, because, file]);
export type AdjustFlags = OptionsOf<typeof adjustFlags>;

const renewFlags = flags([file]);
export type RenewFlags = OptionsOf<typeof renewFlags>;

export const hoursCommand = noun({
  name: 'hours',
  summary: 'opening hours: open now, until when, and what comes next',
  about:
    'List the opening hours of the account as callers meet them: whether it is open now, until when, the next changes ' +
    'and the next public holidays. The verbs change the plan file and the account together.',
  groups: ['output', 'connection', 'quiet'],
  examples: ['voipbin hours', 'voipbin hours -o json'],
  run: async () => (await import('./list.ts')).listHours,
  verbs: [
    command({
      name: 'close [name]',
      summary: 'close from now on: shows the change and asks first',
      about:
        'Add an exception to the plan file and apply that one change. Without --until: for the rest of the day. ' +
        '`voipbin hours open` opens again. Closing on a later day is written under `closed` in the plan file: ' +
        '`voipbin help hours`.',
      foreign: { '--from <moment>': FROM },
      flags: adjustFlags,
      groups: CHANGING,
      examples: [
        'voipbin hours close Office --until 15:00 --because "staff meeting"',
        'voipbin hours close --until "2026-12-27 9:00" --yes',
      ],
      run: async () => (await import('./adjust.ts')).closeHours,
    }),
    command({
      name: 'open [name]',
      summary: 'open from now on, whatever is closed: shows the change and asks first',
      about:
        'Add an exception to the plan file and apply that one change. Without --until: as long as the hours of the week ' +
        'are open.',
      flags: adjustFlags,
      groups: CHANGING,
      foreign: { '--from <moment>': FROM },
      examples: ['voipbin hours open Office', 'voipbin hours open Office --until 20:00'],
      run: async () => (await import('./adjust.ts')).openHours,
    }),
    command({
      name: 'renew [name]',
      summary: 'cover the next 365 days, where fewer than 60 are left',
      about:
        'The platform cannot ask for a weekday, only for dates: opening hours are a flow that is right for 365 days. ' +
        'Renew hours with fewer than 60 days left, and hours that differ from the plan file, its holidays or ' +
        'the clocks. Nothing else is changed, and nothing is created. Prints a line for a crontab that does the same.',
      flags: renewFlags,
      groups: CHANGING,
      examples: ['voipbin hours renew', 'voipbin hours renew --yes --quiet'],
      run: async () => (await import('./renew.ts')).renewHours,
    }),
  ],
});
