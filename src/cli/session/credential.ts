/** From where a credential is said to be, to the credential itself: read, checked, and kept as a secret. */
import { resolve } from 'node:path';
import type { Credential } from '../../api/client.ts';
import { readToken } from '../../api/token.ts';
import { AppError, UsageError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { Host } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import { DAY, formatLocal, HOUR, parseTime } from '../../core/time.ts';
import type { Profile } from './profiles.ts';
import type { CredentialSource } from './settings.ts';

const COMMAND_TIMEOUT_MS = 10_000;
const TOKEN_WARNING_MS = DAY;
const KEY_WARNING_MS = 14 * DAY;

type Warn = (text: string) => Promise<void>;

/** @throws UsageError for what cannot be a credential; AppError (exit code 4) for a token that has ended. */
export async function readCredential(
  source: CredentialSource | undefined,
  host: Host,
  warn: Warn,
  profile?: Profile,
): Promise<Credential | undefined> {
  if (source === undefined) return undefined;
  switch (source.kind) {
    case 'token':
      return tokenCredential(source.value, source.source, host, warn);
    case 'accesskey':
      // A key from the environment is not the one whose end the profile knows.
      if (source.profile !== undefined)
        await warnOfEnd(profile?.access_key_expires, source.source, host, warn);
      return keyCredential(source.value, source.source);
    case 'file':
      return keyCredential(await readKeyFile(source.path, host, warn), source.source);
    case 'command':
      return keyCredential(await runCommand(source.argv, source.profile, host), source.source);
  }
}

/** An access key, once its form has been looked at: it must not break out of a header. */
export function keyCredential(text: string, source: string): Credential {
  const value = text.trim();
  if (value === '') throw new UsageError(`the ${source} is empty`);
  if (!/^[\x21-\x3a\x3c-\x7e]+$/.test(value)) {
    throw new UsageError(
      `the ${source} is not one: it holds spaces, line breaks or other characters that no key has`,
    );
  }
  if (value.startsWith('eyJ')) {
    throw new UsageError(`the ${source} is a token, not an access key`, {
      hint: 'put a token into VOIPBIN_TOKEN',
    });
  }
  return { kind: 'accesskey', secret: new Secret(value), source };
}

async function tokenCredential(text: string, source: string, host: Host, warn: Warn): Promise<Credential> {
  const value = text.trim();
  if (value.startsWith('vb_')) {
    throw new UsageError(`the ${source} is an access key, not a token`, {
      hint: 'put an access key into VOIPBIN_ACCESS_KEY',
    });
  }
  if (!/^[\w.~+/=-]+$/.test(value)) throw new UsageError(`the ${source} is not one`);
  const expires = readToken(value)?.expires;
  const left = expires === undefined ? undefined : expires - host.clock.now();
  if (expires !== undefined && left !== undefined && left <= 0) {
    throw new AppError(
      'NOT_SIGNED_IN',
      ExitCode.denied,
      `the ${source} ended on ${formatLocal(expires, host.system.timeZone)}`,
      {
        hint: 'tokens are valid for seven days: run `voipbin login` again, and let it make an access key',
      },
    );
  }
  if (expires !== undefined && left !== undefined && left < TOKEN_WARNING_MS) {
    await warn(
      `the ${source} ends in ${Math.ceil(left / HOUR)} h (${formatLocal(expires, host.system.timeZone)}): run \`voipbin login\` again`,
    );
  }
  return { kind: 'token', secret: new Secret(value), source };
}

async function warnOfEnd(time: string | undefined, source: string, host: Host, warn: Warn): Promise<void> {
  const expires = parseTime(time);
  if (expires === undefined || expires - host.clock.now() > KEY_WARNING_MS) return;
  const when = formatLocal(expires, host.system.timeZone);
  const text =
    expires > host.clock.now()
      ? `ends on ${when}: run \`voipbin accesskeys rotate\``
      : `ended on ${when}: make a new one and run \`voipbin login\``;
  await warn(`the ${source} ${text}`);
}

/** The key in a file. */
export async function readKeyFile(path: string, host: Host, warn: Warn): Promise<string> {
  const place = resolve(host.system.cwd, path);
  const text = await host.files.read(place);
  if (text === undefined)
    throw new UsageError(`there is no file ${path}`, { hint: 'it should hold the access key' });
  const mode = await host.files.mode(place);
  if (host.system.platform !== 'win32' && mode !== undefined && (mode & 0o044) !== 0) {
    await warn(`${path} can be read by other users of this machine: chmod 600 ${path}`);
  }
  return text;
}

async function runCommand(argv: readonly string[], profile: string, host: Host): Promise<string> {
  try {
    return await host.run(argv, COMMAND_TIMEOUT_MS);
  } catch (cause) {
    // What the program printed is the secret, or next to it: it is not repeated.
    const what = cause instanceof AppError ? cause.message : `${argv[0] ?? ''} failed`;
    throw new AppError(
      'NOT_SIGNED_IN',
      ExitCode.denied,
      `the access_key_command of profile ${profile} gave no key: ${what}`,
      {
        hint: 'run it by hand to see what is wrong',
        cause,
      },
    );
  }
}
