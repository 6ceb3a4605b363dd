import type { NumberSpec } from '../../resources/document.ts';
import { NONE } from '../answers.ts';
import { planProblem } from '../check.ts';
import { merge } from '../merge.ts';
import { mention } from '../existing.ts';
import { knownObjects, overLimit, roomFor, textOf, type Facts, type Known } from '../facts.ts';
import { joinsMenu } from '../join.ts';
import type { QuestionKey } from '../keys.ts';
import { MENU_NUMBER } from '../names.ts';
import { ANY, cannotBuy, isThere, kindOf, ownNumber, wantedNumbers, type Wanted } from '../numbers.ts';
import type { Choice, Question, Step } from '../question.ts';
import type { Part } from '../part.ts';
import { departmentsOf, hasMenu, shapeOf, wants, type Scene } from '../scene.ts';

function number(key: QuestionKey, rest: Pick<Question, 'ask'> & Partial<Question>): Question {
  return {
    key,
    kind: 'number',
    choices: (at) => numberChoices(at, key),
    preset: (at, subject) => presetFor(at, key, subject),
    tidy: (answer) => (answer.startsWith('+') ? answer.replace(/[\s().-]/g, '') : answer),
    check: (answer, at, subject) => checkNumber(answer, at, key, subject),
    ...rest,
  };
}

function presetFor(at: Scene, key: QuestionKey, subject: string): string | undefined {
  // Callers of a department come by the menu: a number of its own is an extra.
  const isExtra = key === 'number' && (hasMenu(at) || joinsMenu(at));
  if (!isExtra && checkNumber(ANY, at, key, subject) === undefined) return ANY;
  return checkNumber(NONE, at, key, subject) === undefined ? NONE : undefined;
}

/** What can be said without a search. */
function numberChoices(at: Scene, key: QuestionKey): Choice[] {
  const { facts } = at;
  const room = roomFor(facts, 'virtual_numbers');
  return [
    {
      value: ANY,
      name: 'Any free virtual number',
      detail: `costs nothing; called from within VoIPBIN and by SIP, not from the telephone network${Number.isFinite(room) ? `; room for ${room} on the ${facts.plan} plan` : ''}`,
    },
    ...ownChoices(facts),
    ...(key === 'number' ? [noneChoice(at)] : []),
  ];
}

function noneChoice(at: Scene): Choice {
  const detail =
    hasMenu(at) || joinsMenu(at)
      ? 'callers come through the menu'
      : 'no one gets there until a number or a flow leads to it';
  return { value: NONE, name: 'None', detail };
}

/** Those that lead nowhere come first. */
function ownChoices(facts: Facts): Choice[] {
  const flows = new Map(knownObjects(facts, 'flows').map(({ object, name }) => [object.id, name]));
  const own = facts.live.lists.numbers.map((row) => ({
    number: textOf(row['number']),
    name: textOf(row['name']),
    flow: flows.get(textOf(row['call_flow_id'])),
  }));
  return own
    .toSorted((a, b) => Number(a.flow !== undefined) - Number(b.flow !== undefined))
    .map(({ number, name, flow }) => ({
      value: number,
      name: name === '' ? number : `${number} (${name})`,
      detail:
        flow === undefined
          ? 'yours, and leads nowhere yet'
          : `yours; leads to ${flow} now, and would lead here`,
    }));
}

function checkNumber(answer: string, at: Scene, key: QuestionKey, subject: string): string | undefined {
  if (answer === NONE) return checkNone(at, key);
  const wrong = answer === ANY ? undefined : planProblem({ numbers: { [answer]: {} } });
  if (wrong !== undefined) return wrong;
  const others = wantedNumbers(at).filter(({ path }) => path.key !== key || path.subject !== subject);
  const same = others.find((other) => other.answer === answer && answer !== ANY);
  if (same !== undefined) return `${answer} is the number of ${same.name} already`;
  const all = [...others, { path: { key, subject }, answer, name: subject || MENU_NUMBER, flow: '' }];
  if (!at.facts.known) return undefined;
  switch (kindOf(at.facts, answer)) {
    case 'own':
      return undefined;
    case 'virtual':
      return overLimit(
        at.facts,
        'virtual_numbers',
        all.filter((wanted) => kindOf(at.facts, wanted.answer) === 'virtual' && !isThere(at, wanted)).length,
      );
    case 'bought':
      return cannotBuy(at.facts, all.filter((wanted) => kindOf(at.facts, wanted.answer) === 'bought').length);
  }
}

function checkNone(at: Scene, key: QuestionKey): string | undefined {
  if (key === 'main_number') return 'no one could reach the menu without a number';
  if (key === 'link_number') return 'a number must be named: go back to add something else';
  return hasMenu(at) || shapeOf(at) === 'add'
    ? undefined
    : 'no one could call without a number: there is no menu';
}

const questions: readonly Question[] = [
  number('main_number', {
    when: hasMenu,
    ask: () => 'Which number leads to the menu?',
  }),
  number('number', {
    each: departmentsOf,
    ask: (at, department) =>
      shapeOf(at) === 'team'
        ? 'Which number do people call?'
        : `Which number leads straight to ${department}?`,
  }),
  {
    key: 'link_flow',
    kind: 'choice',
    required: () => true,
    when: (at) => shapeOf(at) === 'add' && wants(at, 'number'),
    ask: () => 'Which flow do you want to give a number to?',
    choices: ({ facts }) => flowChoices(facts),
    preset: () => undefined,
    check: checkFlow,
  },
  number('link_number', {
    when: (at) => shapeOf(at) === 'add' && wants(at, 'number'),
    ask: ({ answers }) => `Which number leads to ${answers['link_flow'] ?? 'it'}?`,
  }),
];

function flowChoices(facts: Facts): Choice[] {
  return knownObjects(facts, 'flows').map((known) => {
    const detail = flowDetail(facts, known);
    return { value: known.name, name: known.name, ...(detail !== undefined && { detail }) };
  });
}

/** What speaks against a flow, or for another. */
function flowDetail(facts: Facts, known: Known): string | undefined {
  const { id } = known.object;
  const numbers = facts.live.lists.numbers.filter(({ call_flow_id }) => call_flow_id === id);
  if (isEmpty(facts, known)) return 'empty: calls would end immediately';
  if (numbers.length > 0) return `has ${numbers.map(({ number }) => textOf(number)).join(', ')} already`;
  return facts.live.lists.queues.some(({ wait_flow_id }) => wait_flow_id === id)
    ? 'played to those who wait in a queue: callers would never reach anyone'
    : undefined;
}

/** Neither the account nor the file has an action of it. */
function isEmpty({ file }: Facts, { name, object, ours }: Known): boolean {
  const declared = ours ? file.document.flows?.[name]?.actions : undefined;
  const actions = declared ?? object['actions'] ?? [];
  return Array.isArray(actions) && actions.length === 0;
}

function checkFlow(answer: string, { facts }: Scene): string | undefined {
  if (!facts.known) return undefined;
  const known = knownObjects(facts, 'flows').find(({ name }) => name === answer);
  if (known === undefined) return `there is no flow ${JSON.stringify(answer)}`;
  return isEmpty(facts, known)
    ? `the flow ${JSON.stringify(answer)} is empty: calls to its number would end immediately`
    : undefined;
}

function contribute(at: Scene): Part {
  const { facts } = at;
  const linked = at.answers['link_flow'];
  const flow = knownObjects(facts, 'flows').find(({ name }) => name === linked)?.object;
  return merge([
    ...(wants(at, 'number') && flow !== undefined ? [mention(facts, 'flows', flow.id).part] : []),
    ...wantedNumbers(at).map((wanted): Part => ({
      numbers: { [keyFor(facts, wanted)]: specOf(facts, wanted) },
    })),
  ]);
}

/** A number of the account goes by the word that the file has for it. */
function keyFor(facts: Facts, { answer, name }: Wanted): string {
  const own = ownNumber(facts, answer);
  if (own === undefined) return answer === ANY ? name : answer;
  return knownObjects(facts, 'numbers').find(({ object }) => object.id === own.id)?.name ?? answer;
}

function specOf(facts: Facts, { answer, name, flow }: Wanted): NumberSpec {
  const named = Boolean(ownNumber(facts, answer)?.['name']);
  return { ...(answer === ANY && { virtual: 'any' }), ...(!named && { name }), call_flow: flow };
}

/** What people dial. */
export const numbersStep: Step = { topic: 'numbers', title: 'Numbers', questions, contribute };
