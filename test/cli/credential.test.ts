import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRun } from '../../src/cli/system/run.ts';
import { readCredential } from '../../src/cli/session/credential.ts';
import type { Profile } from '../../src/cli/session/profiles.ts';
import type { CredentialSource } from '../../src/cli/session/settings.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Host } from '../../src/core/ports.ts';
import { fakeClock, fakeRandom } from '../support/clock.ts';

const KEY = 'vb_geheim0123456789012345678901234';
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

const tokenUntil = (millis: number): string =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(
    JSON.stringify({ type: 'agent', expire: new Date(NOW + millis).toISOString().replace('Z', '000Z') }),
  ).toString('base64url')}.c2ln`;

/** Only what a credential needs; everything else would fail loudly. */
function hostWith(parts: { files?: Record<string, [text: string, mode: number]>; run?: Host['run'] }): Host {
  const files = parts.files ?? {};
  return {
    clock: fakeClock(NOW),
    random: fakeRandom(),
    files: {
      read: (path: string) => Promise.resolve(files[path]?.[0]),
      mode: (path: string) => Promise.resolve(files[path]?.[1]),
    },
    run: parts.run ?? (() => Promise.reject(new Error('nothing to run'))),
    system: { cwd: '/desk', platform: 'linux', timeZone: 'UTC' },
  } as unknown as Host;
}

async function read(source: CredentialSource, parts: Parameters<typeof hostWith>[0] = {}, profile?: Profile) {
  const warnings: string[] = [];
  const warn = (text: string): Promise<void> => Promise.resolve(void warnings.push(text));
  try {
    return { warnings, credential: await readCredential(source, hostWith(parts), warn, profile) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { warnings, error };
  }
}

const fromKey = (value: string): CredentialSource => ({
  kind: 'accesskey',
  value,
  source: 'access key from X',
});
const fromToken = (value: string): CredentialSource => ({ kind: 'token', value, source: 'token from X' });
const fromCommand = (...argv: string[]): CredentialSource => ({
  kind: 'command',
  argv,
  source: 'access key from the command of profile p',
  profile: 'p',
});

describe('a credential', () => {
  it('nobody named one', async () => {
    expect(await readCredential(undefined, hostWith({}), () => Promise.resolve())).toBeUndefined();
  });

  it('is never printed, by whatever way it is turned into text', async () => {
    const { credential } = await read(fromKey(`${KEY}\n`));

    expect(credential?.secret.reveal()).toBe(KEY);
    expect(`${JSON.stringify(credential)} ${inspect(credential)}`).not.toContain('geheim');
  });

  it.each([
    ['empty', fromKey('  \n'), 'is empty'],
    ['two lines', fromKey(`${KEY}\r\nx-evil: 1`), 'line breaks'],
    ['control characters', fromKey(`${KEY}\u0000`), 'no key has'],
    ['a second cookie', fromKey(`${KEY};token=x`), 'no key has'],
    ['a token for a key', fromKey(tokenUntil(HOUR)), 'is a token, not an access key'],
    ['a key for a token', fromToken(KEY), 'is an access key, not a token'],
    ['a token with the word Bearer', fromToken(`Bearer ${tokenUntil(HOUR)}`), 'is not one'],
    [
      'no such file',
      { kind: 'file', path: '/no', source: 'access key from /no' } as const,
      'there is no file',
    ],
  ])('%s: wrong usage, and not repeated', async (_name, source, message) => {
    const { error } = await read(source);

    expect(error).toMatchObject({ exitCode: 2 });
    expect(error?.message).toContain(message);
    expect(inspect(error)).not.toContain('geheim');
  });

  it.each([
    ['ended', -HOUR, 4, 'ended on 2026-11-23 11:00 UTC'],
    ['ends within the day', 5 * HOUR, 0, 'ends in 5 h'],
    ['is good for long', 100 * HOUR, 0, ''],
  ])('a token that %s', async (_name, left, exitCode, text) => {
    const { error, warnings } = await read(fromToken(tokenUntil(left)));

    expect(error?.exitCode ?? 0).toBe(exitCode);
    expect(error?.message ?? warnings.join()).toContain(text);
    expect(warnings.length).toBe(exitCode === 0 && text !== '' ? 1 : 0);
  });

  it('a key near its end says so, when it is the profile that knows it', async () => {
    const profile = { api_url: 'https://x', access_key_expires: '2026-12-01T00:00:00Z' };

    expect(
      (await read({ ...fromKey(KEY), profile: 'p' } as CredentialSource, {}, profile)).warnings,
    ).toHaveLength(1);
    expect((await read(fromKey(KEY), {}, profile)).warnings).toEqual([]);
  });

  it('from a file, named from the working folder; a file that others may read is told of', async () => {
    const source = { kind: 'file', path: 'key', source: 'access key from key' } as const;

    const loose = await read(source, { files: { '/desk/key': [`${KEY}\n`, 0o644] } });
    const ofGroup = await read(source, { files: { '/desk/key': [KEY, 0o640] } });
    const tight = await read(source, { files: { '/desk/key': [KEY, 0o600] } });

    expect(loose.credential?.secret.reveal()).toBe(KEY);
    expect(loose.warnings.join()).toContain('chmod 600');
    expect(ofGroup.warnings.join()).toContain('chmod 600');
    expect(tight.warnings).toEqual([]);
  });
});

describe('a credential from a program', () => {
  const run = createRun(new AbortController().signal);
  const node = (script: string): CredentialSource => fromCommand(process.execPath, '-e', script);

  it('is what it prints; nothing goes through a shell', async () => {
    const { credential } = await read(node(`console.log('${KEY}')`), { run });
    const shell = await read(fromCommand(process.execPath, '-p', '"vb_$HOME;id"'), { run });

    expect(credential?.secret.reveal()).toBe(KEY);
    expect(shell.error?.message).toContain('no key has');
  });

  it('has nothing to read from', async () => {
    const script = `process.stdin.on('end', () => console.log('${KEY}')).resume()`;

    expect((await read(node(script), { run })).credential?.secret.reveal()).toBe(KEY);
  });

  it.each([
    ['fails', node(`console.log('${KEY}'); console.error('${KEY}'); process.exit(3)`), 'ended with 3'],
    ['prints without end', node(`for (;;) console.log('${KEY}'.repeat(1000))`), 'more than 64 KiB'],
    ['is not there', fromCommand('/no/such/program'), 'was not found'],
  ])('that %s: told by name, without what it printed', async (_name, source, message) => {
    const { error } = await read(source, { run });

    expect(error).toMatchObject({ exitCode: 4 });
    expect(error?.message).toContain('profile p');
    expect(error?.message).toContain(message);
    expect(`${error?.message ?? ''} ${error?.hint ?? ''}`).not.toContain('geheim');
  });

  it('that hangs is ended, even when it has left something running', async () => {
    const script = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 3000)'], { stdio: 'inherit' }); setTimeout(() => {}, 9000)`;

    await expect(run([process.execPath, '-e', script], 300)).rejects.toThrow(
      'did not end within 0.3 seconds',
    );
  });

  it('is ended by an interruption', async () => {
    const controller = new AbortController();
    const running = createRun(controller.signal)(
      [process.execPath, '-e', 'setTimeout(() => {}, 9000)'],
      9000,
    );

    setTimeout(() => {
      controller.abort(new Error('interrupted'));
    }, 100);

    await expect(running).rejects.toThrow('interrupted');
  });
});
