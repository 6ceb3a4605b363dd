/** The first passwords of new agents and extensions: from where the file says, or made; shown once, to a person. */
import { resolve, dirname } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { PASSWORD, tooLong } from '../../../core/lengths.ts';
import type { Host, Random } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { clean, plural } from '../../../core/text.ts';
import type { Planned } from '../../../plan/difference/difference.ts';
import type { KnownPasswords } from '../../../plan/difference/passwords.ts';
import type { SecretRef } from '../../../resources/document.ts';
import type { Values } from '../../../resources/kind.ts';
import { manyKinds } from '../../../resources/all.ts';
import type { Target } from '../../../plan/difference/match.ts';
import type { PlanFile } from '../../../plan/file/read.ts';
import type { Context } from '../../context.ts';
import { placeForPasswords } from './outputs.ts';
import { passwordIn, withPassword } from './password-file.ts';

export interface Passwords {
  of: (target: Target) => Secret | undefined;
  /** Hands a made password over, before the object that has it is made: to the file, or to `show`. */
  announce: (address: string) => Promise<void>;
  /** Removes it again: the server refused the object, so no one has that password. */
  retract: (address: string) => Promise<void>;
  /** Shows a person what was handed over, and takes away a file that nothing was; to be called however the run ends. */
  show: () => Promise<void>;
  /** Where made passwords went, for people; undefined where there were none. */
  place: string | undefined;
}

/** A password that nobody has seen yet, and whose it is. */
interface Made {
  name: string;
  text: string;
}

/** The passwords of everything that a plan makes, by address. */
export interface Gathered {
  all: ReadonlyMap<string, Secret>;
  /** Whose the person has chosen. */
  given: readonly string[];
  /** Those that were generated: they must be shown to someone. */
  made: ReadonlyMap<string, Made>;
  /** Addresses of those that are not where the file says, each with what is wrong. */
  problems: readonly string[];
}

/**
 * The passwords that a file refers to, of kinds whose passwords can be compared; all that a command refers to.
 * @throws UsageError where one that a command refers to cannot be found.
 */
export async function knownPasswords(
  { host }: Context,
  { document, isCommand }: PlanFile,
  planPath: string,
): Promise<KnownPasswords> {
  const known = new Map<string, Secret>();
  for (const { kind, shownPassword } of manyKinds) {
    if (shownPassword === undefined && !isCommand) continue;
    for (const [name, spec] of Object.entries((document[kind] ?? {}) as Readonly<Record<string, Values>>)) {
      const ref = spec['password'] as SecretRef | undefined;
      if (ref === undefined || (ref.from === 'generate' && !isCommand)) continue;
      const text =
        ref.from === 'generate'
          ? newPassword(host.random)
          : await textOf(host, ref, planPath, (problem) => {
              // Without it, a file can still be applied; a command has nothing to do.
              if (isCommand) throw new UsageError(`the password of ${name}: ${problem}`);
            });
      if (text !== undefined) known.set(`${kind}/${name}`, new Secret(text));
    }
  }
  return (address) => known.get(address);
}

/** Finds or generates every password that a plan sets. */
export async function gatherPasswords(
  { host }: Context,
  { steps }: Planned,
  planPath: string,
): Promise<Gathered> {
  const all = new Map<string, Secret>();
  const given: string[] = [];
  const made = new Map<string, Made>();
  const problems: string[] = [];
  for (const { work } of steps) {
    if (!('target' in work) || !work.target.kind.takesPassword) continue;
    const { address, name, spec } = work.target;
    const ref = spec['password'] as SecretRef | undefined;
    const text =
      work.do === 'update'
        ? work.password?.reveal()
        : // Nobody knows the password of an agent that has none in the file: "forgot password" makes another one.
          ref === undefined || ref.from === 'generate'
          ? newPassword(host.random)
          : await textOf(host, ref, planPath, (problem) => problems.push(`${address}: ${problem}`));
    if (text === undefined) continue;
    const long = tooLong(text, PASSWORD);
    if (long !== undefined) problems.push(`${address}: its password ${long}`);
    all.set(address, new Secret(text));
    if (ref?.from === 'generate') made.set(address, { name, text });
    else if (ref !== undefined || work.do === 'update') given.push(address);
  }
  return { all, given, made, problems };
}

/**
 * Hands out passwords during a run, and warns of those that are easy to guess.
 * @param file Where generated ones are written to; without it they are shown on the terminal.
 * @throws UsageError where they can be neither written nor shown, before anything is requested.
 */
export async function handOut(
  context: Context,
  { all, given, made }: Gathered,
  planPath: string,
  file: string | undefined,
): Promise<Passwords> {
  for (const address of given) {
    const text = all.get(address)?.reveal() ?? '';
    if (await isWeak(text)) await context.warn(`${address}: its password is easy to guess`);
  }
  return { of: ({ address }) => all.get(address), ...(await outletFor(context, made, planPath, file)) };
}

async function textOf(
  { env, files }: Host,
  ref: Exclude<SecretRef, { from: 'generate' }>,
  planPath: string,
  refuse: (problem: string) => void,
): Promise<string | undefined> {
  if (ref.from === 'env') {
    const value = Object.hasOwn(env, ref.name) ? env[ref.name] : undefined;
    if (value) return value;
    refuse(`the variable ${ref.name} is not set`);
    return undefined;
  }
  const path = resolve(dirname(planPath), ref.path);
  const text = await files.read(path);
  // Editors of Windows put a mark before the text that nobody sees.
  const value = text?.replace(/^\ufeff/, '').replace(/\r?\n$/, '');
  if (value && !/[\r\n]/.test(value)) return value;
  refuse(`${path} ${text === undefined ? 'does not exist' : value ? 'has several lines' : 'is empty'}`);
  return undefined;
}

/** Where made passwords go. That they can go there is certain before anybody is asked. */
async function outletFor(
  context: Context,
  made: ReadonlyMap<string, Made>,
  planPath: string,
  file: string | undefined,
): Promise<Omit<Passwords, 'of'>> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (made.size === 0) return { announce: nothing, retract: nothing, show: nothing, place: undefined };
  if (file !== undefined) return fileOutlet(context, made, planPath, file);
  const { stderr } = context.host.io;
  if (!stderr.isTTY) {
    throw new UsageError(`nobody is there to see ${plural(made.size, 'new password')}`, {
      hint: 'name a file for them with --passwords; only you will be able to read it',
    });
  }
  const unseen = new Map<string, Made>();
  return {
    announce(address) {
      const password = made.get(address);
      if (password !== undefined) unseen.set(address, password);
      return Promise.resolve();
    },
    retract: (address) => Promise.resolve(void unseen.delete(address)),
    async show() {
      const all = [...unseen.values()];
      unseen.clear();
      if (all.length > 0) await stderr.write(await tableOf(all));
    },
    place: 'above, once',
  };
}

async function fileOutlet(
  context: Context,
  made: ReadonlyMap<string, Made>,
  planPath: string,
  file: string,
): Promise<Omit<Passwords, 'of'>> {
  const { files } = context.host;
  const { path, isNew } = await placeForPasswords(context, file, planPath);
  const kept = new Map<string, string | undefined>();
  let writing = Promise.resolve();
  /** One after the other: each reads what the one before has written. */
  const change = (to: (text: string) => string): Promise<void> => {
    writing = writing.then(async () => files.write(path, to((await files.read(path)) ?? ''), PRIVATE));
    return writing;
  };
  return {
    async announce(address) {
      const password = made.get(address);
      if (password === undefined) return;
      const name = clean(password.name);
      await change((text) => {
        kept.set(address, passwordIn(text, name));
        return withPassword(text, name, password.text);
      });
    },
    async retract(address) {
      const password = made.get(address);
      if (password === undefined || !kept.has(address)) return;
      const older = kept.get(address);
      kept.delete(address);
      await change((text) => withPassword(text, clean(password.name), older));
    },
    async show() {
      if (isNew && kept.size === 0) await files.remove(path);
    },
    place: path,
  };
}

const PRIVATE = 0o600;

async function tableOf(all: readonly Made[]): Promise<string> {
  const { alignCells } = await import('../../../report/tabular/columns.ts');
  const rows = alignCells(all.map(({ name, text }) => [clean(name), text])).replace(/^/gm, '  ');
  return `\nNew passwords, shown this once:\n${rows}\n\n`;
}

async function isWeak(text: string): Promise<boolean> {
  const { passwordStrength } = await import('../../../core/password.ts');
  return passwordStrength(text) === 'weak';
}

/** Without what one is easily taken for another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const LENGTH = 20;

/** About 116 bits. */
function newPassword(random: Random): string {
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
