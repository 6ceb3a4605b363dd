import type { Flow } from '../../api/wire.ts';
import type { Code, Step } from '../../calls/code.ts';
import { DIGITS, hasPlaceholder, namesIn } from '../../calls/variables.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { callSections, type AccountCalls, type ServerKind } from '../calls.ts';
import { action, flow, id, phones } from '../examples.ts';
import { bareDigits, choicesWithEndKey, rewriting } from '../flow-repair.ts';
import type { Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import type { Said } from '../sentences.ts';
import { onlyWhere, placeOf, type OnlyWhere, type Place } from '../places.ts';
import { actionName, onlyWords } from '../ways.ts';

const asking = (key: string, receive: object | undefined, branch: object = {}) =>
  phones([
    flow({
      actions: [
        action(31, 'talk', { text: 'Press it', digits_handle: 'next' }),
        ...(receive === undefined ? [] : [action(32, 'digits_receive', { duration: 5000, ...receive })]),
        action(33, 'branch', { target_ids: { [key]: id(34) }, default_target_id: id(35), ...branch }),
        action(34, 'talk', { text: 'Right' }),
        action(35, 'hangup'),
      ],
    }),
  ]);

type Unmatched = Readonly<{
  action: Place;
  /** What the branch can never take. */
  values: readonly string[];
  only_where: OnlyWhere;
}>;

/** So many values are named. */
const MOST_VALUES = 5;

function neverTakes({ values, action: branch, only_where }: Unmatched, why: string): string {
  const shown = values.slice(0, MOST_VALUES).map((value) => JSON.stringify(value));
  const more = values.length > MOST_VALUES ? ` and ${plural(values.length - MOST_VALUES, 'more')}` : '';
  return `can never match ${sentenceList(shown, 'or')}${more} at ${actionName(branch)}${onlyWords(only_where)}: ${why}`;
}

const messages = {
  braces: (data: Unmatched) =>
    neverTakes(data, `its variable is in braces, and must be the bare name ${DIGITS}`),
  not_keys: (data: Unmatched) => neverTakes(data, 'only digits, * and # can be pressed'),
  end_key_stays: (data: Unmatched & { end_key: string }) =>
    neverTakes(
      data,
      `the key that ends the input stays in the digits, as in "${data.values[0] ?? ''}${data.end_key}"`,
    ),
  fixed_length: (data: Unmatched & { length: number }) =>
    neverTakes(
      data,
      `${plural(data.length, 'digit')} ${data.length === 1 ? 'is' : 'are'} collected before it`,
    ),
  nothing_listens: (data: Unmatched) => neverTakes(data, 'nothing before it lets the caller press keys'),
  one_key_left: (data: Unmatched) =>
    neverTakes(data, 'during speech each key replaces the one before, so only one is left'),
};

export const flowKeysUnmatched = defineRule({
  id: 'flow-keys-unmatched',
  title: 'a menu waits for keys that no one can press',
  category: 'flows',
  severity: 'high',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  server: ['timeouts'],
  why: 'A branch follows a choice only if the digits match exactly. The key that ends the input is one of the digits, during speech each key replaces the one before, and after a fixed number of digits no more are accepted: a caller who does what the announcement says ends up elsewhere.',
  fix: 'list the digits as they arrive: `12#` where `#` ends the input, one key directly after a talk, and as many digits as `length` says',
  messages,
  repair: {
    does: 'names the digits without braces; adds the one key that ends the input to the choices of the branch after it',
  },
  variants: [{ severity: 'medium', when: 'it depends on the kind of server' }],
  examples: {
    ok: () => [
      {
        name: 'a branch lists key 1, which callers can press during speech',
        account: asking('1', undefined),
      },
      {
        name: 'a branch lists "12#", and # is the key that ends the input',
        account: asking('12#', { key: '#' }),
      },
      { name: 'a branch lists "12", and the caller enters two digits', account: asking('12', { length: 2 }) },
      {
        name: 'a branch lists the empty input of callers who press nothing',
        account: asking('', { length: 1, duration: 5000 }),
      },
      {
        name: 'a branch checks a variable that may be set from outside the flow',
        account: asking('gold', undefined, { variable: 'tier' }),
      },
    ],
    bad: () => [
      {
        name: 'a branch lists "12", but the input also contains the # that ends it',
        account: asking('12', { key: '#' }),
      },
      {
        name: 'a branch lists "12", but callers can press only one key during speech',
        account: asking('12', undefined),
      },
      {
        name: 'a branch lists "123", but the caller enters only two digits',
        account: asking('123', { length: 2 }),
      },
      {
        name: 'a branch lists the letter "a", which is not a key on a phone',
        account: asking('a', { length: 1 }),
      },
      {
        name: 'a branch lists key 1, but no action before it lets callers press keys',
        account: phones([
          flow({
            actions: [
              action(33, 'branch', { target_ids: { 1: id(34) }, default_target_id: id(35) }),
              action(34, 'talk', { text: 'Right' }),
              action(35, 'hangup'),
            ],
          }),
        ]),
      },
      {
        name: 'a branch names its variable in braces, as "${voipbin.call.digits}"',
        account: asking('1', undefined, { variable: '${voipbin.call.digits}' }),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const { step, values, only } of unmatchedIn(calls)) {
      const row = calls.flowOf(step);
      const code = calls.account.flows.get(step.flow);
      if (row === undefined || code === undefined) continue;
      const data = { values, action: placeOf(step, calls), only_where: onlyWhere(only) };
      yield {
        subject: calls.subjectOf(row),
        key: calls.keyOf(step),
        ...reasonOf(step, code, data),
        repair: repairOf(row, step.index, calls),
        ...(only !== undefined && { severity: 'medium' as const }),
      };
    }
  },
});

interface UnmatchedAt {
  step: Step;
  values: readonly string[];
  only: ServerKind | undefined;
}

/** An empty value is not a key that one could press, and variables may be set from outside. */
function unmatchedIn(calls: AccountCalls): UnmatchedAt[] {
  const explored = calls.explored.filter(({ origin }) => origin !== 'run');
  const steps = new Set(explored.flatMap(({ found }) => found.unmatched.map(({ step }) => step)));
  return [...steps].filter(looksAtDigits).flatMap((step): UnmatchedAt[] => {
    const reaching = explored.filter(({ found }) => found.reached.has(step));
    const never = reaching.map(({ server, found }) => ({
      server,
      values: found.unmatched.find((one) => one.step === step)?.values.filter((value) => value !== '') ?? [],
    }));
    const [published = [], newer = published] = calls.servers.flatMap((kind) => {
      const [first, ...others] = never.filter(({ server }) => server === kind);
      if (first === undefined) return [];
      return [first.values.filter((value) => others.every(({ values }) => values.includes(value)))];
    });
    if (newer.length > 0) return [{ step, values: newer, only: undefined }];
    const only = calls.kindOn(calls.servers[0], [{ step, choice: undefined }]);
    return published.length === 0 ? [] : [{ step, values: published, only }];
  });
}

function looksAtDigits({ option: { variable } }: Step): boolean {
  return (
    !variable || variable === DIGITS || (typeof variable === 'string' && namesIn(variable).includes(DIGITS))
  );
}

/** By what listens before the branch, as it is written. */
function reasonOf({ option, index }: Step, { steps }: Code, data: Unmatched): Said<typeof messages> {
  const { values } = data;
  const variable = option['variable'];
  if (typeof variable === 'string' && hasPlaceholder(variable)) {
    return { messageId: 'braces', data };
  }
  if (values.some((value) => /[^0-9*#]/.test(value))) return { messageId: 'not_keys', data };
  const before = steps.slice(0, index).reverse();
  const listening = before.find(({ type }) => type === 'digits_receive' || type === 'talk');
  const { key, length } = listening?.type === 'digits_receive' ? listening.option : {};
  if (typeof key === 'string' && key !== '' && values.some((value) => !key.includes(value.slice(-1)))) {
    return { messageId: 'end_key_stays', data: { ...data, end_key: key.charAt(0) } };
  }
  if (typeof length === 'number' && length > 0)
    return { messageId: 'fixed_length', data: { ...data, length } };
  if (listening === undefined) return { messageId: 'nothing_listens', data };
  return { messageId: 'one_key_left', data };
}

function repairOf(row: Flow, index: number, calls: AccountCalls): Repair | undefined {
  const bare = bareDigits(row, index);
  const because =
    bare === undefined
      ? 'the digits end with that key when they arrive'
      : 'only the bare name of the digits can have been meant';
  const rewrite = bare ?? choicesWithEndKey(row, index);
  return rewrite && rewriting(row, calls, because, { rewrite });
}
