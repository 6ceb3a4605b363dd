/** The numbers that the answers ask for, and what each of them takes. */
import { formatUsd } from '../core/money.ts';
import { answerTo, isGiven } from './answers.ts';
import { freeName, knownObjects, type Facts } from './facts.ts';
import type { QuestionKey } from './keys.ts';
import { menuFlowName, MENU_NUMBER } from './names.ts';
import { departmentsOf, hasMenu, shapeOf, wants, type Scene } from './scene.ts';

export const ANY = 'any';
const VIRTUAL = '+899';

/** A number that is wanted: what for, and what it leads to. */
export interface Wanted {
  path: { key: QuestionKey; subject: string };
  answer: string;
  /** Its name, and its word in the plan file where it is any virtual one. */
  name: string;
  flow: string;
}

/** Every number that the answers so far ask for. */
export function wantedNumbers(at: Scene): Wanted[] {
  const link = at.answers['link_flow'];
  const all: (Omit<Wanted, 'answer'> & { when: boolean })[] = [
    {
      path: { key: 'main_number', subject: '' },
      name: MENU_NUMBER,
      flow: menuFlowName(at.facts),
      when: hasMenu(at),
    },
    ...departmentsOf(at).map((department) => ({
      path: { key: 'number' as const, subject: department },
      name: department,
      flow: department,
      when: true,
    })),
    {
      path: { key: 'link_number', subject: '' },
      name: freeName(`${link ?? ''} line`, new Set(Object.keys(at.facts.file.document.numbers ?? {}))),
      flow: link ?? '',
      when: shapeOf(at) === 'add' && wants(at, 'number') && isGiven(link),
    },
  ];
  return all.flatMap(({ when, ...wanted }) => {
    const answer = answerTo(at.answers, wanted.path.key, wanted.path.subject);
    return when && isGiven(answer) ? [{ ...wanted, answer }] : [];
  });
}

/** The number of the account, if it is one. */
export function ownNumber({ live }: Facts, number: string) {
  return live.lists.numbers.find((row) => row['number'] === number);
}

type Kind = 'own' | 'virtual' | 'bought';

export function kindOf(facts: Facts, answer: string): Kind {
  if (ownNumber(facts, answer) !== undefined) return 'own';
  return answer === ANY || answer.startsWith(VIRTUAL) ? 'virtual' : 'bought';
}

/** Whether a word in the plan file already has its number: then it does not add one. */
export const isThere = ({ facts }: Scene, { answer, name }: Wanted): boolean =>
  answer === ANY && knownObjects(facts, 'numbers').some((known) => known.ours && known.name === name);

/** Why so many phone numbers cannot be bought, or undefined. */
export function cannotBuy({ live, price }: Facts, count: number): string | undefined {
  const status = live.customer.identity_verification_status ?? 'none';
  if (status !== 'verified') {
    return `a phone number needs an identity check first, and yours is ${JSON.stringify(status)}: ask for it in the console, and take a virtual number until then`;
  }
  const { billing } = live;
  const credit = billing?.balance_credit ?? 0;
  if (billing === undefined || billing.plan_type === 'unlimited' || credit >= price * count) return undefined;
  return `this costs ${formatUsd(price * count)} now, and your credit is ${formatUsd(credit)}: top it up first, or take a virtual number`;
}
