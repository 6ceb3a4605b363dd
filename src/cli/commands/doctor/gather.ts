/** Everything that `doctor` looks at, gathered at the same time as far as that is possible. Nothing is changed. */
import { dirname, join } from 'node:path';
import type { Api } from '../../../api/api.ts';
import type { Attempt } from '../../../api/client.ts';
import { escaped } from '../../../core/text.ts';
import { UNANSWERED } from '../../../doctor/check.ts';
import type { ConfigFile, Facts, KnownSettings, Learned, StateFolder } from '../../../doctor/facts.ts';
import type { Context } from '../../context.ts';
import { environmentNames } from '../../program/help-topics.ts';
import { readConfig } from '../../session/config-schema.ts';
import { connect, type Connection } from '../../session/connection.ts';
import { emptyConfig, type Config } from '../../session/profiles.ts';
import {
  isInTheClear,
  KEY_VARIABLES,
  resolveSettings,
  sendable,
  type Settings,
} from '../../session/settings.ts';
import { stateFolder } from '../../system/config-store.ts';
import { gatherAccount } from './gather-account.ts';
import { gatherNetwork } from './gather-network.ts';
import { andThen, learn } from './learn.ts';
import { learnCredential, type SignIn } from './sign-in.ts';

/** What is known without a request. */
export interface LocalFacts {
  facts: Pick<
    Facts,
    | 'config'
    | 'credential'
    | 'env'
    | 'homedir'
    | 'isDemo'
    | 'keyVariables'
    | 'knownVariables'
    | 'machine'
    | 'nodeVersion'
    | 'platform'
    | 'settings'
    | 'state'
    | 'timeZone'
    | 'version'
  >;
  settings: Learned<Settings>;
  signIn: SignIn;
}

export async function gatherLocal(context: Context): Promise<LocalFacts> {
  const { host, version, flags } = context;
  const [machine, { file, config }, state] = await Promise.all([
    host.probes.machine(),
    readConfigFile(context),
    lookAtState(context),
  ]);
  // As every command does it: the example account needs no profile.
  const settings = await learn(() =>
    sendable(resolveSettings(flags, host.env, flags.demo ? emptyConfig() : config)),
  );
  const signIn = await learnCredential(context, settings);
  return {
    settings,
    signIn,
    facts: {
      version,
      timeZone: host.system.timeZone,
      platform: host.system.platform,
      nodeVersion: host.system.nodeVersion,
      homedir: host.system.homedir,
      env: host.env,
      knownVariables: [...new Set([...environmentNames, ...KEY_VARIABLES])],
      keyVariables: KEY_VARIABLES,
      machine,
      state,
      config: file,
      settings: 'known' in settings ? { known: knownSettings(settings.known) } : settings,
      isDemo: flags.demo !== undefined,
      credential: signIn.fact,
    },
  };
}

/** A request or two for each fact about the server and the account. */
export async function gather(context: Context): Promise<Facts> {
  const local = await gatherLocal(context);
  const attempts: Attempt[] = [];
  const note = (attempt: Attempt): void => void attempts.push(attempt);
  const connection = await andThen(local.settings, (settings) => openConnection(context, settings));
  try {
    return await gatherFrom(context, local, connection, { attempts, note });
  } finally {
    if ('known' in connection) await connection.known.close();
  }
}

/** No answer is worth waiting longer for: what is slow is reported. */
const TIMEOUT_MS = 10_000;

async function openConnection(context: Context, settings: Settings): Promise<Connection> {
  const { host, flags, version } = context;
  const nothing = (): Promise<void> => Promise.resolve();
  const timeoutMs = Math.min(settings.timeoutMs, TIMEOUT_MS);
  return connect({
    host,
    flags,
    version,
    settings: { ...settings, timeoutMs },
    warn: nothing,
    announceDemo: nothing,
  });
}

async function gatherFrom(
  context: Context,
  local: LocalFacts,
  connection: Learned<Connection>,
  { attempts, note }: { attempts: readonly Attempt[]; note: (attempt: Attempt) => void },
): Promise<Facts> {
  const network = await gatherNetwork(context, local.settings, connection, note);
  const account = await gatherAccount(
    await signedIn(context, local.signIn, { connection, ping: network.ping, note }),
    local.signIn.fact,
  );
  return {
    ...local.facts,
    ...network,
    ...account,
    now: context.host.clock.now(),
    durations: attempts.filter(({ status }) => status !== undefined).map(({ durationMs }) => durationMs),
    requests: {
      sent: attempts.length,
      refused: attempts.filter(({ status }) => status === 429).length,
    },
    job: undefined,
  };
}

interface Reached {
  connection: Learned<Connection>;
  ping: Facts['ping'];
  note: (attempt: Attempt) => void;
}

/** A server that does not answer is asked for nothing else. */
async function signedIn(
  { flags }: Context,
  { fact, credential }: SignIn,
  { connection, ping, note }: Reached,
): Promise<Learned<Api>> {
  if (!('known' in fact)) return { skipped: 'there is no credential' };
  if (!('known' in ping)) return { skipped: UNANSWERED };
  const needs = { onAttempt: note, readOnly: true };
  return andThen(connection, (known) =>
    credential === undefined || flags.asCustomer !== undefined
      ? known.api(needs)
      : known.apiWith(credential, needs),
  );
}

function knownSettings(settings: Settings): KnownSettings {
  const { apiUrl, timeoutMs, rate, output, caFile, profileName, profile, sources } = settings;
  return {
    apiUrl,
    timeoutMs,
    rate,
    output,
    caFile,
    profile: profileName,
    customer:
      profile?.customer_id === undefined
        ? undefined
        : { id: profile.customer_id, name: profile.customer_name ?? '' },
    sources,
    isInTheClear: isInTheClear(apiUrl),
  };
}

/** Only looks: other commands tighten a file that others can read, and move a broken one aside. */
async function readConfigFile({ host, store }: Context): Promise<{ file: ConfigFile; config: Config }> {
  const { path } = store;
  const problems: string[] = [];
  const read = await learn(() => host.files.read(path));
  const [mode, folderMode] = await Promise.all([host.files.mode(path), host.files.mode(dirname(path))]).catch(
    () => [undefined, undefined],
  );
  const text = 'known' in read ? read.known : undefined;
  const config = text === undefined ? emptyConfig() : readConfig(text, (problem) => problems.push(problem));
  const isBroken = typeof config === 'string';
  const known = isBroken ? emptyConfig() : config;
  return {
    config: known,
    file: {
      path,
      exists: text !== undefined || 'failed' in read,
      mode,
      folderMode,
      broken:
        'failed' in read
          ? `cannot be read: ${read.failed.message}`
          : isBroken
            ? `is broken: ${config}`
            : undefined,
      problems,
      profiles: Object.keys(known.profiles).map((name) => escaped(name)),
    },
  };
}

/** The nearest folder that exists says whether the others can be made. */
async function lookAtState({ host }: Context): Promise<StateFolder> {
  const path = stateFolder(host);
  const mode = await host.files.mode(path).catch(() => undefined);
  let next = join(path, 'voipbin-probe');
  while (dirname(next) !== next && !(await isThere(host, dirname(next)))) next = dirname(next);
  const tried = await learn(() => host.files.tryWrite(next));
  return { path, mode, problem: 'failed' in tried ? tried.failed.message : undefined };
}

const isThere = async ({ files }: Context['host'], path: string): Promise<boolean> =>
  (await files.mode(path).catch(() => undefined)) !== undefined;
