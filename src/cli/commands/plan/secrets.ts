/** The secrets that a plan sets: from where the file says, typed, or made up; a made password is shown once, to a person. */
import { PRIVATE } from '../../../core/modes.ts';
import { resolve, dirname } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { tooLong } from '../../../core/lengths.ts';
import type { Host, Random } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { clean, plural } from '../../../core/text.ts';
import type { Planned } from '../../../plan/difference/difference.ts';
import { sourceOf, type KnownSecrets, type Secrets } from '../../../plan/difference/secrets.ts';
import type { AskedSecret } from '../../../resources/document.ts';
import { secretName, type SecretField, type Values } from '../../../resources/kind.ts';
import { manyKinds } from '../../../resources/all.ts';
import type { Target } from '../../../plan/difference/match.ts';
import type { PlanFile } from '../../../plan/file/read.ts';
import type { Context } from '../../context.ts';
import { placeForPasswords } from './outputs.ts';
import type { Source } from './source.ts';
import { passwordIn, withPassword } from './password-file.ts';

export interface HandedOut {
  of: (target: Target) => Secrets;
  /** Hands a made password over, before the object that has it is made: to the file, or to `show`. */
  announce: (address: string) => Promise<void>;
  /** Removes it again: the server refused the object, so no one has that password. */
  retract: (address: string) => Promise<void>;
  /** Shows a person what was handed over, and takes away a file that nothing was; to be called however the run ends. */
  show: () => Promise<void>;
  /** Where made passwords went, for people; undefined where there were none. */
  place: string | undefined;
}

/** A password that has not been shown yet, and its owner. */
interface Made {
  name: string;
  text: string;
}

/** The secrets of everything that a plan makes or changes, by address. */
export interface Gathered {
  all: ReadonlyMap<string, Secrets>;
  /** Passwords that a person has chosen. */
  chosen: readonly { address: string; password: Secret }[];
  /** Those that were generated: they must be shown to someone. */
  made: ReadonlyMap<string, Made>;
  /** Addresses of those that are not where the file says, each with what is wrong. */
  problems: readonly string[];
}

/** Where secrets are looked for. */
export interface SecretSources {
  host: Host;
  /** Absolute: files are named from its folder. */
  planPath: string;
  /** What a person has typed, by the name of the field. */
  typed: Secrets;
}

export const sourcesOf = ({ host }: Context, { path, change }: Source): SecretSources => ({
  host,
  planPath: path,
  typed: change?.typed ?? new Map(),
});

/**
 * The secrets that a file refers to, of kinds where they can be compared; all that a command refers to.
 * @throws UsageError where one that a command refers to cannot be found.
 */
export async function knownSecrets(
  sources: SecretSources,
  { document, isCommand = false }: PlanFile,
): Promise<KnownSecrets> {
  const known = new Map<string, Secret>();
  for (const { kind, secrets = [] } of manyKinds) {
    const specs = Object.entries((document[kind] ?? {}) as Readonly<Record<string, Values>>);
    for (const field of secrets) {
      if (field.shown === undefined && !isCommand) continue;
      for (const [name, spec] of specs) {
        const source = sourceOf({ spec }, field);
        if (source === undefined || (source.from === 'generate' && !isCommand)) continue;
        const text = await textOf(sources, field, source, (problem) => {
          // Without it, a file can still be applied; a command has nothing to do.
          if (isCommand) throw new UsageError(`the ${secretName(field)} of ${name}: ${problem}`);
        });
        if (text !== undefined) known.set(placeOf(`${kind}/${name}`, field.key), new Secret(text));
      }
    }
  }
  return (address, key) => known.get(placeOf(address, key));
}

const placeOf = (address: string, key: string): string => JSON.stringify([address, key]);

/** Finds or generates every secret that a plan sets. */
export async function gatherSecrets(sources: SecretSources, { steps }: Planned): Promise<Gathered> {
  const all = new Map<string, Secrets>();
  const chosen: Gathered['chosen'][number][] = [];
  const made = new Map<string, Made>();
  const problems: string[] = [];
  for (const { work } of steps) {
    if (!('target' in work)) continue;
    const { kind, address, name } = work.target;
    const found = new Map<string, Secret>();
    for (const field of kind.secrets ?? []) {
      const source =
        sourceOf(work.target, field) ??
        // Nobody knows the password of an agent that has none in the file: "forgot password" makes another one.
        (work.do === 'create' && field.generated === 'always' ? UNSEEN : undefined);
      const secret =
        work.do === 'update'
          ? work.secrets.get(field.key)
          : await secretFrom(sources, field, source, (problem) => problems.push(`${address}: ${problem}`));
      if (secret === undefined) continue;
      const long = field.length && tooLong(secret.reveal(), field.length);
      if (long !== undefined) problems.push(`${address}: its ${secretName(field)} ${long}`);
      found.set(field.key, secret);
      if (source?.from !== 'generate') {
        if (field.generated !== undefined) chosen.push({ address, password: secret });
      } else if (source !== UNSEEN) made.set(address, { name, text: secret.reveal() });
    }
    all.set(address, found);
  }
  return { all, chosen, made, problems };
}

/** A password that no one sees. */
const UNSEEN: AskedSecret = { from: 'generate' };

async function secretFrom(
  sources: SecretSources,
  field: SecretField,
  source: AskedSecret | undefined,
  refuse: (problem: string) => void,
): Promise<Secret | undefined> {
  const text = source && (await textOf(sources, field, source, refuse));
  return text === undefined ? undefined : new Secret(text);
}

/**
 * Hands out passwords during a run, and warns of those that are easy to guess.
 * @param file Where generated ones are written to; without it they are shown on the terminal.
 * @throws UsageError where they can be neither written nor shown, before anything is requested.
 */
export async function handOut(
  context: Context,
  { all, chosen, made }: Gathered,
  planPath: string,
  file: string | undefined,
): Promise<HandedOut> {
  for (const { address, password } of chosen) {
    if (await isWeak(password.reveal())) await context.warn(`${address}: its password is easy to guess`);
  }
  return {
    of: ({ address }) => all.get(address) ?? new Map(),
    ...(await outletFor(context, made, planPath, file)),
  };
}

async function textOf(
  { host: { env, files, random }, planPath, typed }: SecretSources,
  { key }: SecretField,
  source: AskedSecret,
  refuse: (problem: string) => void,
): Promise<string | undefined> {
  if (source.from === 'generate') return newPassword(random);
  if (source.from === 'prompt') return typed.get(key)?.reveal();
  if (source.from === 'env') {
    const value = Object.hasOwn(env, source.name) ? env[source.name] : undefined;
    if (value) return value;
    refuse(`the variable ${source.name} is not set`);
    return undefined;
  }
  const path = resolve(dirname(planPath), source.path);
  const text = await files.read(path);
  // Windows editors put an invisible mark before the text.
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
): Promise<Omit<HandedOut, 'of'>> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (made.size === 0) return { announce: nothing, retract: nothing, show: nothing, place: undefined };
  if (file !== undefined) return fileOutlet(context, made, planPath, file);
  const { stderr } = context.host.io;
  if (!stderr.isTTY) {
    throw new UsageError(`cannot show ${plural(made.size, 'new password')} without a terminal`, {
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
    place: 'shown above, once',
  };
}

async function fileOutlet(
  context: Context,
  made: ReadonlyMap<string, Made>,
  planPath: string,
  file: string,
): Promise<Omit<HandedOut, 'of'>> {
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

async function tableOf(all: readonly Made[]): Promise<string> {
  const { alignCells } = await import('../../../report/tabular/columns.ts');
  const rows = alignCells(all.map(({ name, text }) => [clean(name), text])).replace(/^/gm, '  ');
  return `\nNew passwords, shown this once:\n${rows}\n\n`;
}

async function isWeak(text: string): Promise<boolean> {
  const { passwordStrength } = await import('../../../core/password.ts');
  return (await passwordStrength(text)) === 'weak';
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
