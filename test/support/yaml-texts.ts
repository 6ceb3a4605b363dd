/** Texts of YAML as people write them: any mixture of styles, with comments, empty lines and odd spacing. */
import fc from 'fast-check';

export interface Written {
  style: 'block' | 'flow' | 'spread';
  kind: 'map' | 'list';
  entries: readonly { key: string; value: Written | Scalar; above: string[]; beside: boolean }[];
}

interface Scalar {
  kind: 'scalar';
  text: string;
  value: unknown;
}

const scalars: readonly Scalar[] = [
  ['one', 'one'],
  ["'one # two'", 'one # two'],
  ['"a: b"', 'a: b'],
  ['12', 12],
  ['0x1F', 31],
  ['true', true],
  ['null', null],
  ['[]', []],
  ['{ }', {}],
  ['plain words', 'plain words'],
].map(([text, value]) => ({ kind: 'scalar', text: text as string, value }));

const keys = ['a', 'b', 'type', 'long key', '"q"', 'x1'];

export const writtenArbitrary: fc.Arbitrary<Written> = fc
  .letrec<{ node: Written | Scalar; collection: Written }>((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...scalars), tie('collection')),
    collection: fc
      .record({
        style: fc.constantFrom('block' as const, 'block' as const, 'flow' as const, 'spread' as const),
        kind: fc.constantFrom('map' as const, 'list' as const),
        entries: fc.uniqueArray(
          fc.record({
            key: fc.constantFrom(...keys),
            value: tie('node'),
            above: fc.array(fc.constantFrom('', '# above'), { maxLength: 2 }),
            beside: fc.boolean(),
          }),
          { selector: ({ key }) => key, minLength: 1, maxLength: 5 },
        ),
      })
      .map((one) => one as Written),
  }))
  .collection.map((root) => ({ ...root, kind: 'map', style: 'block' }));

/** What a text says. */
export function valueOf(node: Written | Scalar): unknown {
  if (node.kind === 'scalar') return node.value;
  const values = node.entries.map(({ key, value }) => [key.replaceAll('"', ''), valueOf(value)] as const);
  return node.kind === 'list' ? values.map(([, value]) => value) : Object.fromEntries(values);
}

/** The text, and where each scalar of it stands. */
export function textOf(root: Written): string {
  let count = 0;
  const remark = (): string => `# ${(count += 1)}`;
  const inline = (node: Written | Scalar, indent: string): string => {
    if (node.kind === 'scalar') return node.text;
    const [open, close] = node.kind === 'list' ? ['[', ']'] : ['{', '}'];
    const isSpread = node.style === 'spread';
    const deeper = `${indent}  `;
    const parts = node.entries.map(({ key, value, beside }, index) => {
      const comma = index < node.entries.length - 1 ? ',' : beside ? ' ' : '';
      const entry = `${node.kind === 'map' ? `${key}: ` : ''}${inline(value, deeper)}`;
      if (!isSpread) return `${index > 0 && beside ? ' ' : ''}${entry}${comma}`;
      return `\n${deeper}${entry}${comma}${beside ? ` ${remark()}` : ''}`;
    });
    return `${open}${parts.join('')}${isSpread ? `\n${indent}` : ''}${close}`;
  };
  const lines = (node: Written, indent: string): string =>
    node.entries
      .map(({ key, value, above, beside }) => {
        const own = above.map((line) => (line === '' ? '\n' : `${indent}${remark()}\n`)).join('');
        const head = `${indent}${node.kind === 'list' ? '-' : `${key}:`}`;
        const comment = beside ? `  ${remark()}` : '';
        if (value.kind === 'scalar' || value.style !== 'block') {
          return `${own}${head} ${inline(value, `${indent}  `)}${comment}\n`;
        }
        const inner = lines(value, `${indent}  `);
        // The first key of an item is on the line of its dash.
        const isCompact = node.kind === 'list' && !beside && !/^\s*(#|\n)/.test(inner);
        return isCompact
          ? `${own}${head} ${inner.slice(indent.length + 2)}`
          : `${own}${head}${comment}\n${inner}`;
      })
      .join('');
  return lines(root, '');
}
