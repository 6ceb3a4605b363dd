import { formatUsd } from '../../core/money.ts';
import type { AddressSpec } from '../../resources/document.ts';
import { planProblem } from '../check.ts';
import { overLimit, roomFor } from '../facts.ts';
import type { Choice, Question } from '../question.ts';
import { addressesOf, addressIn, newExtensions, peopleOf, unreachable, type Scene } from '../scene.ts';

const FIRST_EXTENSION = 1001;

/** Where calls to a person ring. */
export const addressQuestion: Question = {
  key: 'address',
  kind: 'choice',
  each: (at) => unreachable(at).map(({ email }) => email),
  ask: (at, email) => `Where do calls to ${nameOf(at, email)} ring?`,
  choices: addressChoices,
  preset: (at, email) => {
    const left = leftOver(at, email);
    if (left !== undefined) return `extension:${left}`;
    const fresh =
      roomFor(at.facts, 'extensions') > othersNew(at, email) ? nextExtension(at, email) : undefined;
    return fresh === undefined ? undefined : `extension:${fresh}`;
  },
  tidy: (answer) => (answer.startsWith('tel:') ? answer.replace(/(?<=.{4})[\s().-]/g, '') : answer),
  check: checkAddress,
};

function nameOf(at: Scene, email: string): string {
  const person = peopleOf(at).find((one) => one.email === email);
  return person === undefined || person.name === '' ? email : `${person.name} (${email})`;
}

function addressChoices(at: Scene, email: string): Choice[] {
  const fresh = nextExtension(at, email);
  const credit = at.facts.live.billing?.balance_credit;
  return [
    {
      value: `extension:${fresh}`,
      name: `A new SIP telephone, extension ${fresh}`,
      detail: 'for an app or a desk telephone that signs in with a password; calls are free',
    },
    ...freeExtensions(at, email).map(({ extension, name }) => ({
      value: `extension:${extension}`,
      name: `Extension ${extension}${name === '' ? '' : ` (${name})`}`,
      detail: 'exists, and belongs to no one yet',
    })),
    {
      value: 'tel:',
      name: 'A phone number',
      detail: `a mobile, for instance; each minute costs $0.01 of your credit${typeof credit !== 'number' ? '' : ` (${formatUsd(credit)} now)`}`,
      typed: { ask: 'The number, with + and country:', prefix: 'tel:' },
    },
    {
      value: 'sip:',
      name: 'A SIP address',
      detail: 'a telephone at another provider or in your own system',
      typed: { ask: 'The address, such as anna@sip.example.com:', prefix: 'sip:' },
    },
    {
      value: 'extension:',
      name: 'A new extension with a number of my own choice',
      typed: { ask: 'The number of the extension:', prefix: 'extension:' },
    },
  ];
}

/** What others have, as written; those of the account by extension number. */
function takenBy(at: Scene, email: string): ReadonlyMap<string, string> {
  const numberOf = new Map(
    at.facts.live.lists.extensions.map(({ id, extension }) => [id, String(extension)]),
  );
  const there = at.facts.live.lists.agents.flatMap(({ username, addresses }) =>
    (Array.isArray(addresses) ? (addresses as { type?: string; target?: string }[]) : []).map(
      ({ type = '', target = '' }) =>
        [
          `${type}:${type === 'extension' ? (numberOf.get(target) ?? target) : target}`,
          String(username),
        ] as const,
    ),
  );
  const answered = [...addressesOf(at)].flatMap(([other, address]) =>
    other === email ? [] : [[address, other] as const],
  );
  return new Map([...there, ...answered]);
}

function freeExtensions(at: Scene, email: string): { extension: string; name: string }[] {
  const taken = takenBy(at, email);
  return at.facts.live.lists.extensions
    .map(({ extension, name }) => ({
      extension: String(extension),
      name: typeof name === 'string' ? name : '',
    }))
    .filter(({ extension }) => !taken.has(`extension:${extension}`));
}

/** An extension that an earlier run created, and that no one uses. */
function leftOver(at: Scene, email: string): string | undefined {
  const ours = at.facts.made?.part.extensions ?? {};
  return freeExtensions(at, email).find(({ extension }) => extension in ours)?.extension;
}

/** The next free extension number. */
function nextExtension(at: Scene, email: string): number {
  const taken = takenBy(at, email);
  const there = new Set(at.facts.live.lists.extensions.map(({ extension }) => String(extension)));
  let number = FIRST_EXTENSION;
  while (there.has(String(number)) || taken.has(`extension:${number}`)) number += 1;
  return number;
}

const othersNew = (at: Scene, email: string): number =>
  newExtensions(at).filter((extension) => extension.email !== email).length;

function checkAddress(answer: string, at: Scene, email: string): string | undefined {
  const { type, target } = addressIn(answer);
  if (!['tel', 'sip', 'extension'].includes(type)) {
    return `${JSON.stringify(answer)} is not an address: tel:+14155550100, sip:anna@example.com or extension:1001`;
  }
  const extensions = type === 'extension' ? { extensions: { [target]: {} } } : {};
  if (type === 'extension' && !/^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/.test(target)) {
    return `${JSON.stringify(target)} is not an extension: use 2 to 32 digits or letters, such as ${nextExtension(at, email)}`;
  }
  const wrong = planProblem({
    ...extensions,
    agents: { [email]: { addresses: [{ type, target } as AddressSpec] } },
  });
  if (wrong !== undefined) return wrong;
  const owner = takenBy(at, email).get(answer);
  if (owner !== undefined) return `${answer} belongs to ${owner}, and can belong to one person only`;
  const there = at.facts.live.lists.extensions.some((row) => row['extension'] === target);
  return type === 'extension' && !there
    ? overLimit(at.facts, 'extensions', othersNew(at, email) + 1)
    : undefined;
}
