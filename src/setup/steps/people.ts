import { Permission } from '../../core/permissions.ts';
import type { AddressSpec, AgentSpec } from '../../resources/document.ts';
import { listOf, NONE, pathOf, peopleListOf } from '../answers.ts';
import { firstProblem, planProblem, repeated } from '../check.ts';
import { merge } from '../merge.ts';
import { mention, mentionAll, type Mention } from '../existing.ts';
import { overLimit, roomFor } from '../facts.ts';
import { tagNameOf } from '../names.ts';
import type { Question, Step } from '../question.ts';
import type { Part } from '../part.ts';
import {
  addressesOf,
  agentOf,
  departmentsOf,
  addressIn,
  groupsOf,
  newExtensions,
  peopleOf,
  personIn,
  shapeOf,
  teamsOf,
  wants,
  type Person,
  type Scene,
} from '../scene.ts';
import { addressQuestion } from './addresses.ts';
import { firstPasswords, passwordOf } from './passwords.ts';
import { teamsQuestion } from './teams.ts';

const agents: Question = {
  key: 'agents',
  kind: 'text',
  required: () => true,
  each: groupsOf,
  ask: (at, group) => `Who ${departmentsOf(at).includes(group) ? '' : 'else '}answers in ${group}?`,
  help(at, group) {
    const room = roomFor(at.facts, 'agents');
    return group === groupsOf(at)[0]
      ? 'E-mail addresses, with commas between them; Anna Smith <anna@example.com> gives the name as well.' +
          (Number.isFinite(room) ? ` The ${at.facts.plan} plan has room for ${room} more people.` : '')
      : undefined;
  },
  preset: (at) => (shapeOf(at) === 'add' ? undefined : ownerOf(at)),
  tidy: (answer) => peopleListOf(answer).join(', '),
  check(answer, at, group) {
    const words = listOf(answer);
    if (words.length === 0) return `someone must answer in ${group}, or no one answers the callers`;
    return checkPeople(words, at, pathOf('agents', group));
  },
};

/** The person who runs the account answers until there are others. */
function ownerOf({ facts }: Scene): string | undefined {
  const email = facts.live.customer.email ?? '';
  return email === '' ? undefined : email;
}

/** @param path Where the answer will stand: the limit counts everybody who is named anywhere. */
function checkPeople(words: readonly string[], at: Scene, path: string): string | undefined {
  const emails = words.map((word) => personIn(word).email);
  const wrong = firstProblem(emails, (email) => planProblem({ agents: { [email]: {} } }));
  if (wrong !== undefined) return wrong;
  const twice = repeated(emails);
  if (twice !== undefined) return `${twice} appears twice`;
  const staff = emails.find((email) => (maskOf(agentOf(at.facts, email)) & Permission.projectBits) !== 0);
  if (staff !== undefined) return `${staff} belongs to the platform: setup does not change it`;
  const all = peopleOf({ ...at, answers: { ...at.answers, [path]: words.join(', ') } });
  return overLimit(at.facts, 'agents', all.filter(({ agent }) => agent === undefined).length);
}

const secondAdmin: Question = {
  key: 'second_admin',
  kind: 'text',
  when: (at) => wants(at, 'admin') && (shapeOf(at) === 'add' || adminCount(at) < 2),
  help: () => 'With one administrator only, a lost password locks everyone out. An e-mail address, or none.',
  ask: () => 'Who else may manage the account?',
  preset: (at) => (shapeOf(at) === 'add' ? undefined : NONE),
  check(answer, at) {
    if (answer === NONE)
      return shapeOf(at) === 'add' ? 'someone must be named: go back to add something else' : undefined;
    if (listOf(answer).length !== 1) return 'one e-mail address, or none';
    const wrong = checkPeople([answer], at, 'second_admin');
    const agent = agentOf(at.facts, personIn(answer).email);
    if (wrong !== undefined || agent === undefined) return wrong;
    return isAdmin(agent) ? `${personIn(answer).email} is an administrator already` : undefined;
  },
};

const isAdmin = (agent: Readonly<Record<string, unknown>>): boolean =>
  (maskOf(agent) & Permission.admin) !== 0;

const maskOf = (agent: Readonly<Record<string, unknown>> | undefined): number =>
  Number(agent?.['permission'] ?? 0);

const adminCount = ({ facts }: Scene): number => facts.live.lists.agents.filter(isAdmin).length;

function contribute(at: Scene): Part {
  const people = peopleOf(at);
  const extensions = newExtensions(at).map(({ extension, email }): Part => ({
    extensions: {
      [extension]: {
        name: people.find((person) => person.email === email)?.name ?? email,
        password: passwordOf(at, extension),
      },
    },
  }));
  return merge([...extensions, ...takenOver(at, people), ...people.map((person) => agentPart(at, person))]);
}

/** Extensions that an earlier run created for others, and that these people now use. */
function takenOver(at: Scene, people: readonly Person[]): Part[] {
  const ours = at.facts.made?.part.extensions ?? {};
  const fresh = new Set(newExtensions(at).map(({ extension }) => extension));
  return [...addressesOf(at)].flatMap(([email, address]) => {
    const { type, target } = addressIn(address);
    const name = people.find((person) => person.email === email)?.name ?? email;
    return type === 'extension' && target in ours && !fresh.has(target)
      ? [{ extensions: { [target]: { name } } }]
      : [];
  });
}

function agentPart(at: Scene, person: Person): Part {
  const { email, name, agent, admin } = person;
  const before = mentionAll(at.facts, 'tags', agent?.['tag_ids']);
  const fresh = person.groups.flatMap((group) => tagFor(at, group));
  const address = addressesOf(at).get(email);
  const reached = address === undefined ? undefined : addressPart(at, address);
  const tags = [...new Set([...before, ...fresh].map(({ word }) => word))];
  const spec: AgentSpec = {
    ...(agent === undefined && { name, password: passwordOf(at, email) }),
    ...permissionOf(person),
    ...(fresh.length > 0 && { tags }),
    ...(reached !== undefined && { addresses: [reached.address] }),
  };
  // An agent whose tags stay as they are needs no mention of them.
  const mentioned = fresh.length > 0 ? [...before, ...fresh] : [];
  return merge([
    ...mentioned.map(({ part }) => part),
    ...(reached === undefined ? [] : [reached.part]),
    ...(Object.keys(spec).length === 0 && !admin ? [] : [{ agents: { [email]: spec } }]),
  ]);
}

/** The tag by which a queue finds its people; none where every agent is asked. */
function tagFor(at: Scene, group: string): Mention[] {
  const team = teamsOf(at).find(({ name }) => name === group);
  if (team === undefined) return [{ word: tagNameOf(group), part: {} }];
  return mentionAll(at.facts, 'tags', team.queue?.['tag_ids']).slice(0, 1);
}

function permissionOf({ agent, admin, groups }: Person): Pick<AgentSpec, 'permission'> {
  const before = maskOf(agent);
  // Administrators answer as they are; the server lets the only one have no other permission.
  const answers = groups.length > 0 && (before & Permission.admin) === 0;
  const needed = (answers ? Permission.agent : 0) | (admin ? Permission.admin : 0);
  return agent !== undefined && (before & needed) === needed ? {} : { permission: before | needed };
}

function addressPart({ facts }: Scene, word: string): { address: AddressSpec; part: Part } {
  const { type, target } = addressIn(word) as Pick<AddressSpec, 'type' | 'target'>;
  if (type !== 'extension') return { address: { type, target }, part: {} };
  const there = facts.live.lists.extensions.find(({ extension }) => extension === target);
  const known = there === undefined ? { word: target, part: {} } : mention(facts, 'extensions', there.id);
  return { address: { type, target: known.word }, part: known.part };
}

/** Who answers, where their telephones ring, and who may run the account. */
export const peopleStep: Step = {
  topic: 'people',
  title: 'People',
  questions: [teamsQuestion, agents, secondAdmin, addressQuestion, firstPasswords],
  contribute,
};
