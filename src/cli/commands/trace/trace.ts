/** `trace`: one call followed, or every way of it. */
import type { CallSetup } from '../../../calls/call.ts';
import { exploreOn } from '../../../calls/explore/explore.ts';
import { CALLER_HINT, readCaller } from '../../../calls/caller.ts';
import { partyVariables } from '../../../calls/platform-variables.ts';
import { readPressing, type Pressing } from '../../../calls/presses.ts';
import { serversOf, type KnownServer } from '../../../calls/server.ts';
import { followOnServers, type ServerRuns } from '../../../calls/servers.ts';
import { UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { formatLocal } from '../../../core/time.ts';
import { storedHours } from '../../../hours/flow.ts';
import { shownBy, type ServerEvidence } from '../../../snapshot/server-evidence.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import type { OutputFormat } from '../../program/flags.ts';
import type { TraceFormat } from '../../trace-formats.ts';
import { tracedAccount, type TracedAccount } from './account.ts';
import { entranceOf, type Entrance } from './entrance.ts';
import { momentInZones, momentNotCovered, momentOf, type NamedHours } from './moment.ts';
import { writeTrace, type Heading } from './write.ts';
import { writeExploration } from './write-ways.ts';
import type { TraceFlags } from './command.ts';

export async function trace({ context, args: [named = ''], options }: Call<TraceFlags>): Promise<ExitCode> {
  const { clock, system } = context.host;
  const zone = options.timeZone ?? system.timeZone;
  const moment = momentOf(options.at, zone, clock.now());
  const variables = variablesOf(options.variable ?? []);
  const pressing = pressingOf(options.press);
  const from = callerOf(options.from);
  refuseUnused(options);
  const traced = await tracedAccount(context, options);
  const names = { ...traced.names, withoutCall: options.withoutCall === true };
  const entrance = entranceOf(named, traced);
  const evidence = evidenceBeside(options, traced);
  const shown: KnownServer = {
    ...shownBy(evidence),
    ...(options.timeouts !== undefined && { timeouts: options.timeouts === 'yes' }),
  };
  const heading: Heading = {
    entrance,
    at: moment,
    moment: formatLocal(moment, zone),
    formatMoment: (time) => formatLocal(time, zone),
    evidence,
    withoutCall: options.withoutCall === true,
  };
  const format = options.output ?? formatOf((await context.settings()).output);
  const parties = options.withoutCall === true ? {} : partyVariables(from, entrance.number);
  const given = { ...parties, ...variables };
  if (options.all === true)
    return exploreAll(context, {
      traced: { ...traced, names },
      entrance,
      moment,
      heading,
      format,
      given,
      options,
      shown,
    });
  const setup: Omit<CallSetup, 'server'> = {
    flow: entrance.flow,
    moment,
    inCall: options.withoutCall !== true,
    variables: given,
    ...pressing,
    people: {
      freeAfter: (queue) => (traced.isFree(queue) ? 0 : undefined),
      answer: options.nobodyAnswers === true ? 'nobody' : 'stays',
    },
  };
  const runs = followOnServers(setup, shown, traced.account);
  const hours = hoursOf(runs, traced);
  const notes = [...momentInZones(moment, zone, hours), ...momentNotCovered(moment, hours)];
  await writeTrace(context, format, { ...heading, notes }, runs, names);
  return traced.exitCode;
}

/** The opening hours that a call asks for. */
function hoursOf(runs: ServerRuns, { flows, names }: TracedAccount): NamedHours[] {
  const asked = new Set(runs.flatMap((one) => one?.run.executed.map(({ flow }) => flow) ?? []));
  return flows.flatMap(({ id, actions }) => {
    const hours = asked.has(id.toLowerCase()) ? storedHours(actions) : undefined;
    if (hours === undefined) return [];
    const { covered, definition } = hours;
    return [{ name: names.flow(id), zone: definition.time_zone, covered }];
  });
}

/** What environment and profile say of other commands. */
function formatOf(output: OutputFormat): TraceFormat {
  switch (output) {
    case 'json':
    case 'jsonl':
      return 'json';
    case 'yaml':
    case 'markdown':
      return output;
    default:
      return 'text';
  }
}

interface Exploring {
  traced: TracedAccount;
  entrance: Entrance;
  moment: number;
  heading: Heading;
  format: TraceFormat;
  given: Readonly<Record<string, string>>;
  options: TraceFlags;
  /** What is known of the server. */
  shown: KnownServer;
}

async function exploreAll(
  context: Context,
  { traced, entrance, moment, heading, format, given, options, shown }: Exploring,
): Promise<ExitCode> {
  const explored = exploreOn(
    serversOf(shown),
    {
      flows: [entrance.flow],
      from: moment,
      inCall: options.withoutCall !== true,
      variables: options.from === undefined ? definedOf(given) : given,
    },
    traced.account,
  );
  await writeExploration(context, format, { heading, explored, traced });
  return traced.exitCode;
}

/** Who calls is tried for all that it is compared with, unless it was given. */
const definedOf = (variables: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('voipbin.call.source.')));

function callerOf(text: string | undefined): string | undefined {
  const caller = text === undefined ? undefined : readCaller(text);
  if (text === undefined || caller !== undefined) return caller;
  throw new UsageError(`--from: ${JSON.stringify(text)} is not a caller`, { hint: CALLER_HINT });
}

/** @throws UsageError for a flag that would change nothing. */
function refuseUnused({ all, press, nobodyAnswers, withoutCall }: TraceFlags): void {
  const given = [
    ...(press === undefined ? [] : ['--press']),
    ...(nobodyAnswers === true ? ['--nobody-answers'] : []),
  ];
  const [flag] = given;
  if (flag === undefined) return;
  if (all === true)
    throw new UsageError(`--all and ${flag} cannot be combined`, {
      hint: '--all tries every key and every answer; leave one of the two out',
    });
  if (withoutCall === true)
    throw new UsageError(`--without-call and ${flag} cannot be combined`, {
      hint: 'without a call, no one presses a key or answers',
    });
}

/** @throws UsageError for what no telephone has, and for what is not a time. */
function pressingOf(text: string | undefined): Pressing {
  const read = text === undefined ? { presses: [], keys: [] } : readPressing(text);
  if (!('wrong' in read)) return read;
  const what = JSON.stringify(read.text);
  throw read.wrong === 'key'
    ? new UsageError(`--press: ${what} is not a key of a telephone`, {
        hint: 'use 0 to 9, * and #, with a comma between two questions: 1,12#',
      })
    : new UsageError(`--press: ${what} is not a key at a time of the call`, {
        hint: 'write the time after the key, with its unit: 1@3s, 1@2.5s or 1@1m30s',
      });
}

function variablesOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new UsageError(`${JSON.stringify(pair)} is not a variable`, {
        hint: 'write it as in --variable language=en',
      });
    }),
  );
}

/** What the account's own runs show, but for what the flag says: that goes first. */
function evidenceBeside({ timeouts: flag }: TraceFlags, { evidence }: TracedAccount): ServerEvidence {
  const { timeouts: _timeouts, ...others } = evidence;
  return flag === undefined ? evidence : others;
}
