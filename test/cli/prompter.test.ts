import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createPrompter } from '../../src/cli/system/prompter.ts';
import { CancelledError } from '../../src/core/errors.ts';

/** A terminal that types `keys`, one after the other, each time the program falls silent. */
function terminal(env: Record<string, string>, keys: string[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  const controller = new AbortController();
  let screen = '';
  let typing: NodeJS.Timeout | undefined;
  output.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    clearTimeout(typing);
    typing = setTimeout(() => {
      const next = keys.shift();
      if (next === 'EOF') input.end();
      else if (next !== undefined) input.write(next);
    }, 20);
  });
  const prompter = createPrompter({
    input: () => input,
    output: () => output,
    env,
    signal: controller.signal,
  });
  return { prompter, controller, screen: () => screen };
}

const lines = { ACCESSIBLE: '1' };
const arrows = { NO_COLOR: '1' };
const choices = [
  { name: 'Access key', value: 'key' },
  { name: 'Password', value: 'password', detail: 'seven days' },
];
const notShort = (answer: string): true | string => answer.length > 3 || 'too short';

describe.each([
  ['line by line', lines],
  ['with keys', arrows],
])('questions %s', (_name, env) => {
  it('a text, with its default', async () => {
    const { prompter } = terminal(env, ['\n']);

    expect(await prompter.input({ ask: 'Name?', default: 'acme' })).toBe('acme');
  });

  it('a text is asked for again until it is right', async () => {
    const { prompter, screen } = terminal(env, ['abc\n', 'defg\n']);

    expect(await prompter.input({ ask: 'Name?', check: notShort })).toMatch(/defg$/);
    expect(screen()).toContain('too short');
  });

  it('a secret is never on the screen', async () => {
    const { prompter, screen } = terminal(env, ['vb_geheim\n']);

    expect(await prompter.secret({ ask: 'Access key:' })).toBe('vb_geheim');
    expect(screen()).not.toContain('geheim');
  });

  it.each([
    ['y\n', true],
    ['n\n', false],
    ['\n', false],
  ])('yes or no: %j', async (key, answer) => {
    const { prompter } = terminal(env, [key]);

    expect(await prompter.confirm({ ask: 'Sure?', default: false })).toBe(answer);
  });

  it('one of several, by its number', async () => {
    const { prompter, screen } = terminal(env, ['2\n']);

    expect(await prompter.select({ ask: 'How?', choices })).toBe('password');
    expect(screen()).toContain('Access key');
  });

  it('a long detail is broken between its words', async () => {
    const { prompter, screen } = terminal(env, ['\n', '1\n']);
    const words = Array.from({ length: 20 }, (_, index) => `word-${index}-of-many`);

    await prompter.select({ ask: 'Which?', choices: [{ name: 'One', value: 1, detail: words.join(' ') }] });

    for (const word of words) expect(screen()).toContain(word);
    expect(screen()).not.toContain(words.join(' '));
  });

  const sentence = (of: string): string =>
    Array.from({ length: 20 }, (_, index) => `${of}-${index}-of-many`).join(' ');
  const shownWhole = (shown: string, text: string): void => {
    for (const word of text.split(' ')) expect(shown).toContain(word);
    // What stays, after all that is drawn again.
    const [last = ''] = shown.split('\u001b[2K').reverse();
    for (const line of stripVTControlCharacters(last).split('\n')) expect(line.length).toBeLessThan(80);
  };

  it('a long question breaks between its words, and so do its default and its answer', async () => {
    const { prompter, screen } = terminal(env, ['\n']);

    await prompter.input({ ask: sentence('question'), default: sentence('answer') });

    shownWhole(screen(), sentence('question'));
    shownWhole(screen(), sentence('answer'));
  });

  it('a long reason why an answer is wrong breaks between its words', async () => {
    const { prompter, screen } = terminal(env, ['abc\n', 'defg\n']);
    const why = sentence('reason');

    await prompter.input({ ask: 'Name?', check: (answer) => answer.length > 3 || why });

    shownWhole(screen(), why);
  });

  it.each(['y\n', '\n'])('a long yes-or-no question breaks between its words: %j', async (key) => {
    const { prompter, screen } = terminal(env, [key]);

    await prompter.confirm({ ask: sentence('question'), default: false });

    shownWhole(screen(), sentence('question'));
  });

  it('a long choice breaks between its words, before and after it is chosen', async () => {
    const { prompter, screen } = terminal(env, ['1\n']);

    await prompter.select({
      ask: sentence('question'),
      choices: [{ name: sentence('choice'), value: 1, detail: sentence('detail') }],
    });

    for (const of of ['question', 'choice', 'detail']) shownWhole(screen(), sentence(of));
  });

  it('the end of the input breaks the question off', async () => {
    const { prompter } = terminal(env, ['EOF']);

    await expect(prompter.input({ ask: 'Name?' })).rejects.toMatchObject({
      code: 'CANCELLED',
      exitCode: 130,
    });
  });

  it('a signal breaks the question off, with its own exit code', async () => {
    const { prompter, controller } = terminal(env, []);

    const asking = prompter.confirm({ ask: 'Sure?', default: true });
    setTimeout(() => {
      controller.abort(new CancelledError(143));
    }, 50);

    await expect(asking).rejects.toMatchObject({ exitCode: 143 });
  });

  it('what the API calls things cannot take over the terminal', async () => {
    const { prompter, screen } = terminal(env, ['1\n']);

    await prompter.select({ ask: 'Which\u001b[2J?', choices: [{ name: 'a\u001b]0;b', value: 1 }] });

    expect(screen()).not.toContain('\u001b[2J');
    expect(screen()).not.toContain('\u001b]0;');
  });

  it('what is proposed as an answer cannot either, and is the answer as it is', async () => {
    const { prompter, screen } = terminal(env, ['wrong\n', '\n']);
    const name = 'Acme\u001b]0;b';

    const check = (answer: string): true | string => answer === name || `not ${name}`;
    expect(await prompter.input({ ask: 'Name?', default: name })).toBe('wrong');
    expect(await prompter.input({ ask: 'Name?', default: name, check })).toBe(name);
    expect(screen()).toContain('Acme\\x1b]0;b');
    expect(screen()).not.toContain('\u001b]0;');
  });
});

describe('keys', () => {
  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s breaks off', async (_name, key) => {
    const { prompter } = terminal(arrows, [key]);

    await expect(prompter.secret({ ask: 'Key:' })).rejects.toBeInstanceOf(CancelledError);
  });

  it('several of many', async () => {
    const { prompter } = terminal(arrows, [' ', '\n']);

    expect(await prompter.multiselect({ ask: 'Which?', choices })).toEqual(['key']);
  });

  it('NO_COLOR is heard', async () => {
    const { prompter, screen } = terminal(arrows, ['x\n']);

    await prompter.input({ ask: 'Name?' });

    expect(screen()).not.toMatch(/\u001b\[(1|2|3\d|9\d)m/);
  });
});

describe('lines', () => {
  it('several of many, in their own order', async () => {
    const { prompter } = terminal(lines, ['9\n', '2, 1\n']);

    expect(await prompter.multiselect({ ask: 'Which?', choices })).toEqual(['key', 'password']);
  });

  it('Ctrl-C at a secret breaks off', async () => {
    const { prompter } = terminal(lines, ['\u0003']);

    await expect(prompter.secret({ ask: 'Key:' })).rejects.toBeInstanceOf(CancelledError);
  });
});
