/** The configuration file: where it is, how it is read, and how it is written so that no one else can read it. */
import { PRIVATE } from '../../core/modes.ts';
import { chmodSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConflictError, UsageError } from '../../core/errors.ts';
import type { Host } from '../../core/ports.ts';
import { lockInTurn } from '../session/lock-turn.ts';
import { emptyConfig, type Config, type ConfigStore } from '../session/profiles.ts';
import { set } from '../session/settings.ts';
import { systemClock } from './clock.ts';
import { isAbsent, reasonOf } from './errno.ts';

/** What `makeFolder` gives. */
const FOLDER_MODE = 0o700;
const OTHERS = 0o077;
const STICKY = 0o1000;

type StoreHost = Pick<Host, 'env' | 'clock' | 'system'>;

/** The store of this machine's user. Nothing is read or loaded before it is asked for. */
export function createConfigStore(host: StoreHost): ConfigStore {
  const folder = configFolder(host);
  const path = join(folder, 'config.json');
  return {
    path,
    load: (warn) => load(host, path, warn),
    update: (change, warn) => update(host, path, change, warn),
  };
}

/** VOIPBIN_CONFIG_DIR, or the folder that the system has for this. */
export function configFolder({ env, system }: Pick<Host, 'env' | 'system'>): string {
  const own = set(env['VOIPBIN_CONFIG_DIR']);
  if (own !== undefined) return resolve(system.cwd, own);
  if (system.platform === 'win32') {
    return join(set(env['APPDATA']) ?? join(system.homedir, 'AppData', 'Roaming'), 'voipbin');
  }
  const xdg = set(env['XDG_CONFIG_HOME']);
  // The XDG specification: a relative path must be ignored.
  return join(xdg?.startsWith('/') ? xdg : join(system.homedir, '.config'), 'voipbin');
}

/** Where runs keep their state: next to the configuration if that was named, otherwise in the system's place. */
export function stateFolder({ env, system }: Pick<Host, 'env' | 'system'>): string {
  if (set(env['VOIPBIN_CONFIG_DIR']) !== undefined) return join(configFolder({ env, system }), 'state');
  if (system.platform === 'win32') {
    return join(set(env['LOCALAPPDATA']) ?? join(system.homedir, 'AppData', 'Local'), 'voipbin');
  }
  const xdg = set(env['XDG_STATE_HOME']);
  return join(xdg?.startsWith('/') ? xdg : join(system.homedir, '.local', 'state'), 'voipbin');
}

async function load(host: StoreHost, path: string, warn: (message: string) => void): Promise<Config> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!isAbsent(error)) {
      warn(`${path} cannot be read (${reasonOf(error)}); continuing without saved sign-ins`);
    }
    return emptyConfig();
  }
  if (host.system.platform !== 'win32') tighten(host, path, warn);
  const { readConfig } = await import('../session/config-schema.ts');
  const config = readConfig(text, (message) => {
    warn(`${path}: ${message}; \`voipbin\` works without it until that is fixed`);
  });
  if (typeof config === 'object') return config;
  const aside = `${path}.broken-${new Date(host.clock.now()).toISOString().slice(0, 19).replaceAll(':', '-')}`;
  try {
    renameSync(path, aside);
    warn(
      `${path} is broken (${config}); it was moved to ${aside}. Fix it there and move it back, or sign in again with \`voipbin login\``,
    );
  } catch (error) {
    warn(`${path} is broken (${config}) and cannot be moved aside (${reasonOf(error)})`);
  }
  return emptyConfig();
}

/** Takes away what others may do with the file and its folder. */
function tighten(host: StoreHost, path: string, warn: (message: string) => void): void {
  const folder = dirname(path);
  for (const [place, wanted] of [
    [folder, FOLDER_MODE],
    [path, PRIVATE],
  ] as const) {
    const { mode } = statSync(place);
    if ((mode & OTHERS) === 0) continue;
    // A folder that is not ours alone must stay open: /tmp, or a whole home.
    if (place === folder && (mode & STICKY || [host.system.homedir, '/'].includes(folder))) continue;
    try {
      chmodSync(place, wanted);
      warn(`${place} was open to other users of this machine; its mode is now 0${wanted.toString(8)}`);
    } catch (error) {
      warn(
        `${place} is open to other users of this machine, and that cannot be changed (${reasonOf(error)})`,
      );
    }
  }
}

/** Under a lock, from a fresh read: two commands at the same time do not overwrite each other. */
async function update(
  host: StoreHost,
  path: string,
  change: (config: Config) => Config,
  warn: (message: string) => void,
): Promise<Config> {
  const lock = await orUnwritable(path, async () => {
    const [{ makeFolder }, { takeLock }] = await Promise.all([import('./folders.ts'), import('./lock.ts')]);
    await makeFolder(dirname(path));
    return lockInTurn(() => takeLock(`${path}.lock`), systemClock);
  });
  if ('holder' in lock) {
    throw new ConflictError(`${path} is in use by another run (process ${lock.holder.pid ?? 'unknown'})`, {
      hint: 'nothing was saved: try again when that has ended',
    });
  }
  try {
    const before = await load(host, path, warn);
    const after = change(before);
    if (after !== before) await orUnwritable(path, () => save(host, path, after));
    return after;
  } finally {
    await lock.release();
  }
}

async function save(host: StoreHost, path: string, { unread, ...config }: Config): Promise<void> {
  const { writeWhole } = await import('./files.ts');
  const saved = { ...config, profiles: { ...unread, ...config.profiles } };
  await writeWhole(path, `${JSON.stringify(saved, null, 2)}\n`, PRIVATE);
  // The folder may have been there before us, with another mode.
  if (host.system.platform !== 'win32') tighten(host, path, () => undefined);
}

async function orUnwritable<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`, {
      hint: 'set VOIPBIN_CONFIG_DIR to a folder that you can write to',
      cause: error,
    });
  }
}
