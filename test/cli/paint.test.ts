import { describe, expect, it } from 'vitest';
import { colourLevel, createPaint } from '../../src/cli/system/paint.ts';

type Case = [
  name: string,
  flag: Parameters<typeof colourLevel>[0],
  env: Record<string, string>,
  isTTY: boolean,
  level: 0 | 1,
];

const cases: Case[] = [
  ['a terminal', undefined, {}, true, 1],
  ['a pipe', undefined, {}, false, 0],
  ['the flag goes before everything', 'always', { NO_COLOR: '1', TERM: 'dumb' }, false, 1],
  ['never means never', 'never', { FORCE_COLOR: '1' }, true, 0],
  ['auto is as if nothing was said', 'auto', {}, false, 0],
  ['FORCE_COLOR goes before NO_COLOR', undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, 1],
  ['FORCE_COLOR=0 is off', undefined, { FORCE_COLOR: '0' }, true, 0],
  ['CLICOLOR_FORCE', undefined, { CLICOLOR_FORCE: '1' }, false, 1],
  ['CLICOLOR_FORCE=0 says nothing', undefined, { CLICOLOR_FORCE: '0' }, true, 1],
  ['NO_COLOR', undefined, { NO_COLOR: '1' }, true, 0],
  ['an empty NO_COLOR is none', undefined, { NO_COLOR: '' }, true, 1],
  ['CLICOLOR=0', undefined, { CLICOLOR: '0' }, true, 0],
  ['TERM=dumb', undefined, { TERM: 'dumb' }, true, 0],
];

describe('colour', () => {
  it.each(cases)('%s', (_name, flag, env, isTTY, level) => {
    expect(colourLevel(flag, env, isTTY)).toBe(level);
  });

  it('without it, text stays as it is', async () => {
    expect((await createPaint(0)).red('x')).toBe('x');
  });

  it('with it, whatever the terminal of this test is', async () => {
    expect((await createPaint(1)).red('x')).toBe('\u001b[31mx\u001b[39m');
  });
});
