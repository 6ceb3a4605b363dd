/** A command that a machine runs every day: as a line for crontab, and as a service with a timer for systemd. Pure text. */
import { crontabEntry, shellWord } from '../core/text.ts';

export interface Schedule {
  /** Absolute paths. */
  node: string;
  script: string;
  /** Words after `voipbin`. */
  words: readonly string[];
  /** What cron does not have by itself. None of it is a secret. */
  env: Readonly<Record<string, string>>;
  hour: number;
  minute: number;
  /** Of the user who runs it. */
  home: string;
  /** Whether the unit is one of the system, or of a user. */
  isRoot: boolean;
}

export interface Unit {
  path: string;
  text: string;
}

/** A text that no line can hold. */
export const isOneLine = (text: string): boolean => !/[\u0000-\u001f\u007f]/.test(text);

/** What `/bin/sh` runs. */
export function shellCommand({
  node,
  script,
  words,
  env,
}: Pick<Schedule, 'node' | 'script' | 'words' | 'env'>): string {
  const set = Object.entries(env).map(([name, value]) => `${name}=${shellWord(value)}`);
  return [...set, ...[node, script, ...words].map(shellWord)].join(' ');
}

export const crontabLine = (schedule: Schedule): string =>
  crontabEntry(`${schedule.minute} ${schedule.hour} * * *`, shellCommand(schedule));

/** The service, and the timer that starts it. */
export function systemdUnits(schedule: Schedule): { service: Unit; timer: Unit; install: readonly string[] } {
  const { node, script, words, env, hour, minute, isRoot, home } = schedule;
  const name = `voipbin-${words[0] ?? 'job'}`;
  const folder = isRoot ? '/etc/systemd/system' : `${home}/.config/systemd/user`;
  const lines = Object.entries({ HOME: home, ...env }).map(
    ([key, value]) => `Environment=${unitWord(`${key}=${value}`)}`,
  );
  const clock = `${twoDigits(hour)}:${twoDigits(minute)}:00`;
  const systemctl = isRoot ? 'systemctl' : 'systemctl --user';
  return {
    service: {
      path: `${folder}/${name}.service`,
      text: unit({
        Unit: [
          `Description=voipbin ${words[0] ?? ''}`,
          // A unit of a user cannot wait for one of the system.
          ...(isRoot ? ['Wants=network-online.target', 'After=network-online.target'] : []),
        ],
        Service: [
          'Type=oneshot',
          ...lines,
          `ExecStart=${[node, script, ...words].map(commandWord).join(' ')}`,
        ],
      }),
    },
    timer: {
      path: `${folder}/${name}.timer`,
      text: unit({
        Unit: [`Description=voipbin ${words[0] ?? ''} every day`],
        Timer: [`OnCalendar=*-*-* ${clock}`, 'Persistent=true'],
        Install: ['WantedBy=timers.target'],
      }),
    },
    install: [
      `${systemctl} daemon-reload`,
      `${systemctl} enable --now ${name}.timer`,
      // Otherwise the timers of a user stop when they log out.
      ...(isRoot ? [] : ['loginctl enable-linger']),
    ],
  };
}

const unit = (sections: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(sections)
    .map(([title, lines]) => `[${title}]\n${lines.join('\n')}\n`)
    .join('\n');

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Quoted as systemd.syntax(7) has it; a percent sign begins a specifier. */
function unitWord(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return /^[\w@%+=:,./-]+$/.test(text) ? escaped : `"${escaped}"`;
}

/** In a command a dollar sign begins a variable, too. */
const commandWord = (text: string): string => unitWord(text).replaceAll('$', '$$$$');
