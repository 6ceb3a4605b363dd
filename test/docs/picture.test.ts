/** What a terminal shows as an SVG. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { shippedFiles } from './pages.ts';
import { terminalPicture } from './picture.ts';
import { pictures } from './pictures.ts';

const root = resolve(import.meta.dirname, '../..');

interface Word {
  text: string;
  attributes: Record<string, string>;
}

/** The texts of a picture, which must be well-formed. */
function wordsOf(svg: string): Word[] {
  const words: Word[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'text') words.push({ text: '', attributes });
  });
  parser.on('text', (text) => {
    const last = words.at(-1);
    if (last !== undefined && text.trim() !== '') last.text += text;
  });
  parser.write(svg).close();
  return words;
}

describe('a picture of a terminal', () => {
  it('has each word in its column, in its color', () => {
    const words = wordsOf(
      terminalPicture(
        '\u001b[1m\u001b[31mHIGH\u001b[39m\u001b[22m  a < b\n  \u001b[2mdim\u001b[22m',
        'x',
        'dark',
      ),
    );
    expect(words.map(({ text }) => text)).toEqual(['HIGH', 'a < b', 'dim']);
    const [high, plain, dim] = words.map(({ attributes }) => attributes);
    expect(high).toMatchObject({ x: '16', y: '30', 'font-weight': 'bold', fill: '#ff7b72' });
    // Six columns of 8.4.
    expect(plain).toMatchObject({ x: '66.4', y: '30', textLength: '42' });
    expect(plain).not.toHaveProperty('fill');
    expect(dim).toMatchObject({ x: '32.8', y: '49', fill: '#8b949e' });
  });

  it('keeps a style from one line to the next, until it ends', () => {
    const words = wordsOf(terminalPicture('\u001b[32mone\ntwo\u001b[39m\nthree', 'x', 'light'));
    expect(words.map(({ attributes }) => attributes['fill'])).toEqual(['#116329', '#116329', undefined]);
  });

  it('is refused for what it cannot show', () => {
    expect(() => terminalPicture('\u001b[7mx', 'x', 'dark')).toThrow('no picture for the escape sequence 7');
  });
});

describe('the pictures of the README', () => {
  it('are current', async () => {
    for (const [path, svg] of Object.entries(await pictures(shippedFiles(root))))
      expect(readFileSync(join(root, path), 'utf8'), path).toBe(svg);
  });

  it('show a review and a call that is cut off', async () => {
    const drawn = await pictures(shippedFiles(root));
    const textOf = (name: string): string =>
      wordsOf(drawn[`docs/pictures/${name}.svg`] ?? '')
        .map(({ text }) => text)
        .join(' ');
    expect(textOf('audit-dark')).toMatch(/\$ voipbin audit --demo .*CRITICAL.* more lines$/);
    expect(textOf('trace-light')).toMatch(/CUT OFF/);
  });
});
