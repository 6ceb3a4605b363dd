/** What follows from the answers so far: who is in which department, what is new. */
import { capitalized } from '../core/text.ts';
import type { Wire } from '../resources/kind.ts';
import { answerTo, isGiven, listOf, type Answers } from './answers.ts';
import { knownObjects, type Facts } from './facts.ts';
import { MENU_FLOW } from './names.ts';
import { menuDetailOf } from './origin.ts';

/** Everything that a question, and what is made of its answers, may look at. */
export interface Scene {
  answers: Answers;
  facts: Facts;
}

export type Shape = 'team' | 'departments' | 'add';
export type Addition = 'departments' | 'people' | 'number' | 'outbound' | 'admin' | 'account';

export const shapeOf = ({ answers }: Scene): Shape => (answers['shape'] as Shape | undefined) ?? 'team';

/** Whether a topic is wanted: all of them, unless something is added to an existing account. */
export function wants(at: Scene, addition: Addition): boolean {
  return shapeOf(at) !== 'add' || listOf(at.answers['add']).includes(addition);
}

/** The names of the departments to be made; the one team is one of them. */
export function departmentsOf(at: Scene): string[] {
  return wants(at, 'departments') ? listOf(at.answers['departments']) : [];
}

/** The queues of the account that get more people. */
export function teamsOf(at: Scene): { name: string; queue: Wire | undefined }[] {
  if (shapeOf(at) !== 'add' || !wants(at, 'people')) return [];
  const queues = knownObjects(at.facts, 'queues');
  return listOf(at.answers['teams']).map((name) => ({
    name,
    queue: queues.find((known) => known.name === name)?.object,
  }));
}

/** All that people can be put into. */
export function groupsOf(at: Scene): string[] {
  return [...departmentsOf(at), ...teamsOf(at).map(({ name }) => name)];
}

export interface Person {
  email: string;
  name: string;
  /** Departments and queues. */
  groups: readonly string[];
  /** Whether they become an administrator. */
  admin: boolean;
  /** Absent for a new person. */
  agent: Wire | undefined;
}

/** `anna.smith@example.com`, `Anna <anna@example.com>`; what is neither comes back as an address of no kind. */
export function personIn(word: string): { email: string; name: string } {
  const [, name = '', email = word] = /^(.*?)\s*<([^<>]*)>$/.exec(word) ?? [];
  const local = email.split('@')[0] ?? '';
  const guess = local
    .split(/[._+-]+/)
    .filter((part) => part !== '')
    .map(capitalized)
    .join(' ');
  return { email: email.trim(), name: name.replaceAll('"', '').trim() || guess };
}

/** Nobody has two mailboxes that differ in capitals only. */
const isSameEmail = (one: unknown, other: string): boolean =>
  typeof one === 'string' && one.toLowerCase() === other.toLowerCase();

export const agentOf = ({ live }: Facts, email: string): Wire | undefined =>
  live.lists.agents.find(({ username }) => isSameEmail(username, email));

/** As the account has it, or the file. */
function spelled(facts: Facts, email: string): string {
  const known = agentOf(facts, email)?.['username'];
  if (typeof known === 'string') return known;
  return Object.keys(facts.file.document.agents ?? {}).find((one) => isSameEmail(one, email)) ?? email;
}

/** Everybody who was named, once. */
export function peopleOf(at: Scene): Person[] {
  const found = new Map<string, Person>();
  const add = (word: string, groups: readonly string[], admin: boolean): void => {
    const { email, name } = personIn(word);
    const before = found.get(email.toLowerCase());
    found.set(email.toLowerCase(), {
      email: before?.email ?? spelled(at.facts, email),
      name: before?.name ?? name,
      groups: [...(before?.groups ?? []), ...groups],
      admin: admin || before?.admin === true,
      agent: agentOf(at.facts, email),
    });
  };
  for (const group of groupsOf(at)) {
    for (const word of listOf(answerTo(at.answers, 'agents', group))) add(word, [group], false);
  }
  const second = at.answers['second_admin'];
  if (wants(at, 'admin') && isGiven(second)) add(second, [], true);
  return [...found.values()];
}

/** Those who answer calls and have no address yet. Who only administers needs no telephone. */
export function unreachable(at: Scene): Person[] {
  return peopleOf(at).filter(({ agent, groups }) => {
    const addresses = agent?.['addresses'];
    const reached = Array.isArray(addresses) && addresses.length > 0;
    return groups.length > 0 && !reached;
  });
}

/** The server makes no agent without an address: who is never called gets one that costs nothing. */
const placeholders = (at: Scene): [email: string, address: string][] =>
  peopleOf(at)
    .filter(({ agent, groups }) => agent === undefined && groups.length === 0)
    .map(({ email }) => [email, `sip:${email}`]);

/** `extension:1001` as its two parts. */
export function addressIn(word: string): { type: string; target: string } {
  const at = word.indexOf(':');
  return at < 0 ? { type: '', target: word } : { type: word.slice(0, at), target: word.slice(at + 1) };
}

/** The addresses that were given to people, by e-mail address. */
export function addressesOf(at: Scene): ReadonlyMap<string, string> {
  return new Map([
    ...placeholders(at),
    ...unreachable(at).flatMap(({ email }) => {
      const address = answerTo(at.answers, 'address', email);
      return address === undefined ? [] : [[email, address] as const];
    }),
  ]);
}

/** Numbers of the extensions that must be made, each with the person who gets it. */
export function newExtensions(at: Scene): { extension: string; email: string }[] {
  const there = new Set(at.facts.live.lists.extensions.map(({ extension }) => String(extension)));
  return [...addressesOf(at)].flatMap(([email, address]) => {
    const { type, target } = addressIn(address);
    return type === 'extension' && !there.has(target) ? [{ extension: target, email }] : [];
  });
}

/** `1 Sales, 2 Support`. */
export const menuKeys = (at: Scene): string =>
  departmentsOf(at)
    .map((department, index) => `${index + 1} ${department}`)
    .join(', ');

export const menuDetail = (at: Scene): string => menuDetailOf(menuKeys(at));

/** A menu that exists, with other choices: an addition makes no second one. */
export function menuIsTaken(at: Scene): boolean {
  const there = at.facts.file.document.flows?.[MENU_FLOW];
  return shapeOf(at) === 'add' && there !== undefined && there.detail !== menuDetail(at);
}

/** Whether callers choose from a menu that this setup makes. */
export const hasMenu = (at: Scene): boolean =>
  at.answers['menu'] === 'yes' && departmentsOf(at).length > 1 && !menuIsTaken(at);

/** What a department without opening hours answers. */
export const ALWAYS = 'always';

/** When a department is open; always, unless something else was said. */
export function hoursOf(at: Scene, department: string): string {
  return answerTo(at.answers, 'hours', department) ?? ALWAYS;
}

/** Whether anything has opening hours at all. */
export const hasHours = (at: Scene): boolean =>
  departmentsOf(at).some((department) => hoursOf(at, department) !== ALWAYS);

/** The name of the organisation as it will be. */
export function companyOf({ answers, facts }: Scene): string {
  const name = answers['name'];
  return isGiven(name) ? name : (facts.live.customer.name ?? '');
}
