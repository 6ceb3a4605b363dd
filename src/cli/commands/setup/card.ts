/** The last word: what to dial, who signs in where, what the audit says of the result. */
import { plural, wrapped } from '../../../core/text.ts';
import { MINUTE } from '../../../core/time.ts';
import { listOf } from '../../../setup/answers.ts';
import { knownObjects, textOf } from '../../../setup/facts.ts';
import {
  addressesOf,
  companyOf,
  hasHours,
  newExtensions,
  peopleOf,
  type Person,
  type Scene,
} from '../../../setup/scene.ts';
import { stillRefused } from '../../../setup/steps/outbound.ts';
import { ANY, kindOf, ownNumber, wantedNumbers } from '../../../setup/numbers.ts';
import type { Context } from '../../context.ts';
import { printCard } from '../../output.ts';
import type { ApplyResult } from '../plan/apply.ts';
import { spentRow } from '../plan/undo-row.ts';
import { callsData, callsLines, failedIn, type CallsVerdict } from './calls.ts';
import { judgeAccount, verdictData, verdictLines, type Verdict } from './verdict.ts';

export interface Outcome {
  at: Scene;
  result: ApplyResult;
  /** Undefined where none was kept. */
  planFile: string | undefined;
  /** How long a caller waits for an agent until the platform ends the call; undefined: no one waits. */
  waitMs: number | undefined;
  /** Names of the flows that setup has made and no number leads to. */
  uncalled: readonly string[];
  calls: CallsVerdict;
}

type Row = [label: string, value: string];

export async function showCard(context: Context, outcome: Outcome): Promise<void> {
  const sites = sitesOf((await context.api()).client.apiUrl);
  const { calls } = outcome;
  const verdict: Verdict = 'cancelled' in calls ? calls : await judgeAccount(context);
  // Apart from the progress above it.
  if (context.host.io.stderr.isTTY) await context.notice('');
  const { run } = outcome.result;
  await printCard(context, {
    title: `${companyOf(outcome.at)} ${state(run, failedIn(calls))}`,
    rows: () => fitted(context, rowsOf(outcome, sites, verdict, context.flags.demo === undefined)),
    raw: dataOf(outcome, verdict),
  });
  if ('cancelled' in verdict) throw verdict.cancelled;
}

function state(run: string | undefined, failed: number): string {
  const calls = `${plural(failed, 'test call')} failed`;
  if (run === undefined)
    return failed === 0 ? 'already matches your answers: nothing to do' : `was not changed, and ${calls}`;
  return failed === 0 ? 'is ready' : `is set up, but ${calls}`;
}

function rowsOf(
  { at, result, planFile, waitMs, uncalled, calls }: Outcome,
  sites: Sites,
  verdict: Verdict,
  isReal: boolean,
): Row[] {
  const people = peopleOf(at);
  const numbers = numbersOf(at, result).map(
    ({ number, name, virtual }) =>
      `${number}  ${name}${virtual ? ' (virtual: from within VoIPBIN and by SIP)' : ''}`,
  );
  const { passwordsAt, plan, run } = result;
  return [
    ...block('Call', numbers),
    ...block('Not called', uncalled.map(uncalledLine)),
    ...block('Sign in', signInLines(people, sites)),
    ...block('Telephones', telephoneLines(at, sites)),
    ...block('Passwords', passwordsAt === undefined ? [] : [passwordsAt]),
    ...spentRow(plan),
    ...block('Waiting', waitLines(waitMs)),
    ...block('Hours', hoursLines(at)),
    ...block('Refused', refusedLines(at)),
    ...block('Test calls', callsLines(calls)),
    ...block('Audit', verdictLines(verdict, idsOf(result))),
    ...block('Plan file', planFile === undefined ? [] : [`${planFile}: change it, then \`voipbin apply\``]),
    ...block('Undo', isReal && run !== undefined ? [`voipbin undo ${run}`] : []),
    ...block('Next', nextLines(people, numbers.length > 0)),
  ];
}

function dataOf({ at, result, planFile, calls }: Outcome, verdict: Verdict): object {
  return {
    format: 'voipbin.setup/1',
    run: result.run ?? null,
    customer_id: result.plan.customer_id,
    plan_file: planFile ?? null,
    cost: result.plan.cost,
    numbers: numbersOf(at, result).map(({ number, name, flow }) => ({ number, name, flow })),
    agents: peopleOf(at).map(({ email, groups, agent }) => ({
      username: email,
      groups,
      address: addressesOf(at).get(email) ?? null,
      is_new: agent === undefined,
    })),
    changes: result.done
      .filter(({ change }) => change.verb !== 'note')
      .map(({ change, id }) => ({ address: change.address, verb: change.verb, id: id ?? null })),
    calls: callsData(calls),
    audit: verdictData(verdict),
  };
}

const idsOf = ({ done }: ApplyResult): ReadonlySet<string> => new Set(done.flatMap(({ id }) => id ?? []));

const uncalledLine = (flow: string): string =>
  `no number or flow leads to ${flow}: link one in the plan file`;

/** What people dial, as it has become. */
function numbersOf(at: Scene, { done }: ApplyResult) {
  return wantedNumbers(at).map(({ answer, name, flow }) => {
    const made = done.find(({ change }) => change.address === `numbers/${name}`)?.key;
    const before = knownObjects(at.facts, 'numbers').find((known) => known.name === name)?.object['number'];
    const number = answer === ANY ? (made ?? textOf(before)) : answer;
    const virtual =
      ownNumber(at.facts, number)?.['type'] === 'virtual' || kindOf(at.facts, answer) === 'virtual';
    return { number, name, flow, virtual };
  });
}

function signInLines(people: readonly Person[], { agents, admin }: Sites): string[] {
  if (people.length === 0) return [];
  const lines = people.map(
    (person) =>
      `${person.email}${person.admin ? ', administrator' : ''}${person.agent === undefined ? '' : ', with an unchanged password'}`,
  );
  const also = people.some((person) => person.admin) ? `, administrators at ${admin}` : '';
  return [`at ${agents}${also}:`, ...lines];
}

function telephoneLines(at: Scene, { registrar }: Sites): string[] {
  const domain = registrar === undefined ? '' : `, domain ${at.facts.live.customer.id}.${registrar}`;
  return newExtensions(at).map(({ extension, email }) => `extension ${extension} of ${email}${domain}`);
}

/** Calls that no country of the list lets pass. */
function refusedLines(at: Scene): string[] {
  const refused = stillRefused(listOf(at.answers['countries']));
  return refused === undefined ? [] : [refused];
}

/** A flow of opening hours holds the dates of a year. */
function hoursLines(at: Scene): string[] {
  return hasHours(at)
    ? ['they cover the next 365 days: `voipbin hours renew` extends them, and prints a line for cron']
    : [];
}

/** The platform gives a call 100 actions, and ends it after that. */
function waitLines(waitMs: number | undefined): string[] {
  return waitMs === undefined
    ? []
    : [
        `a caller waits up to ${Math.floor(waitMs / MINUTE)} minutes for an agent; then the platform ends the call`,
      ];
}

function nextLines(people: readonly Person[], called: boolean): string[] {
  if (people.every(({ groups }) => groups.length === 0)) return [];
  return [
    `they sign in and set their status to available${called ? '; then call the number' : ''}`,
    'run `voipbin audit` regularly: `voipbin doctor --cron` prints a line for cron',
  ];
}

interface Sites {
  admin: string;
  agents: string;
  registrar: string | undefined;
}

/** The platform's sites have fixed names; those of other servers are unknown. */
function sitesOf(apiUrl: string): Sites {
  const [, domain] = /^api\.(.+)$/.exec(new URL(apiUrl).hostname) ?? [];
  return {
    admin: domain === undefined ? 'the console of your server' : `https://admin.${domain}`,
    agents: domain === undefined ? 'the agent page of your server' : `https://talk.${domain}`,
    registrar: domain === undefined ? undefined : `registrar.${domain}`,
  };
}

// ---- layout

const MOST_LINES = 12;
/** The width that the card needs in addition to label and value. */
const MARGIN = 5;

/** Several lines under one label. */
function block(label: string, lines: readonly string[]): Row[] {
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `and ${more} more`] : lines;
  return shown.map((line, index) => [index === 0 ? label : '', line]);
}

/** Values that are wider than the terminal go on in the next row. */
function fitted({ host }: Context, rows: readonly Row[]): Row[] {
  const { isTTY, columns } = host.io.stdout;
  if (!isTTY || columns === undefined) return [...rows];
  const width = columns - MARGIN - Math.max(...rows.map(([label]) => label.length));
  return rows.flatMap(([label, value]) =>
    wrapped(value, width).map((line, index): Row => [index === 0 ? label : '', line]),
  );
}
