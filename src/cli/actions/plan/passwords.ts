/** The first passwords of new agents and extensions: from where the file says, or made; shown once, to a person. */
import { resolve, dirname } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import type { Random } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { clean } from '../../../core/text.ts';
import type { Planned } from '../../../plan/diff.ts';
import type { SecretRef } from '../../../plan/document.ts';
import type { Target } from '../../../plan/match.ts';
import type { Context } from '../../context.ts';

export interface Passwords {
  of: (target: Target) => Secret | undefined;
  /** Hands a made password over, before the object that has it is made. */
  announce: (address: string) => Promise<void>;
  show: () => Promise<void>;
  /** Where made passwords went, for people; undefined where there were none. */
  place: string | undefined;
}

/** What the server's password hash takes (bcrypt), in bytes. */
const LONGEST = 72;

/**
 * Finds every password that the plan needs.
 * @param file Where made ones are written to; without it they are shown on the terminal.
 * @throws UsageError for all that are not to be had, before anything is requested.
 */
export async function findPasswords(
  context: Context,
  planned: Planned,
  planPath: string,
  file: string | undefined,
): Promise<Passwords> {
  const { host } = context;
  const found = new Map<string, Secret>();
  const made = new Map<string, string>();
  const problems: string[] = [];
  for (const { work } of planned.steps) {
    if (work.do !== 'create' || !work.target.kind.takesPassword) continue;
    const { address, name, spec, kind } = work.target;
    const ref = spec['password'] as SecretRef | undefined;
    if (ref === undefined && kind.kind === 'extensions') {
      problems.push(`${address} needs a password: add \`password: generate\`, env:NAME or file:path`);
      continue;
    }
    // Nobody knows the password of an agent that has none in the file: "forgot password" makes another one.
    const text = ref === undefined ? newPassword(host.random) : await textOf(ref, address);
    if (text === undefined) continue;
    if (Buffer.byteLength(text) > LONGEST)
      problems.push(`${address}: its password is longer than ${LONGEST} bytes`);
    found.set(address, new Secret(text));
    if (ref?.from === 'generate') made.set(address, `${clean(name)}  ${text}`);
    else if (ref !== undefined && (await isWeak(text))) {
      await context.warn(`${address}: its password is easy to guess`);
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'), { hint: 'nothing was changed' });
  const path = file === undefined ? undefined : resolve(host.system.cwd, file);
  if (made.size > 0 && path === undefined && !host.io.stderr.isTTY) {
    throw new UsageError(`${made.size} passwords are to be made, and nobody is there to see them`, {
      hint: 'name a file for them with --passwords; only you will be able to read it',
    });
  }
  return {
    of: ({ address }) => found.get(address),
    show: () => Promise.resolve(),
    async announce(address) {
      const line = made.get(address);
      if (line === undefined) return;
      if (path === undefined) await host.io.stderr.write(`  password of ${line}\n`);
      else await host.files.append(path, `${line}\n`);
    },
    place: made.size === 0 ? undefined : (file ?? 'above, once'),
  };

  async function textOf(ref: SecretRef, address: string): Promise<string | undefined> {
    switch (ref.from) {
      case 'generate':
        return newPassword(host.random);
      case 'env': {
        const value = host.env[ref.name];
        if (value) return value;
        problems.push(`${address}: the variable ${ref.name} is not set`);
        return undefined;
      }
      case 'file': {
        const text = await host.files.read(resolve(dirname(planPath), ref.path));
        const value = text?.replace(/\r?\n$/, '');
        if (value) return value;
        problems.push(`${address}: ${ref.path} ${text === undefined ? 'is not there' : 'is empty'}`);
        return undefined;
      }
    }
  }
}

async function isWeak(text: string): Promise<boolean> {
  const { passwordStrength } = await import('../../../core/password.ts');
  return passwordStrength(text) === 'weak';
}

/** Without what one is easily taken for another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const LENGTH = 20;

/** About 116 bits. */
export function newPassword(random: Random): string {
  let password = '';
  while (password.length < LENGTH) {
    for (const byte of random.bytes(LENGTH)) {
      // The rest of a byte would make the first letters likelier than the others.
      const fair = byte < 256 - (256 % ALPHABET.length);
      if (fair && password.length < LENGTH) password += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return password;
}
