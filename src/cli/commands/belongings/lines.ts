/** What belongs to an object, as lines of its card. */
import type * as wire from '../../../api/wire.ts';
import { isSetId } from '../../../core/ids.ts';
import { formatUsd } from '../../../core/money.ts';
import { clean, plural } from '../../../core/text.ts';
import { clockTime, formatLocal, parseTime, SECOND } from '../../../core/time.ts';
import { addressText, type Reading, type Row } from '../../../resources/columns.ts';
import type { Listed } from '../../../resources/kind.ts';
import type { Names } from '../../../resources/names.ts';
import type { Parts } from './parts.ts';
import { executedSteps, queuesJoined } from './steps.ts';

/** What ids mean: read once, for people. */
export interface Known {
  reading: Reading;
  names: Names;
  flows: readonly wire.Flow[];
}

type Line = [label: string, text: string];

const NOT_READ = 'not read';

export function partLines(resource: Listed, row: Row, parts: Parts, known: Known): Line[] {
  const { reading } = known;
  const run = parts.activeflow;
  return [
    ...one('call', parts.call, (call) => callText(call, reading)),
    ...each('leg', parts.legs, (call) => callText(call, reading)),
    ...each('group call', parts.groupcalls, groupText),
    ...each('queue call', parts.queuecalls, (queuecall) => queuecallText(queuecall, run, known)),
    ...(resource.path === 'queuecalls' ? queueLines(run, known) : []),
    ...each('recording', parts.recordings, recordingText),
    ...cost(parts.billings),
    ...one('flow run', run, (activeflow) => runText(activeflow, reading)),
    ...stepLines(resource.path === 'activeflows' ? row : run, known),
    ...each('afterwards', parts.follow_ups, (activeflow) => runText(activeflow, reading)),
  ];
}

function one<T>(label: string, part: T | null | undefined, text: (part: T) => string): Line[] {
  return part === undefined ? [] : [[label, part === null ? '-' : text(part)]];
}

function each<T>(label: string, part: readonly T[] | null | undefined, text: (part: T) => string): Line[] {
  if (part === null) return [[label, NOT_READ]];
  return (part ?? []).map((item) => [label, text(item)]);
}

function callText(call: wire.Call, { nameOf, timeZone }: Reading): string {
  const at = parseTime(call.tm_create);
  const how = call.status === 'hangup' ? call.hangup_reason || 'ended' : (call.status ?? '');
  const agent = call.owner_type === 'agent' && isSetId(call.owner_id) ? nameOf('agents', call.owner_id) : '';
  return joined([
    at === undefined ? '' : formatLocal(at, timeZone),
    `${addressText(call.source)} to ${addressText(call.destination)}`,
    how,
    agent,
    call.id,
  ]);
}

const groupText = (group: wire.Groupcall): string =>
  joined([
    group.status ?? '',
    `rings ${(group.destinations ?? []).map(addressText).join(', ') || 'no one'}`,
    group.id,
  ]);

function queuecallText(row: wire.Queuecall, run: wire.Activeflow | null | undefined, known: Known): string {
  const queues = queuesJoined(run?.executed_actions).map((id) => known.reading.nameOf('queues', id));
  const waited = (row.duration_waiting ?? 0) > 0 ? `waited ${clockTime(row.duration_waiting ?? 0)}` : '';
  return joined([
    row.status ?? '',
    queues.length > 0 ? `in ${queues.join(', ')}` : '',
    waited,
    isSetId(row.service_agent_id)
      ? `answered by ${known.reading.nameOf('agents', row.service_agent_id)}`
      : '',
    row.id,
  ]);
}

/** A queue call does not name its queue: the flow run of its call does. */
const queueLines = (run: wire.Activeflow | null | undefined, { reading }: Known): Line[] =>
  queuesJoined(run?.executed_actions).map((id) => ['queue', reading.nameOf('queues', id)]);

function recordingText({ tm_start, tm_end, status, format, id }: wire.Recording): string {
  const [start, end] = [parseTime(tm_start), parseTime(tm_end)];
  const length = start === undefined || end === undefined ? '' : clockTime(Math.max(0, end - start));
  return joined([length, format ?? '', status ?? '', id]);
}

function cost(billings: readonly wire.Billing[] | null | undefined): Line[] {
  if (billings === null) return [['cost', NOT_READ]];
  if (billings === undefined || billings.length === 0) return [];
  const credit = billings.reduce((sum, { amount_credit }) => sum + (amount_credit ?? 0), 0);
  const tokens = billings.reduce((sum, { amount_token }) => sum + (amount_token ?? 0), 0);
  const seconds = billings.reduce((sum, { usage_duration }) => sum + (usage_duration ?? 0), 0);
  return [
    [
      'cost',
      joined([
        formatUsd(-credit),
        tokens === 0 ? '' : plural(-tokens, 'token'),
        `for ${clockTime(seconds * SECOND)}`,
      ]),
    ],
  ];
}

function runText(run: wire.Activeflow, { nameOf, timeZone }: Reading): string {
  const at = parseTime(run.tm_create);
  return joined([
    isSetId(run.flow_id) ? nameOf('flows', run.flow_id) : '',
    run.status ?? '',
    at === undefined ? '' : formatLocal(at, timeZone),
    run.id,
  ]);
}

const stepLines = (run: wire.Activeflow | null | undefined, { flows, names }: Known): Line[] =>
  executedSteps(run?.executed_actions, flows, names).map((text, index) => [`  ${index + 1}`, text]);

const joined = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map(clean)
    .join('  ');
