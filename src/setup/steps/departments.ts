import { plural } from '../../core/text.ts';
import type { QueueSpec } from '../../resources/document.ts';
import { listOf } from '../answers.ts';
import { firstProblem, repeated } from '../check.ts';
import { merge } from '../merge.ts';
import { knownObjects, overLimit, roomFor, type Facts } from '../facts.ts';
import { departmentProblem, departmentsIn, queueNameOf, tagNameOf, waitFlowName } from '../names.ts';
import { isHandWritten, queueDetail } from '../origin.ts';
import type { Question, Step } from '../question.ts';
import type { Part } from '../part.ts';
import { departmentsOf, shapeOf, wants, type Scene } from '../scene.ts';

/**
 * How long a caller waits for an agent. The published server hardly ever keeps it; one that does leads callers to what
 * comes after the queue before the 100 actions of their call are used up.
 */
const LONGEST_WAIT_MS = 1_800_000;

const departments: Question = {
  key: 'departments',
  kind: 'text',
  // One team has a name that goes everywhere.
  required: (at) => shapeOf(at) !== 'team',
  when: (at) => wants(at, 'departments'),
  ask: (at) =>
    shapeOf(at) === 'team' ? 'What do you want to call the team?' : 'Which departments are there?',
  help: (at) =>
    shapeOf(at) === 'team'
      ? undefined
      : `Their names, with commas between them. Each gets a queue.${roomText(at)}`,
  preset: (at) =>
    shapeOf(at) === 'team' ? 'Front desk' : shapeOf(at) === 'departments' ? usual(at) : undefined,
  tidy: (answer) => listOf(answer).join(', '),
  check(answer, at) {
    const names = listOf(answer);
    if (names.length === 0) return 'give at least one name';
    if (shapeOf(at) === 'team' && names.length > 1) {
      return 'one team has one name: for several, go back and choose departments';
    }
    const twice = repeated(names.map(tagNameOf));
    if (twice !== undefined) return `two of these names are too much alike (${twice})`;
    return (
      firstProblem(names, (name) => takenBy(at, name) ?? departmentProblem(at.facts, name)) ??
      tooMany(names, at.facts)
    );
  },
};

/** Why the name is that of a department which exists, or would share its tag with one. */
function takenBy(at: Scene, name: string): string | undefined {
  const { facts } = at;
  // Which addition is resumed is known after the account is read.
  if (!facts.known || facts.made?.adding?.includes(name) === true) return undefined;
  const isAdding = shapeOf(at) === 'add';
  const live = departmentsIn(knownObjects(facts, 'queues').map((queue) => queue.name));
  const alike = [...live, ...(isAdding ? departmentsPlanned(facts) : [])].filter(
    (one) => tagNameOf(one) === tagNameOf(name),
  );
  const there = alike.includes(name) ? name : alike[0];
  // Whoever sets up the same again changes it.
  if (there === undefined || (there === name && !isAdding)) return undefined;
  const quoted = JSON.stringify(there);
  const problem =
    there === name
      ? `department ${quoted} already exists`
      : `${JSON.stringify(name)} is too similar to department ${quoted}, which already exists`;
  const way = live.includes(there)
    ? `to add people to it, choose People (--add people --teams ${JSON.stringify(queueNameOf(there))})`
    : `change it in ${facts.file.file}, then run \`voipbin apply\``;
  return `${problem}: ${way}`;
}

/** What the plan file has of departments that setup has made, in the account or not. */
function departmentsPlanned(facts: Facts): string[] {
  const { queues, flows } = facts.file.document;
  return [
    ...departmentsIn(Object.keys(queues ?? {})).filter(
      (name) => !isHandWritten(facts, 'queues', queueNameOf(name), name),
    ),
    ...Object.keys(flows ?? {}).filter((name) => !isHandWritten(facts, 'flows', name)),
  ].filter((name) => facts.made?.adding?.includes(name) !== true);
}

function roomText({ facts }: Scene): string {
  const room = roomFor(facts, 'queues');
  return Number.isFinite(room) ? ` The ${facts.plan} plan has room for ${plural(room, 'more queue')}.` : '';
}

/** As many of the usual ones as there is room for. */
function usual({ facts }: Scene): string {
  const room = Math.max(1, Math.min(roomFor(facts, 'queues'), 2));
  return ['Sales', 'Support'].slice(0, room).join(', ');
}

function tooMany(names: readonly string[], facts: Facts): string | undefined {
  const there = new Set(knownObjects(facts, 'queues').map(({ name }) => name));
  return overLimit(facts, 'queues', names.filter((name) => !there.has(queueNameOf(name))).length);
}

function contribute(at: Scene): Part {
  const parts = departmentsOf(at).map((department): Part => {
    const tag = tagNameOf(department);
    const queue: QueueSpec = {
      detail: queueDetail(department),
      tags: [tag],
      wait_flow: waitFlowName(at.facts),
      wait_timeout: LONGEST_WAIT_MS,
    };
    return {
      tags: { [tag]: { detail: `Agents with it answer for ${department}` } },
      queues: { [queueNameOf(department)]: queue },
    };
  });
  return merge(parts);
}

/** Who can be reached: a tag and a queue for each department. */
export const departmentsStep: Step = {
  topic: 'departments',
  title: 'Departments',
  questions: [departments],
  contribute,
};
