/** What a scheduled job needs to do the same as this command: the program, the connection, the variables of this shell. */
import { resolve } from 'node:path';
import { crontabEntry } from '../core/text.ts';
import { isOneLine, shellCommand } from '../doctor/schedule.ts';
import type { Machine } from '../core/ports.ts';
import type { Context } from './context.ts';

/** The profile whose credential this command signs in with. */
export async function profileOf(context: Context): Promise<string | undefined> {
  const { credential } = await context.settings();
  return credential !== undefined && 'profile' in credential ? credential.profile : undefined;
}

/**
 * What was said here about the connection holds for the job, too.
 * @param profile The one that signs in: which one is in use may change until the job runs.
 */
export function connectionWords(
  { flags, host }: Pick<Context, 'flags' | 'host'>,
  profile: string | undefined,
): string[] {
  const { apiUrl, timeout, rate, caFile, asCustomer, reason, demo } = flags;
  const given = {
    profile: flags.profile ?? profile,
    'api-url': apiUrl,
    timeout,
    rate,
    'ca-file': caFile === undefined ? undefined : resolve(host.system.cwd, caFile),
    'as-customer': asCustomer,
    reason,
  };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  return demo === undefined ? words : [...words, `--demo=${demo === true ? 'messy' : demo}`];
}

const PATHS = ['VOIPBIN_CONFIG_DIR', 'VOIPBIN_ACCESS_KEY_FILE', 'VOIPBIN_CA_FILE', 'NODE_EXTRA_CA_CERTS'];
const TEXTS = ['VOIPBIN_PROFILE', 'VOIPBIN_API_URL', 'VOIPBIN_TIMEOUT', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME'];
const PROXIES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY'];

const hasPassword = (text: string): boolean => /\/\/[^/]*@/.test(text);

/**
 * The variables of this shell that the job needs: none of them a secret.
 * @param needsPath A program that prints the access key is found by PATH, which is short in cron.
 */
export function jobVariables(
  { env, system }: Context['host'],
  { home }: Machine,
  needsPath: boolean,
): Record<string, string> {
  const copied: Record<string, string> = {};
  for (const name of [...PATHS, ...TEXTS, ...PROXIES]) {
    const value = env[name]?.trim();
    if (!value || (PROXIES.includes(name) && hasPassword(value))) continue;
    copied[name] = PATHS.includes(name) ? resolve(system.cwd, value) : value;
  }
  if (home !== system.homedir) copied['HOME'] = system.homedir;
  if (needsPath && env['PATH']) copied['PATH'] = env['PATH'];
  return copied;
}

/** Variables that the job may miss, since they may hold a secret. */
export function withheldFrom(env: Context['host']['env']): string[] {
  const proxies = PROXIES.filter((name) => hasPassword(env[name] ?? ''));
  return env['VOIPBIN_PING_URL'] ? [...proxies, 'VOIPBIN_PING_URL'] : proxies;
}

/** Not everybody at the same minute. */
export function jobMinute({ hostname }: Context['host']['system'], { user }: Machine): number {
  let sum = 7;
  for (const char of `${hostname} ${user ?? ''}`) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 60;
  return sum;
}

/**
 * A line for crontab that runs this command, wherever cron runs it; null where no line can say it.
 * @param time Minute, hour, day, month and weekday. @param words What follows the program's name.
 */
export async function crontabOf(
  context: Context,
  time: string,
  words: readonly string[],
): Promise<string | null> {
  const { host } = context;
  if (host.system.platform === 'win32') return null;
  const machine = await host.probes.machine();
  const { credential } = await context.settings();
  const env = jobVariables(host, machine, credential?.kind === 'command');
  const line = shellCommand({ ...machine, words: [...words], env });
  return isOneLine(line) ? crontabEntry(time, `${line} >/dev/null`) : null;
}

/** A variable with a secret is not written into a crontab, so that the job cannot sign in by it. */
export async function signInNotes(context: Context): Promise<string[]> {
  const { credential } = await context.settings();
  const isVariable = credential !== undefined && 'value' in credential && credential.profile === undefined;
  if (!isVariable || context.flags.demo !== undefined) return [];
  return [
    `cron does not have the ${credential.source}: keep it with \`voipbin login\` before you use this line`,
  ];
}
