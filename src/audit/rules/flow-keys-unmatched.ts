import type { Flow } from '../../api/wire.ts';
import type { Code, Step } from '../../calls/code.ts';
import { DIGITS, hasPlaceholder, namesIn } from '../../calls/variables.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { callSections, type AccountCalls, type ServerKind } from '../calls.ts';
import { action, flow, id, phones } from '../examples.ts';
import { bareDigits, choicesWithEndKey, rewriting } from '../flow-repair.ts';
import type { Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { actionName } from '../inline.ts';
import { onlyWords } from '../ways.ts';

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

export const flowKeysUnmatched = defineRule({
  id: 'flow-keys-unmatched',
  title: 'a menu waits for keys that nobody can press',
  category: 'flows',
  severity: 'high',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  server: ['timeouts'],
  why: 'A choice of a branch is only taken by exactly the same digits. The key that ends the input stays in them, during speech each key replaces the one before, and after a fixed number of digits no more are taken: a caller who does what the announcement says is led elsewhere.',
  fix: 'list the digits as they arrive: `12#` where `#` ends the input, one key directly after a talk, and as many digits as `length` says',
  repair: {
    does: 'names the digits without braces; adds the one key that ends the input to the choices of the branch after it',
  },
  variants: [{ severity: 'medium', when: 'it depends on the kind of server' }],
  examples: {
    ok: [
      { name: 'one key during speech', account: asking('1', undefined) },
      { name: 'the key that ends the input is listed', account: asking('12#', { key: '#' }) },
      { name: 'two digits', account: asking('12', { length: 2 }) },
      { name: 'nothing is pressed', account: asking('', { length: 1, duration: 5000 }) },
      {
        name: 'a variable that may be set from outside',
        account: asking('gold', undefined, { variable: 'tier' }),
      },
    ],
    bad: [
      { name: 'the key that ends the input is not listed', account: asking('12', { key: '#' }) },
      { name: 'two digits during speech', account: asking('12', undefined) },
      { name: 'more digits than are taken', account: asking('123', { length: 2 }) },
      {
        name: 'the digits in braces',
        account: asking('1', undefined, { variable: '${voipbin.call.digits}' }),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const { step, values, only } of unmatchedIn(calls)) {
      const row = calls.flowOf(step);
      const code = calls.account.flows.get(step.flow);
      if (row === undefined || code === undefined) continue;
      const shown = sentenceList(
        values.slice(0, 5).map((value) => JSON.stringify(value)),
        'or',
      );
      const more = values.length > 5 ? ` and ${plural(values.length - 5, 'more')}` : '';
      yield {
        subject: calls.subjectOf(row),
        key: calls.keyOf(step),
        message: `can never take ${shown}${more} at ${actionName(step)}${onlyWords({ only })}: ${reasonOf(step, code, values)}`,
        repair: repairOf(row, step.index, calls),
        ...(only !== undefined && { severity: 'medium' as const }),
      };
    }
  },
});

interface Unmatched {
  step: Step;
  values: readonly string[];
  only: ServerKind | undefined;
}

/** An empty value is not a key that one could press, and variables may be set from outside. */
function unmatchedIn(calls: AccountCalls): Unmatched[] {
  const explored = calls.explored.filter(({ origin }) => origin !== 'run');
  const steps = new Set(explored.flatMap(({ found }) => found.unmatched.map(({ step }) => step)));
  return [...steps].filter(looksAtDigits).flatMap((step): Unmatched[] => {
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
function reasonOf({ option, index }: Step, { steps }: Code, values: readonly string[]): string {
  const variable = option['variable'];
  if (typeof variable === 'string' && hasPlaceholder(variable)) {
    return `its variable is in braces, and must be the bare name ${DIGITS}`;
  }
  if (values.some((value) => /[^0-9*#]/.test(value))) return 'only digits, * and # can be pressed';
  const before = steps.slice(0, index).reverse();
  const listening = before.find(({ type }) => type === 'digits_receive' || type === 'talk');
  const { key, length } = listening?.type === 'digits_receive' ? listening.option : {};
  if (typeof key === 'string' && key !== '' && values.some((value) => !key.includes(value.slice(-1)))) {
    return `the key that ends the input stays in the digits, as in "${values[0] ?? ''}${key[0] ?? ''}"`;
  }
  if (typeof length === 'number' && length > 0)
    return `${plural(length, 'digit')} ${length === 1 ? 'is' : 'are'} taken before it`;
  if (listening === undefined) return 'nothing before it lets the caller press keys';
  return 'during speech each key replaces the one before, so that one is left';
}

function repairOf(row: Flow, index: number, calls: AccountCalls): Repair | undefined {
  const bare = bareDigits(row, index);
  const because =
    bare === undefined
      ? 'the digits end with that key when they arrive'
      : 'the bare name of the digits can only have been meant';
  const rewrite = bare ?? choicesWithEndKey(row, index);
  return rewrite && rewriting(row, calls, because, { rewrite });
}
