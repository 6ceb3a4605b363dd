import type { AccountSpec } from '../../resources/document.ts';
import { isGiven, NONE } from '../answers.ts';
import { planProblem } from '../check.ts';
import type { Question, Step } from '../question.ts';
import { companyOf, wants, type Scene } from '../scene.ts';

type Field = 'name' | 'detail' | 'email' | 'phone_number' | 'webhook_uri';

/** Only an administrator may change them. */
const when = (at: Scene): boolean => at.facts.isAdmin && wants(at, 'account');

/** What the account has, if it has something. */
function now({ facts }: Scene, field: Field): string | undefined {
  const value = facts.live.customer[field];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** What is as it was is not judged again. */
function checkField(field: Field, answer: string, at: Scene): string | undefined {
  return answer === NONE || answer === now(at, field)
    ? undefined
    : planProblem({ account: { [field]: answer } });
}

const name: Question = {
  key: 'name',
  kind: 'text',
  when,
  ask: () => 'What is your organization called?',
  preset: (at) => now(at, 'name'),
  check: (answer, at) =>
    isGiven(answer)
      ? checkField('name', answer, at)
      : 'give it a name: callers hear it, and colleagues find the account by it',
};

const detail: Question = {
  key: 'detail',
  kind: 'text',
  when,
  help: () => 'One line for whoever manages the account later.',
  ask: () => 'What is it for?',
  preset: (at) => now(at, 'detail') ?? `Telephony of ${companyOf(at)}`,
  check: (answer, at) => checkField('detail', answer, at),
};

const email: Question = {
  key: 'email',
  kind: 'text',
  when,
  ask: () => 'Which e-mail address reaches the owner?',
  preset: (at) => now(at, 'email'),
  check: (answer, at) =>
    isGiven(answer)
      ? checkField('email', answer, at)
      : 'the platform writes to it before something runs out: it cannot be none',
};

const phoneNumber: Question = {
  key: 'phone_number',
  kind: 'text',
  when,
  help: () => 'With + and country, such as +14155550100; or none.',
  ask: () => 'And which phone number?',
  preset: (at) => now(at, 'phone_number') ?? NONE,
  tidy: (answer) => (answer.startsWith('+') ? answer.replace(/[\s().-]/g, '') : answer),
  check: (answer, at) => checkField('phone_number', answer, at),
};

const webhookUri: Question = {
  key: 'webhook_uri',
  kind: 'text',
  when,
  help: (at) =>
    /^http:/i.test(now(at, 'webhook_uri') ?? '')
      ? 'Events contain phone numbers, and the current address is not encrypted: use https:// if your program supports it.'
      : 'Where the platform sends events, such as calls and messages, to a program of yours; none if you do not know.',
  ask: () => 'Webhook address?',
  preset: (at) => now(at, 'webhook_uri') ?? NONE,
  check: (answer, at) =>
    /^http:/i.test(answer) && answer !== now(at, 'webhook_uri')
      ? 'events contain phone numbers, and http can be read in transit: use https://'
      : checkField('webhook_uri', answer, at),
};

const fields = [name, detail, email, phoneNumber, webhookUri] as const;

function account(at: Scene): AccountSpec {
  const changed = fields.flatMap(({ key }) => {
    const answer = at.answers[key];
    const value = isGiven(answer) ? answer : null;
    return answer === undefined || value === (now(at, key as Field) ?? null) ? [] : [[key, value] as const];
  });
  const spec: AccountSpec = Object.fromEntries(changed);
  const needsMethod = isGiven(spec.webhook_uri ?? undefined) && !at.facts.live.customer.webhook_method;
  return { ...spec, ...(needsMethod && { webhook_method: 'POST' }) };
}

/** The account itself; only changed values go into the plan. */
export const accountStep: Step = {
  topic: 'account',
  title: 'Your organization',
  questions: fields,
  contribute(at) {
    const spec = when(at) ? account(at) : {};
    return Object.keys(spec).length === 0 ? {} : { account: spec };
  },
};
