/** A department that joins the menu of an earlier run, as people have left it. */
import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/file/read.ts';
import { writePlan } from '../../src/plan/file/write.ts';
import type { Answers } from '../../src/setup/answers.ts';
import { compose } from '../../src/setup/compose.ts';
import { joinMenu, menuActions } from '../../src/setup/flows.ts';
import { phrasesIn } from '../../src/setup/phrases.ts';
import { speech } from '../../src/core/speech.ts';
import { steps } from '../../src/setup/steps/index.ts';
import { settle } from '../../src/setup/wizard.ts';
import { factsOf } from '../support/facts.ts';
import { rich } from '../support/program.ts';

const phrases = phrasesIn('en-US');
const menu = menuActions({
  language: 'en-US',
  phrases,
  greeting: 'Hello.',
  items: [{ department: 'Sales', flow: 'Sales' }],
  fallback: undefined,
});
const textsOf = (
  actions: readonly { type: string; option: Readonly<Record<string, unknown>> }[],
): unknown[] => actions.filter(({ type }) => type === 'talk').map(({ option }) => option['text']);

describe('a menu with one choice more', () => {
  it('says it in every round, before the pause, and goes by it', () => {
    const joined = joinMenu(menu, { department: 'Export', flow: 'Export' }, 2, phrases) ?? [];

    expect(textsOf(joined).slice(0, 3)).toEqual([
      '<speak>Hello. For Sales, press 1. For Export, press 2. <break time="5s"/></speak>',
      '<speak>I did not get that. For Sales, press 1. For Export, press 2. <break time="5s"/></speak>',
      '<speak>I did not get that. For Sales, press 1. For Export, press 2. <break time="5s"/></speak>',
    ]);
    expect(joined.filter(({ type }) => type === 'branch').map(({ option }) => option['targets'])).toEqual(
      Array.from({ length: 3 }, () => ({ '1': 'key-1', '2': 'key-2' })),
    );
    expect(joined.at(-2)).toEqual({
      label: 'key-2',
      type: 'fetch_flow',
      option: { flow: 'Export' },
      next: 'end',
    });
  });

  it('keeps words that people wrote, with and without a pause', () => {
    const own = menu.map((action) =>
      action.label === 'menu' ? { ...action, option: { ...action.option, text: 'Press 1.' } } : action,
    );

    expect(textsOf(joinMenu(own, { department: 'A & B', flow: 'x' }, 2, phrases) ?? [])[0]).toBe(
      'Press 1. For A &amp; B, press 2.',
    );
  });

  it('is left alone where the key is taken, or where it is not such a menu', () => {
    expect(joinMenu(menu, { department: 'Export', flow: 'Export' }, 1, phrases)).toBeUndefined();
    expect(
      joinMenu([{ type: 'hangup', option: {} }], { department: 'x', flow: 'x' }, 2, phrases),
    ).toBeUndefined();
  });
});

describe('an addition to departments that setup made', () => {
  const first: Answers = {
    shape: 'departments',
    departments: 'Sales, Support',
    agents: 'owner@newcompany.example',
  };
  const added = async (more: Answers) => {
    const before = await factsOf('empty', rich);
    const made = compose(steps, {
      facts: before,
      answers: settle(steps, { facts: before, answers: first }).answers,
    });
    const facts = await factsOf('empty', rich, writePlan(made.document, 'file:///x.json'));
    const given = {
      shape: 'add',
      add: 'departments',
      departments: 'Export',
      agents: 'zoe@x.example',
      ...more,
    };
    const { answers } = settle(steps, {
      facts: { ...facts, made: { shape: 'departments', part: made.made } },
      answers: given,
    });
    const after = compose(steps, {
      facts: { ...facts, made: { shape: 'departments', part: made.made } },
      answers,
    });
    return { before: made.document, document: after.document, answers };
  };

  it('joins the menu by itself, and needs no number', async () => {
    const { document, answers } = await added({});

    expect(answers['number/Export']).toBe('none');
    expect(document.flows?.['Main menu']?.detail).toBe('Menu: 1 Sales, 2 Support, 3 Export');
    expect(textsOf(document.flows?.['Main menu']?.actions ?? [])[0]).toContain('For Export, press 3.');
    expect(readPlan(writePlan(document, 'file:///x.json'), 'x').document).toEqual(document);
  });

  it('leaves the menu alone where that is not wanted', async () => {
    const { before, document } = await added({ join_menu: 'no' });

    expect(document.flows?.['Main menu']).toEqual(before.flows?.['Main menu']);
  });
});

describe('a menu of another run', () => {
  it.each([
    [8, 'Menu: 1 D1, 2 D2, 3 D3, 4 D4, 5 D5, 6 D6, 7 D7, 8 D8, 9 Export'],
    [9, undefined],
  ])('of %s choices has room for one more, or not', async (count, detail) => {
    const names = Array.from({ length: count }, (_, index) => `D${index + 1}`);
    const items = names.map((department) => ({ department, flow: department }));
    const actions = menuActions({
      language: 'en-US',
      phrases,
      greeting: 'Hello.',
      items,
      fallback: undefined,
    });
    const flows = Object.fromEntries(names.map((name) => [name, {}]));
    const main = {
      detail: `Menu: ${names.map((name, index) => `${index + 1} ${name}`).join(', ')}`,
      actions,
    };
    const text = writePlan({ version: 1, flows: { ...flows, 'Main menu': main } }, 'file:///x.json');
    const { version: _, ...part } = readPlan(text, 'x').document;
    const facts = { ...(await factsOf('empty', rich, text)), made: { shape: 'departments', part } };
    const answers = { shape: 'add', add: 'departments', departments: 'Export', agents: 'zoe@x.example' };
    const { document } = compose(steps, { facts, answers: settle(steps, { facts, answers }).answers });
    expect(document.flows?.['Main menu']?.detail).toBe(detail ?? main.detail);
  });
});

describe('speech', () => {
  it.each([
    ['Welcome to Miller & Sons.', 'Welcome to Miller &amp; Sons.'],
    ['5 < 6 > 4', '5 &lt; 6 &gt; 4'],
    ['Plain text.', 'Plain text.'],
  ])('%s', (text, spoken) => {
    expect(speech(text)).toBe(spoken);
  });

  it('splits long pauses, which speech services do not take', () => {
    expect(speech('Hold.', { pause: 25 })).toBe(
      '<speak>Hold. <break time="10s"/><break time="10s"/><break time="5s"/></speak>',
    );
  });
});
