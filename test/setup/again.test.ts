/** A plan file that people have changed since: a further run changes only what its answers change. */
import { describe, expect, it } from 'vitest';
import type { ActionSpec, PlanDocument } from '../../src/resources/document.ts';
import { stableId } from '../../src/resources/stable-id.ts';
import { emptyLock } from '../../src/plan/file/lock.ts';
import { matchNames } from '../../src/plan/difference/match.ts';
import { readPlan } from '../../src/plan/file/read.ts';
import { rewritePlan, writePlan } from '../../src/plan/file/write.ts';
import type { Answers } from '../../src/setup/answers.ts';
import { compose, type Composed } from '../../src/setup/compose.ts';
import type { Facts } from '../../src/setup/facts.ts';
import { steps } from '../../src/setup/steps/index.ts';
import { problemsOf, settle } from '../../src/setup/wizard.ts';
import { factsOf } from '../support/facts.ts';

const team: Answers = {
  shape: 'team',
  agents: 'owner@newcompany.example',
  hours: 'mon-fri 09:00-17:00',
  time_zone: 'Europe/Berlin',
};

function run(facts: Facts, given: Answers, staysOut = false): Composed {
  const { answers } = settle(steps, { facts, answers: given });
  return compose(steps, { facts, answers }, staysOut);
}

/** The first run, the file as somebody leaves it, and the run after that. */
async function twice(
  edit: (text: string) => string,
  then: { answers?: Answers; kept?: boolean; staysOut?: boolean } = {},
): Promise<Composed & { first: PlanDocument }> {
  const first = run(await factsOf('empty'), team);
  const text = edit(writePlan(first.document, 'file:///x.json'));
  const facts = await factsOf('empty', undefined, text);
  // As it comes back from the disk.
  const part = JSON.parse(JSON.stringify(first.made)) as Composed['made'];
  const made = then.kept === false ? undefined : { shape: 'team', part };
  const again = run({ ...facts, made }, then.answers ?? team, then.staysOut);
  expect(readPlan(rewritePlan(text, again.document), 'voipbin.yaml').document).toEqual(again.document);
  return { ...again, first: first.document };
}

const actionsOf = ({ flows }: PlanDocument, flow: string): readonly ActionSpec[] =>
  flows?.[flow]?.actions ?? [];
const textsOf = (document: PlanDocument, flow: string): unknown[] =>
  actionsOf(document, flow).flatMap(({ option }) => option['text'] ?? []);
const later: Answers = { ...team, hours: 'mon-fri 08:00-18:00' };

describe('when the opening hours change', () => {
  it('only they change', async () => {
    const { document, first, notes } = await twice((text) => text, { answers: later });

    expect(document.hours?.['Front desk hours']?.open).toBe('mon-fri 08:00-18:00');
    expect(document.flows).toEqual(first.flows);
    expect(notes).toEqual([]);
  });

  it.each<[string, (text: string) => string, (document: PlanDocument) => unknown, unknown]>([
    [
      'the text of those who wait',
      (text) => text.replaceAll('Please hold. Someone will be with you shortly.', 'Our music.'),
      (document) => String(textsOf(document, 'Please hold')[0]).match(/[A-Z][a-z ]+\./g),
      ['Our music.', 'Our music.'],
    ],
    [
      'the greeting in the same flow',
      (text) => text.replace('Welcome to New Company LLC.', 'Hello!'),
      (document) => textsOf(document, 'Front desk')[0],
      'Hello!',
    ],
    [
      'an action more',
      (text) =>
        text.replace(
          '      - type: queue_join',
          '      - type: talk\n        text: One moment.\n      - type: queue_join',
        ),
      (document) => textsOf(document, 'Front desk')[1],
      'One moment.',
    ],
    [
      'how long callers wait',
      (text) => text.replace('wait_timeout: 30m', 'wait_timeout: 12m'),
      (document) => document.queues?.['Front desk Queue']?.wait_timeout,
      720_000,
    ],
    [
      'a tag of the queue',
      (text) =>
        text
          .replace('[front-desk]\n    wait', '[front-desk, night]\n    wait')
          .replace('tags:\n', 'tags:\n  night: {}\n'),
      (document) => document.queues?.['Front desk Queue']?.tags,
      ['front-desk', 'night'],
    ],
  ])('%s stays as somebody wrote it', async (_name, edit, look, wanted) => {
    const { document, notes } = await twice(edit, { answers: later });

    expect(look(document)).toEqual(wanted);
    expect(document.hours?.['Front desk hours']?.open).toBe('mon-fri 08:00-18:00');
    expect(notes).toEqual([]);
  });

  it('hours that someone wrote into the file are replaced, and this is said', async () => {
    const { document, notes } = await twice((text) => text.replace('mon-fri 09:00-17:00', 'mon-fri 10-16'), {
      answers: later,
    });

    expect(document.hours?.['Front desk hours']?.open).toBe('mon-fri 08:00-18:00');
    expect(notes).toEqual(['hours "Front desk hours": your answers replace open in the plan file']);
  });

  it('hours that someone wrote into the file stay where the answers stay', async () => {
    const { document } = await twice((text) => text.replace('mon-fri 09:00-17:00', 'mon-fri 10-16'));

    expect(document.hours?.['Front desk hours']?.open).toBe('mon-fri 10-16');
  });
});

describe('what the answers change', () => {
  it('changes in a file that was changed elsewhere', async () => {
    const { document, notes } = await twice((text) => text.replace('Thank you for calling.', 'Bye.'), {
      answers: { ...team, greeting: 'Good day.' },
    });

    const texts = textsOf(document, 'Front desk');
    expect(texts[0]).toBe('Good day.');
    expect(texts).toContainEqual(expect.stringMatching(/^Bye\./));
    expect(notes).toEqual([]);
  });

  it('replaces the very words, and says so', async () => {
    const { document, notes } = await twice((text) => text.replace('Welcome to New Company LLC.', 'Hello!'), {
      answers: { ...team, greeting: 'Good day.' },
    });

    expect(textsOf(document, 'Front desk')[0]).toBe('Good day.');
    expect(notes).toEqual(['flow "Front desk": your answers replace actions in the plan file']);
  });

  it('where nothing was kept of the first run, the file is right', async () => {
    const { document, notes } = await twice(
      (text) => text.replace('wait_timeout: 30m', 'wait_timeout: 12m'),
      {
        kept: false,
        answers: later,
      },
    );

    expect(document.queues?.['Front desk Queue']?.wait_timeout).toBe(720_000);
    expect(document.hours?.['Front desk hours']?.open).toBe('mon-fri 09:00-17:00');
    expect(notes).toHaveLength(2);
  });
});

describe('answers that were corrected after an apply that failed', () => {
  const wrong = { ...team, agents: 'ben@taken.example' };

  it('take back what nothing has come of', async () => {
    const first = run(await factsOf('empty'), wrong);
    const facts = await factsOf('empty', undefined, writePlan(first.document, 'file:///x.json'));

    const { document, made } = run(
      { ...facts, made: { shape: 'team', part: first.made } },
      {
        ...team,
        agents: 'ben@free.example',
      },
    );

    expect(Object.keys(document.agents ?? {})).toEqual(['ben@free.example']);
    expect(Object.keys(document.extensions ?? {})).toEqual(['1001']);
    expect(Object.keys(made.agents ?? {})).toEqual(['ben@free.example']);
  });

  it('take over the extension that was made', async () => {
    const first = run(await factsOf('empty'), wrong);
    const facts = await factsOf('empty', undefined, writePlan(first.document, 'file:///x.json'));
    const extensions = [{ id: stableId('extension'), extension: '1001' }];
    const live = { ...facts.live, lists: { ...facts.live.lists, extensions } };
    const match = matchNames(facts.file, emptyLock(live.customer.id), live);

    const { document } = run(
      { ...facts, live, match, made: { shape: 'team', part: first.made } },
      {
        ...team,
        agents: 'Zoe <zoe@free.example>',
      },
    );

    expect(document.extensions).toMatchObject({ '1001': { name: 'Zoe' } });
    expect(Object.keys(document.extensions ?? {})).toHaveLength(1);
  });

  it('of what is there it is said what is to be done', async () => {
    const facts = await factsOf(
      'departments',
      undefined,
      'agents:\n  sales-1@enterprise.example:\n    tags: [desk]\ntags:\n  desk: {}\n',
    );
    const part = { agents: { 'sales-1@enterprise.example': { tags: ['desk'] } }, tags: { desk: {} } };

    const { document, notes } = run(
      { ...facts, made: { shape: 'team', part } },
      {
        shape: 'team',
        departments: 'Desk',
        agents: 'support-1@enterprise.example',
      },
    );

    expect(document.agents?.['sales-1@enterprise.example']?.tags).toEqual(['desk']);
    expect(notes).toEqual([
      'sales-1@enterprise.example still answers in Desk: remove the tag desk in the plan file',
    ]);
  });

  it('what somebody took out stays out where the same answers go on, and is created again where they are given anew', async () => {
    const cut = (text: string): string => text.replace(/numbers:\n(?: .*\n)+/, '');
    const on = await twice(cut, { staysOut: true });
    const anew = await twice(cut);

    expect(on.document.numbers).toBeUndefined();
    expect(on.notes).toEqual(['number "Front desk" was removed from the plan file, and stays removed']);
    expect(anew.document.numbers).toEqual(anew.first.numbers);
  });
});

it.each([
  ['flow', 'flows:\n  Sales:\n    detail: Ours\n    actions: [{ type: hangup }]\n'],
  ['queue', 'queues:\n  Sales Queue: { detail: Ours }\n'],
])('a %s that somebody wrote is not taken for a department', async (kind, file) => {
  const facts = await factsOf('empty', undefined, file);
  const given = { ...team, departments: 'Sales' };

  expect(problemsOf(steps, { facts, answers: given }).map(({ message }) => message)).toContainEqual(
    expect.stringMatching(new RegExp(`^voipbin.yaml has a ${kind} "Sales.*" that setup did not make`)),
  );
});
