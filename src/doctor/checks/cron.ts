/** What a job that runs without a person would meet: cron has few variables, no terminal, and its own time zone. */
import { dirname } from 'node:path';
import { exitCodeMeanings, ExitCode } from '../../core/exit-codes.ts';
import { sentenceList } from '../../core/text.ts';
import { failure, notChecked, ok, unknown, verdictOn, warning, type Check, type Verdict } from '../check.ts';
import type { Facts } from '../facts.ts';
import { isOneLine, shellCommand } from '../schedule.ts';

/** The PATH of cron on most systems (crontab(5)). */
const CRON_PATH = ['/usr/bin', '/bin'];
const PRINT = 'run `voipbin doctor --cron` for a line with full paths';

export const cronChecks: readonly Check[] = [
  { id: 'cron-path', area: 'cron', look: path },
  {
    id: 'cron-home',
    area: 'cron',
    look({ job, homedir, machine }) {
      if (job !== undefined) return ok(`HOME is ${job.schedule.env['HOME'] ?? homedir}`);
      return machine.home === undefined
        ? warning('the system has no home folder for this user, so cron has none', PRINT)
        : ok(`HOME is ${machine.home}`);
    },
  },
  { id: 'cron-time-zone', area: 'cron', look: timeZone },
  { id: 'cron-credential', area: 'cron', look: credential },
  { id: 'cron-variables', area: 'cron', look: variables },
  { id: 'cron-service', area: 'cron', look: service },
  { id: 'cron-trial', area: 'cron', look: trial },
];

/** Those that say something without a job. */
export const surroundingChecks = cronChecks.filter(
  ({ id }) => id !== 'cron-variables' && id !== 'cron-trial' && id !== 'cron-service',
);

function path({ job, machine: { node, script }, platform }: Facts): Verdict {
  if (/[/\\]_npx[/\\]/.test(script))
    return warning(
      `this program runs from the cache of npx (${script}), which is cleared`,
      'install it: run `npm install -g voipbin`, then this command again',
    );
  if (job === undefined) {
    if (platform === 'win32') return ok('Windows has no cron: use its Task Scheduler instead');
    return CRON_PATH.includes(dirname(node))
      ? ok(`cron finds node in ${dirname(node)}`)
      : warning(`cron does not look in ${dirname(node)} for node`, PRINT);
  }
  if (!isOneLine(shellCommand(job.schedule)))
    return failure('a path or a value has a line break', 'move what has one to another path', ExitCode.usage);
  if (!job.canRun)
    return failure(`${node} or ${script} cannot be run`, 'install Node.js and voipbin again', ExitCode.usage);
  return isVersioned(node)
    ? ok(
        `${node} and ${script} exist`,
        'print the line again after an update of Node.js: the path names its version',
      )
    : ok(`${node} and ${script} exist`);
}

/** Managers of versions keep each in a folder of its own. */
const isVersioned = (node: string): boolean => /\/v?\d+\.\d+\.\d+\//.test(node);

/** The zone in which cron reads its times; undefined where the system does not say. */
export function cronZone({
  env,
  machine,
  timeZone: shown,
}: Pick<Facts, 'env' | 'machine' | 'timeZone'>): string | undefined {
  return machine.timeZone ?? (ownZone(env) ? undefined : shown);
}

const ownZone = (env: Facts['env']): string | undefined => env['TZ']?.replace(/^:/, '');

/** What a change of clocks does to the time of the job. */
function oddity(job: Facts['job']): string {
  const days = [
    ...(job?.missingOn ?? []).map((day) => `does not exist on ${day}`),
    ...(job?.twiceOn ?? []).map((day) => `occurs twice on ${day}`),
  ];
  return days.length === 0 ? '' : `; that time ${sentenceList(days)}, when the clocks change`;
}

function timeZone({ job, env, machine, timeZone: shown }: Facts): Verdict {
  const own = ownZone(env);
  const zone = cronZone({ env, machine, timeZone: shown });
  const at =
    job === undefined
      ? ''
      : `${String(job.schedule.hour).padStart(2, '0')}:${String(job.schedule.minute).padStart(2, '0')} is in `;
  if (zone === undefined)
    return notChecked(
      'the time zone of the system is not known',
      'compare the output of `date` with and without TZ',
    );
  const odd = oddity(job);
  if (own && own !== zone)
    return warning(
      `${at}${zone}, the time zone of the system, and not ${own} of this shell (TZ)${odd}`,
      'choose the time of the job for the time zone of the system',
    );
  const message = `${at}${zone}, the time zone of the system${odd}`;
  return odd === ''
    ? ok(message)
    : warning(message, 'choose a time that clock changes do not affect, such as `--at 5:30`');
}

function credential({ job, credential: learned }: Facts): Verdict {
  return verdictOn(
    learned,
    ({ source, from, kind }) => {
      if (from === 'variable') {
        const text = `${source}: only this shell has it, and cron does not`;
        const hint =
          'run `voipbin login --access-key-stdin`, or keep the key in a file of mode 0600 that VOIPBIN_ACCESS_KEY_FILE names';
        if (job === undefined) return warning(text, hint);
        const isSignedIn = 'known' in job.trial && job.trial.known === 0;
        return isSignedIn
          ? warning(`${text}, which signs in with another one`, hint)
          : failure(text, hint, ExitCode.denied);
      }
      if (kind === 'token')
        return warning(
          `${source}: a token ends after seven days`,
          'run `voipbin login`, and let it make an access key',
        );
      return ok(`${source}: works without a terminal`);
    },
    unknown,
  );
}

function variables({ job }: Facts): Verdict {
  if (job === undefined) return ok('there is no job');
  const names = Object.keys(job.schedule.env);
  const set = names.length === 0 ? 'the job needs no variable' : `the job sets ${sentenceList(names)}`;
  return job.withheld.length === 0
    ? ok(set)
    : warning(
        `${set}, and not ${sentenceList(job.withheld)}: the value is a secret, and others can read the line`,
        'put it into a file of mode 0600 that the job reads, or do without it',
      );
}

function service({ machine: { hasCrontab, hasSystemd } }: Facts): Verdict {
  if (hasCrontab && hasSystemd) return ok('this machine has crontab and systemd');
  if (hasCrontab) return ok('this machine has crontab');
  if (hasSystemd) return ok('this machine has systemd, and no crontab');
  return warning(
    'this machine has neither crontab nor systemd',
    'install cron, such as `apt-get install cron`',
  );
}

function trial({ job }: Facts): Verdict {
  if (job === undefined) return notChecked('there is no job');
  return verdictOn(job.trial, (code) => {
    if (code === 0) return ok('`whoami`, run as cron runs the job, is signed in');
    const meaning = exitCodeMeanings.find(([known]) => known === code);
    return failure(
      `\`whoami\`, run as cron runs the job, ended with ${code}${meaning === undefined ? '' : ` (${meaning[1]})`}`,
      'run `voipbin doctor` to see why',
      meaning?.[0] ?? ExitCode.usage,
    );
  });
}
