/** Repairs within a flow: actions that others take the place of, so that calls run as they were meant to. */
import type { Action, Flow } from '../api/wire.ts';
import type { Code } from '../calls/code.ts';
import { waysOf } from '../calls/explore/reading.ts';
import { speakable } from '../core/ssml.ts';
import { DIGITS, hasPlaceholder } from '../calls/variables.ts';
import { isSetId } from '../core/ids.ts';
import { speech } from '../core/speech.ts';
import { SECOND } from '../core/time.ts';
import { fetchersOf } from './afterwards.ts';
import type { AccountCalls } from './calls.ts';
import type { ActionRewrite, Repair, RepairAction } from './repair.ts';

/**
 * Undefined for a flow that the server does not change, as its successor is gone; and for actions that a call or a campaign
 * brings along.
 */
export function rewriting(
  row: Flow,
  calls: AccountCalls,
  because: string,
  what: { rewrite: readonly ActionRewrite[] } | { append: readonly RepairAction[] },
): Repair | undefined {
  const { id, on_complete_flow_id: after } = row;
  if (isSetId(after) && !calls.account.flows.has(after.toLowerCase())) return undefined;
  if (!calls.isFlow(row)) return undefined;
  return { because, changes: [{ kind: 'flows', id, ...what }] };
}

/** Whether other flows continue after it. */
export function isFetched({ id }: Flow, { account }: AccountCalls): boolean {
  const code = account.flows.get(id.toLowerCase());
  return code !== undefined && fetchersOf(account).has(code);
}

/** The action with other options. */
export const withOption = (action: Action, option: Record<string, unknown>): Action => ({
  ...action,
  option: { ...action.option, ...option },
});

/** The language that most of the flow speaks; undefined where it says nothing. */
export function languageOf({ actions }: Flow): string | undefined {
  const spoken = (actions ?? []).flatMap(({ type, option }) => {
    const language = option?.['language'];
    return type === 'talk' && typeof language === 'string' && language !== '' ? [language] : [];
  });
  const counts = new Map<string, number>();
  for (const language of spoken) counts.set(language, (counts.get(language) ?? 0) + 1);
  let most: string | undefined;
  for (const [language, count] of counts) if (count > (counts.get(most ?? '') ?? 0)) most = language;
  return most;
}

/** For a longer pause, someone has to choose hold music. */
const LONGEST_PAUSE = 60 * SECOND;

/** A pause that is spoken, in place of one that a timeout ends. */
export function spokenPause(row: Flow, index: number): ActionRewrite[] | undefined {
  const action = row.actions?.[index];
  const ms = action?.option?.['duration'];
  if (action?.type !== 'sleep' || typeof ms !== 'number' || ms > LONGEST_PAUSE) return undefined;
  const option = { text: speech({ pause: ms / SECOND }), language: languageOf(row) ?? 'en-US' };
  return [{ index, actions: [{ ...action, type: 'talk', option }] }];
}

/** The longest pause that speech services take in one piece. */
const LONGEST_BREAK = 10 * SECOND;

/**
 * One key that is waited for after an announcement becomes one that ends the announcement, which gets a pause at its
 * end. Only where nothing else leads to the waiting, and a branch follows that looks at the digits.
 */
export function keyDuringTalk(
  row: Flow,
  index: number,
  { account }: AccountCalls,
): ActionRewrite[] | undefined {
  const [talk, receive, branch] = [-1, 0, 1].map((offset) => row.actions?.[index + offset]);
  if (talk?.type !== 'talk' || receive?.type !== 'digits_receive' || branch?.type !== 'branch')
    return undefined;
  const { text } = talk.option ?? {};
  const { length, key, duration } = receive.option ?? {};
  const looksAtDigits = (branch.option?.['variable'] || DIGITS) === DIGITS;
  const goesThrough = !isSetId(talk.next_id) && !isSetId(receive.next_id) && talk.option?.['async'] !== true;
  if (length !== 1 || key || typeof duration !== 'number' || !looksAtDigits || !goesThrough) return undefined;
  if (typeof text !== 'string' || !speakable(text) || mayBeJumpedTo(receive, row, account)) return undefined;
  const pause = speech({ pause: Math.min(duration, LONGEST_BREAK) / SECOND }).replace(/<\/?speak>/g, '');
  return [
    {
      index: index - 1,
      actions: [withOption(talk, { text: withPause(text, pause), digits_handle: 'next' })],
    },
    { index, actions: [] },
  ];
}

const withPause = (text: string, pause: string): string =>
  text.trim().endsWith('</speak>')
    ? text.trim().replace(/<\/speak>$/, `${pause}</speak>`)
    : `<speak>${text}${pause}</speak>`;

function mayBeJumpedTo({ id }: Action, row: Flow, account: AccountCalls['account']): boolean {
  const code = account.flows.get(row.id.toLowerCase());
  if (code === undefined) return false;
  const jumps = jumpsIn.get(code) ?? jumpsOf(code);
  jumpsIn.set(code, jumps);
  return jumps === 'anywhere' || jumps.has((id ?? '').toLowerCase());
}

type Jumps = ReadonlySet<string> | 'anywhere';

/** Kept, since many actions of one flow ask. */
const jumpsIn = new WeakMap<Code, Jumps>();

/** The ids that actions of the flow may jump to; `anywhere` if a target is only known at run time. */
function jumpsOf({ steps }: Code): Jumps {
  const ways = steps.map(waysOf);
  return ways.some(({ open }) => open) ? 'anywhere' : new Set(ways.flatMap(({ jumps }) => jumps));
}

/** Signs that SSML gives a meaning of their own are written as text; undefined where that is not what is wrong. */
export function spokenText(text: string): string | undefined {
  const plain = text
    .replaceAll('&nbsp;', ' ')
    .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, '&amp;')
    .replace(/<(?![/a-z!?])/gi, '&lt;');
  return speakable(plain) ? plain : undefined;
}

/** A counted jump back becomes a variable that counts, where it is the only one, and its target is in the flow. */
export function countedInVariable(row: Flow, index: number): ActionRewrite[] | undefined {
  const jump = row.actions?.[index];
  const { target_id: target, loop_count: rounds } = jump?.option ?? {};
  const only = (row.actions ?? []).filter(({ type }) => type === 'goto').length === 1;
  const place = (row.actions ?? []).findIndex(({ id }) => id === target);
  if (jump === undefined || !only || place < 0 || place > index || typeof rounds !== 'number')
    return undefined;
  const name = 'rounds';
  return [
    {
      index,
      actions: [
        {
          id: jump.id,
          type: 'variable_set',
          option: { key: name, value: `\${${name}}x` },
        },
        {
          next_id: jump.next_id,
          type: 'condition_variable',
          option: {
            ...{ condition: '>', variable: `\${${name}}`, value_type: 'length', value_length: rounds },
            false_target_id: target,
          },
        },
      ],
    },
  ];
}

/** In braces, the name of the digits means a variable whose name is what was pressed. */
export function bareDigits(row: Flow, index: number): ActionRewrite[] | undefined {
  const action = row.actions?.[index];
  const variable = action?.option?.['variable'];
  if (action === undefined || typeof variable !== 'string' || variable !== `\${${DIGITS}}`) return undefined;
  return [{ index, actions: [withOption(action, { variable: DIGITS })] }];
}

/** The key that ends the input is added to every choice that lacks it. */
export function choicesWithEndKey(row: Flow, index: number): ActionRewrite[] | undefined {
  const [receive, branch] = [row.actions?.[index - 1], row.actions?.[index]];
  const { key, length } = receive?.option ?? {};
  const targets = branch?.option?.['target_ids'];
  if (receive?.type !== 'digits_receive' || branch === undefined || length) return undefined;
  if (typeof key !== 'string' || key.length !== 1 || typeof targets !== 'object' || targets === null)
    return undefined;
  const choices = Object.entries(targets).map(([value, to]) => [
    value === '' || value.endsWith(key) ? value : `${value}${key}`,
    to as unknown,
  ]);
  const names = new Set(choices.map(([value]) => value));
  if (names.size < choices.length || hasPlaceholder(JSON.stringify(targets))) return undefined;
  return [{ index, actions: [withOption(branch, { target_ids: Object.fromEntries(choices) as object })] }];
}
