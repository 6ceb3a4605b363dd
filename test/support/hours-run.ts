/** A call that goes by opening hours, followed as the platform runs it. */
import type { Action, Flow } from '../../src/api/wire.ts';
import { accountOf } from '../../src/calls/account.ts';
import { followCall } from '../../src/calls/run.ts';
import { PUBLISHED } from '../../src/calls/server.ts';
import type { HoursAction } from '../../src/hours/compile.ts';
import { compileActions } from '../../src/resources/actions/compile.ts';
import type { ActionSpec } from '../../src/resources/document.ts';
import { stableId } from '../../src/resources/stable-id.ts';

const ids = { idOf: ({ kind, name }: { kind: string; name: string }): string => stableId(`${kind}/${name}`) };

const main: readonly ActionSpec[] = [
  { type: 'answer', option: {} },
  { type: 'hours', option: { hours: 'Office', closed: 'closed' } },
  { label: 'open', type: 'talk', option: { text: 'Welcome.' }, next: 'finish' },
  { label: 'closed', type: 'talk', option: { text: 'We are closed.' } },
];
const MAIN = stableId('flows/Main');
const mainActions = compileActions(main, ids, 'flows/Main');
const spoken = new Map([
  [mainActions[3]?.id, 'open'],
  [mainActions[4]?.id, 'closed'],
]);
/** Of the call itself: `answer`, and what is said in the end. */
const BESIDES = 2;

export interface Answered {
  answer: string | undefined;
  /** Actions that it took to find out. */
  executed: number;
}

/** @returns What a call hears that comes in at a minute since 1970, UTC. */
export function callsTo(hours: readonly HoursAction[] | readonly Action[]): (minute: number) => Answered {
  const isWire = hours.every((action) => 'id' in action);
  const actions = isWire ? hours : compileActions(hours as readonly HoursAction[], ids, 'hours/Office');
  const flows: Flow[] = [
    { id: MAIN, name: 'Main', actions: mainActions },
    { id: stableId('hours/Office'), name: 'Office', actions: actions as Action[] },
  ];
  const account = accountOf({ flows });
  return (minute) => {
    const { executed, end } = followCall(
      { flow: MAIN, moment: minute * 60_000, inCall: true, server: PUBLISHED, speechMs: () => 0 },
      account,
    );
    if (end.kind !== 'regular') throw new Error(`${new Date(minute * 60_000).toISOString()}: ${end.why}`);
    return { answer: spoken.get(executed.at(-1)?.id), executed: executed.length - BESIDES };
  };
}
