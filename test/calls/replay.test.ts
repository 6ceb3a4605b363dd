/** Every run and every call that was recorded on the genuine server, followed by the executor. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Action, Flow, Queue } from '../../src/api/wire.ts';
import { accountOf } from '../../src/calls/account.ts';
import type { CallRun, CallSetup, KeyPress } from '../../src/calls/call.ts';
import type { Step } from '../../src/calls/code.ts';
import { readPressing } from '../../src/calls/presses.ts';
import { followCall } from '../../src/calls/run.ts';
import { PUBLISHED } from '../../src/calls/server.ts';

const contract = resolve(import.meta.dirname, '../contract');
const load = (file: string): unknown => JSON.parse(readFileSync(resolve(contract, file), 'utf8'));

interface Recorded {
  name: string;
  about: string;
  flows: Record<string, Action[]>;
}

interface RecordedRun extends Recorded {
  at: string;
  refused?: unknown;
  result: {
    status: 'ended' | 'running';
    executed: number[] | number;
    current: { id?: number | string; type?: string };
  };
}

interface RecordedCall extends Recorded {
  timeouts: boolean;
  keys: { at_s: number; keys: string }[];
  queue?: {
    wait_flow: Action[] | null;
    wait_timeout: number;
    service_timeout: number;
    agent: 'none' | 'available';
  };
  result: {
    status: 'ended' | 'running';
    executed: (number | string)[];
    current: number | string;
    end: string;
  };
}

const FINISH = '00000000-0000-0000-0000-000000000002';
const QUEUE = 'bbbbbbbb-0000-4000-8000-000000000001';
const WAIT_FLOW = 'bbbbbbbb-0000-4000-8000-000000000002';
/** Names of flows become ids; `{flow:x}` names one. */
const flowId = (name: string): string =>
  `cccccccc-0000-4000-8000-${Buffer.from(name).toString('hex').slice(0, 12).padStart(12, '0')}`;

function flowsOf({ flows }: Recorded): Flow[] {
  return Object.entries(flows).map(([name, actions]) => {
    const text = JSON.stringify(actions)
      .replace(/\{flow:([^}]+)\}/g, (_, other: string) => flowId(other))
      .replaceAll('{queue}', QUEUE);
    return { id: flowId(name), name, actions: JSON.parse(text) as Action[] };
  });
}

/** An action as the records name it: by the small number at the end of its id; an inserted one by its type. */
const named = (step: Step | undefined): number | string | undefined =>
  step === undefined ? undefined : step.inserted ? step.type : Number(step.id.slice(-4));

describe('recorded runs without a call', () => {
  const runs = ['executions.json', 'random.json'].flatMap(
    (file) => load(`executions/${file}`) as RecordedRun[],
  );

  it('are all there', () => {
    expect(runs).toHaveLength(153);
  });

  it.each(runs.filter(({ refused }) => refused === undefined).map((run) => [run.name, run] as const))(
    '%s',
    (_name, run) => {
      const setup: CallSetup = {
        flow: flowId('main'),
        moment: Date.parse(run.at),
        inCall: false,
        server: PUBLISHED,
      };
      const { executed, end } = followCall(setup, accountOf({ flows: flowsOf(run) }));
      const { status, current } = run.result;
      if (Array.isArray(run.result.executed)) expect(executed.map(named)).toEqual(run.result.executed);
      else expect(executed).toHaveLength(run.result.executed);
      if (status === 'running') expect(end.kind).toBe('blocked');
      else if (current.id === FINISH) expect(end.kind).toBe('regular');
      else expect(end.kind).toBe(executed.length === 100 ? 'limit' : 'failed');
      expect(named(end.step)).toBe(current.id === FINISH ? undefined : current.id);
    },
  );
});

/** The meaning of the names in the records. */
const spokenMs = (text: string): number => Number(/\[ms=(\d+)\]/.exec(text)?.[1] ?? 300);
const playedMs = (urls: readonly string[]): number =>
  urls.reduce((sum, url) => sum + Number(/ms(\d+)/.exec(url)?.[1] ?? 300), 0);

/** As one would write them for `trace --press`. */
function keysOf({ keys }: RecordedCall): readonly KeyPress[] {
  const read = readPressing(keys.map(({ at_s, keys: some }) => `${some}@${at_s}s`).join());
  return 'keys' in read ? read.keys : [];
}

function follow(call: RecordedCall, hangsUpAt?: number): CallRun {
  const { queue, about } = call;
  const flows = flowsOf(call);
  const rows: Queue[] =
    queue === undefined ? [] : [{ id: QUEUE, wait_flow_id: queue.wait_flow === null ? '' : WAIT_FLOW }];
  if (queue?.wait_flow) flows.push({ id: WAIT_FLOW, name: 'wait', actions: queue.wait_flow });
  return followCall(
    {
      flow: flowId('main'),
      moment: Date.parse('2026-11-28T17:30:00Z'),
      inCall: true,
      server: { ...PUBLISHED, timeouts: call.timeouts },
      keys: keysOf(call),
      people: {
        freeAfter: () => (queue?.agent === 'available' ? 0 : undefined),
        answer: /rings|busy/.test(about) ? 'nobody' : /stays/.test(about) ? 'stays' : 'hangs up',
      },
      speechMs: spokenMs,
      playMs: playedMs,
      hangsUpAt,
    },
    accountOf({ flows, queues: rows }),
  );
}

function endOf({ result: { status, current, end, executed } }: RecordedCall, step: Step | undefined): string {
  if (status === 'running') return current === 'confbridge_join' ? 'agent' : 'blocked';
  if (end === 'caller hung up' || end === 'callee side ended') return 'caller-hung-up';
  if (current === 'finish') return 'regular';
  if (step?.type === 'hangup') return 'hangup';
  return executed.length === 100 ? 'limit' : 'failed';
}

describe('calls', () => {
  const calls = load('call-runs/calls.json') as RecordedCall[];

  it('are all there', () => {
    expect(calls).toHaveLength(110);
  });

  it.each(calls.map((call) => [call.name, call] as const))('%s', (_name, call) => {
    const { executed: recorded, current } = call.result;
    let run = follow(call);
    // The records do not say when a caller hung up, only during which action.
    if (/caller hung up|callee side/.test(call.result.end)) {
      const { at = 0, lasts } = run.events[recorded.length] ?? {};
      run = follow(call, lasts === 0 ? at : at + 1);
    }
    expect(run.executed.map(named)).toEqual(recorded);
    expect(run.end.kind).toBe(endOf(call, run.end.step));
    expect(named(run.end.step)).toBe(current === 'finish' ? undefined : current);
  });
});
