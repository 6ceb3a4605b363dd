/** Editing a text of YAML: what is not changed stays byte for byte, and comments stay with what they are beside. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeYaml } from '../../src/core/yaml/merge.ts';
import { parseYaml } from '../../src/core/yaml/parse.ts';
import { textOf, valueOf, writtenArbitrary } from '../support/yaml-texts.ts';
import { runs } from '../support/runs.ts';

type Path = readonly (string | number)[];

/** The paths of everything in a value that is neither a map nor a list with something in it. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function withValue(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return leaf;
  if (Array.isArray(value))
    return value.map((one: unknown, at) => (at === step ? withValue(one, rest, leaf) : one));
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [step]: withValue(map[step], rest, leaf) };
}

const sure = (): 'sure' => 'sure';
const crlf = (text: string, isWindows: boolean): string => (isWindows ? text.replaceAll('\n', '\r\n') : text);

describe('whatever the text', () => {
  it('the generator says what it means', () => {
    fc.assert(
      fc.property(writtenArbitrary, (written) => {
        expect(parseYaml(textOf(written))).toMatchObject({ value: valueOf(written), problems: [] });
      }),
      runs(100),
    );
  }, 60_000);

  it('it says what it is told to, and is not touched where it says so already', () => {
    fc.assert(
      fc.property(writtenArbitrary, writtenArbitrary, fc.boolean(), (before, after, isWindows) => {
        const text = crlf(textOf(before), isWindows);
        const merged = mergeYaml(text, valueOf(after), { kinship: sure });
        expect(parseYaml(merged)).toMatchObject({ value: valueOf(after), problems: [] });
        expect(mergeYaml(merged, valueOf(after))).toBe(merged);
        if (isWindows) expect(merged.replaceAll('\r\n', '')).not.toContain('\n');
      }),
      runs(250),
    );
  }, 60_000);

  it('one value changed: every byte outside of it stays', () => {
    fc.assert(
      fc.property(writtenArbitrary, fc.nat(), fc.boolean(), (written, nth, isWindows) => {
        const text = crlf(textOf(written), isWindows);
        const value = valueOf(written);
        const all = leaves(value);
        const path = all[nth % all.length] ?? [];
        const changed = withValue(value, path, 'changed');
        const merged = mergeYaml(text, changed, { kinship: sure });
        const { line, column } = parseYaml(text).valueAt(path);
        const at =
          text
            .split('\n')
            .slice(0, line - 1)
            .join('\n').length +
          (line > 1 ? 1 : 0) +
          column -
          1;
        expect(merged.slice(0, at)).toBe(text.slice(0, at));
        const [, was = '', rest = ''] =
          /^('[^']*'|"[^"]*"|\[\]|\{ \}|plain words|[\w]+)([^]*)$/.exec(text.slice(at)) ?? [];
        expect(was).not.toBe('');
        expect(merged.slice(at)).toMatch(/^['"]?changed['"]?/);
        expect(merged.slice(at).replace(/^['"]?changed['"]?/, '')).toBe(rest);
      }),
      runs(250),
    );
  }, 60_000);

  it('items taken out, put in and moved: each comment stays with its item', () => {
    const list = fc.uniqueArray(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 });
    const styles = fc.constantFrom('block', 'compact', 'flow', 'spread');
    fc.assert(
      fc.property(list, list, styles, fc.boolean(), (before, after, style, isLoose) => {
        const item = (n: number): object => ({ n, text: `t${n}` });
        const lines = before.map((n) => {
          if (style === 'block')
            return `  # own ${n}\n  - n: ${n}\n    text: t${n} # at ${n}\n    # end ${n}\n`;
          if (style === 'compact') return `  # own ${n}\n  - { n: ${n}, text: t${n} } # at ${n}\n`;
          return style === 'flow' ? `{n: ${n}, text: t${n}}` : `    {n: ${n}, text: t${n}}, # at ${n}\n`;
        });
        const blank = isLoose && style === 'block' ? '\n' : '';
        const body =
          style === 'flow'
            ? `list: [${lines.join(',')}]\n`
            : style === 'spread'
              ? `list: [\n${lines.join('')}  ]\n`
              : `list:\n${lines.join(blank)}`;
        const text = `# head\n${body}last: 1 # end\n`;
        const merged = mergeYaml(text, { list: after.map(item), last: 1 });
        expect(parseYaml(merged)).toMatchObject({ value: { list: after.map(item), last: 1 }, problems: [] });
        expect(merged.startsWith('# head\nlist:')).toBe(true);
        expect(merged.endsWith('last: 1 # end\n')).toBe(true);
        for (const [index, n] of before.entries()) {
          if (after.includes(n)) expect(merged).toContain((lines[index] ?? '').trim());
          else if (style !== 'flow') expect(merged).not.toMatch(new RegExp(`(own|at|end) ${n}\\n`));
        }
      }),
      runs(250),
    );
  }, 60_000);
});

describe('a text of YAML', () => {
  it.each<[string, string, unknown, string]>([
    ['keeps brackets without blanks', 'a: [x,y]\n', { a: ['x', 'z'] }, 'a: [x,z]\n'],
    ['keeps brackets with blanks', 'a: { b: 1 }\n', { a: { b: 2, c: 3 } }, 'a: { b: 2, c: 3 }\n'],
    [
      'gives a list no blanks that a map has',
      'a: { b: 1 }\n',
      { a: { b: 1, c: ['x'] } },
      'a: { b: 1, c: [x] }\n',
    ],
    ['keeps quotes', 'a: "x" # why\n', { a: 'y' }, 'a: "y" # why\n'],
    [
      'keeps the comment of a list that is emptied',
      'a: # why\n  - x\nb: 1\n',
      { a: [], b: 1 },
      'a: [] # why\nb: 1\n',
    ],
    [
      'keeps the comment of a list that is filled',
      'a: [] # why\nb: 1\n',
      { a: [{ x: 1 }], b: 1 },
      'a: # why\n  - x: 1\nb: 1\n',
    ],
    [
      'keeps the comment of a text of several lines',
      'a: | # why\n  x\n  y\nb: 1\n',
      { a: 'z', b: 1 },
      'a: z # why\nb: 1\n',
    ],
    ['gives an empty key a value', 'a: # why\nb: 1\n', { a: 'x', b: 1 }, 'a: x # why\nb: 1\n'],
    [
      'takes a key with its comment',
      '# head\na: 1\n\n# of b\nb: 2 # too\n# of c\nc: 3\n',
      { a: 1, c: 3 },
      '# head\na: 1\n# of c\nc: 3\n',
    ],
    [
      "leaves a comment that is nobody's",
      'a: 1\n# alone\n\n# of b\nb: 2\nc: 3\n',
      { a: 1, c: 3 },
      'a: 1\n# alone\nc: 3\n',
    ],
    ['puts a key where it is said', 'a: 1\nc: 3\n', { a: 1, b: 2, c: 3 }, 'a: 1\nb: 2\nc: 3\n'],
    [
      'sets a new section apart where all are',
      'a: 1\n\nc:\n  - x\n\nd: 4\n',
      { a: 1, b: 2, c: ['x'], d: 4, e: 5 },
      'a: 1\n\nb: 2\n\nc:\n  - x\n\nd: 4\n\ne: 5\n',
    ],
    ['takes the first key of an item', 'a:\n  - x: 1\n    y: 2\n', { a: [{ y: 2 }] }, 'a:\n  - y: 2\n'],
    [
      'writes an item in the manner of the others',
      'a:\n  - {x: 1}\n',
      { a: [{ x: 1 }, { x: 2 }] },
      'a:\n  - {x: 1}\n  - {x: 2}\n',
    ],
    ['needs no line break at the end', 'a: 1', { a: 1, b: 2 }, 'a: 1\nb: 2'],
    ['is not joined with its start mark', '%YAML 1.2\n---\na: 1\n', { a: 2 }, '%YAML 1.2\n---\na: 2\n'],
    ['may begin with a byte order mark', '\uFEFFa: 1\nb: 2\n', { a: 2, b: 2 }, '\uFEFFa: 2\nb: 2\n'],
    ['of comments alone keeps them', '# mine\n', { a: 1 }, '# mine\na: 1\n'],
  ])('%s', (_name, text, value, expected) => {
    const merged = mergeYaml(text, value, { kinship: sure });
    expect(merged).toBe(expected);
    expect(parseYaml(merged)).toMatchObject({ value, problems: [] });
  });
});
