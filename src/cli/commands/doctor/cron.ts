/** `doctor --cron`: a job that runs every day, as this machine needs it, and whether it would run. */
import { UsageError } from '../../../core/errors.ts';
import { worstExitCode, type ExitCode } from '../../../core/exit-codes.ts';
import type { Machine } from '../../../core/ports.ts';
import { DAY, MINUTE } from '../../../core/time.ts';
import { exitCodesOf } from '../../../doctor/check.ts';
import { cronZone } from '../../../doctor/checks/cron.ts';
import { jobChecks } from '../../../doctor/checks/index.ts';
import type { Facts, Learned, ScheduledJob } from '../../../doctor/facts.ts';
import { crontabLine, shellCommand, systemdUnits, type Schedule } from '../../../doctor/schedule.ts';
import { isoOf } from '../../../hours/days.ts';
import { oddDaysOf, zoneProblem, type OddDay } from '../../../hours/zones.ts';
import { jobSheet } from '../../../report/doctor.ts';
import { completionTable } from '../../completion/table.ts';
import type { Context } from '../../context.ts';
import { connectionWords, jobMinute, jobVariables, withheldFrom } from '../../job.ts';
import { printChecked, resultsOf } from './doctor.ts';
import { gatherLocal, type LocalFacts } from './gather.ts';
import { checkWords, wordsOf } from './job.ts';
import { learn } from './learn.ts';
import type { DoctorFlags } from './command.ts';

const USUAL_JOB = 'audit --new-only --quiet';
/** At night, when few call; the second where clocks change at the first. */
const USUAL_HOURS = [3, 5];
const TRIAL_MS = 60_000;
const NOT_NEEDED = { skipped: 'not needed for a job' };

export async function scheduleJob(context: Context, { job, at }: DoctorFlags): Promise<ExitCode> {
  if (context.host.system.platform === 'win32') {
    throw new UsageError('Windows has neither cron nor systemd', {
      hint: 'create a task in the Task Scheduler that runs `voipbin audit --new-only --quiet`, or use WSL',
    });
  }
  const words = wordsOf(job ?? USUAL_JOB).filter((word, place) => place > 0 || word !== 'voipbin');
  checkWords(await completionTable(), words);
  const time = at === undefined ? undefined : timeOf(at);
  const local = await gatherLocal(context);
  const schedule = scheduleOf(context, local, { words, time });
  const now = context.host.clock.now();
  const facts: Facts = {
    ...local.facts,
    ...unasked,
    now,
    job: { ...(await tried(context, schedule, profileIn(local.facts))), ...oddTimes(local, schedule, now) },
  };
  const results = resultsOf(jobChecks, facts);
  const units = systemdUnits(schedule);
  await printChecked(
    context,
    facts.settings,
    jobSheet({ results, crontab: crontabLine(schedule), ...units }),
  );
  return worstExitCode(exitCodesOf(results));
}

function oddTimes(
  { facts }: LocalFacts,
  schedule: Schedule,
  now: number,
): Pick<ScheduledJob, 'missingOn' | 'twiceOn'> {
  const days = oddDays(facts, schedule, now);
  const daysThat = (isMissing: boolean): string[] =>
    days.filter((one) => one.isMissing === isMissing).map(({ day }) => isoOf(day));
  return { missingOn: daysThat(true), twiceOn: daysThat(false) };
}

/** A job is tried as a whole: single facts of network and account are for the other checks. */
const unasked = {
  authorities: NOT_NEEDED,
  addresses: NOT_NEEDED,
  certificate: NOT_NEEDED,
  ping: NOT_NEEDED,
  durations: [],
  requests: { sent: 0, refused: 0 },
  expires: NOT_NEEDED,
  customer: NOT_NEEDED,
  agent: NOT_NEEDED,
  billing: NOT_NEEDED,
  counts: {
    agents: NOT_NEEDED,
    conferences: NOT_NEEDED,
    extensions: NOT_NEEDED,
    flows: NOT_NEEDED,
    numbers: NOT_NEEDED,
    queues: NOT_NEEDED,
  },
} satisfies Partial<Facts>;

interface Time {
  hour: number;
  minute: number;
}

function timeOf(text: string): Time {
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const time = { hour: Number(hours), minute: Number(minutes) };
  if (hours !== '' && time.hour < 24 && time.minute < 60) return time;
  throw new UsageError(`--at ${JSON.stringify(text)} is not a time of day`, {
    hint: 'write hours and minutes, such as 4:30 or 16:05',
  });
}

function scheduleOf(
  context: Context,
  { facts }: LocalFacts,
  { words, time }: { words: readonly string[]; time: Time | undefined },
): Schedule {
  const { machine, homedir, credential } = facts;
  const { system, clock } = context.host;
  const now = clock.now();
  return {
    node: machine.node,
    script: machine.script,
    words: [...words, ...connectionWords(context, profileIn(facts))],
    env: jobVariables(context.host, machine, 'known' in credential && credential.known.from === 'command'),
    ...(time ?? usualTime(facts, jobMinute(system, machine), now)),
    home: homedir,
    isRoot: machine.isRoot,
  };
}

function usualTime(facts: LocalFacts['facts'], minute: number, now: number): Time {
  const times = USUAL_HOURS.map((hour) => ({ hour, minute }));
  const [first = { hour: 0, minute }] = times;
  return times.find((one) => oddDays(facts, one, now).length === 0) ?? first;
}

/** Of the next year. */
function oddDays(facts: LocalFacts['facts'], { hour, minute }: Time, now: number): readonly OddDay[] {
  const zone = cronZone(facts);
  const from = Math.floor(now / MINUTE);
  if (zone === undefined || zoneProblem(zone) !== undefined) return [];
  return oddDaysOf(zone, hour * 60 + minute, { from, to: from + (366 * DAY) / MINUTE });
}

/** The profile whose credential is used. */
function profileIn({ credential, settings }: LocalFacts['facts']): string | undefined {
  const isKept = 'known' in credential && ['profile', 'command'].includes(credential.known.from);
  return isKept && 'known' in settings ? settings.known.profile : undefined;
}

async function tried(
  context: Context,
  schedule: Schedule,
  profile: string | undefined,
): Promise<Omit<ScheduledJob, 'missingOn' | 'twiceOn'>> {
  const { files, env, probes } = context.host;
  const machine = await probes.machine();
  const [node, script] = await Promise.all([files.mode(schedule.node), files.mode(schedule.script)]);
  const words = ['whoami', '--quiet', ...connectionWords(context, profile)];
  const canRun = node !== undefined && (node & 0o111) !== 0 && script !== undefined;
  return {
    schedule,
    withheld: withheldFrom(env),
    canRun,
    trial: canRun
      ? await trial(context, { ...schedule, words }, machine)
      : { skipped: 'the job cannot be run' },
  };
}

/** Runs `whoami` in an environment made from nothing, as cron makes it, and gives its exit code. */
function trial(context: Context, schedule: Schedule, { home, user }: Machine): Promise<Learned<number>> {
  const name = user ?? 'nobody';
  const surroundings = {
    HOME: home ?? '/',
    LOGNAME: name,
    USER: name,
    SHELL: '/bin/sh',
    PATH: '/usr/bin:/bin',
  };
  return learn(async () => {
    const printed = await context.host.run(
      [
        '/usr/bin/env',
        '-i',
        ...Object.entries(surroundings).map(([key, value]) => `${key}=${value}`),
        '/bin/sh',
        '-c',
        `${shellCommand(schedule)} >/dev/null 2>&1; echo $?`,
      ],
      TRIAL_MS,
    );
    return Number(printed.trim());
  });
}
