/** Graphviz as the bundle has it draws what the whole of it draws. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { instance, type Graph, type Viz } from '@viz-js/viz';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apartFromWasm, withOneLayout } from '../bin/light-graphviz.mjs';

const folder = mkdtempSync(join(tmpdir(), 'voipbin-graphviz-'));
const library = readFileSync(join(import.meta.dirname, '../node_modules/@viz-js/viz/dist/viz.js'), 'utf8');
let whole: Viz;
let light: Viz;

interface Module {
  instance: () => Promise<Viz>;
}

beforeAll(async () => {
  const { text, wasm } = apartFromWasm(library, 'graphviz');
  writeFileSync(join(folder, 'graphviz.wasm'), withOneLayout(wasm));
  writeFileSync(
    join(folder, 'light.mjs'),
    `import { readFileSync } from 'node:fs';
     const graphviz = readFileSync(new URL('graphviz.wasm', import.meta.url));
     ${text}`,
  );
  const module = (await import(pathToFileURL(join(folder, 'light.mjs')).href)) as Module;
  whole = await instance();
  light = await module.instance();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const draw = (viz: Viz, graph: Graph): string => viz.renderString(graph, { format: 'svg', engine: 'dot' });

/** A backslash begins what Graphviz replaces, and at the end of a label makes it read past it. */
const label = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', maxLength }).map((text) => text.replaceAll('\\', '/'));

const graphs: fc.Arbitrary<Graph> = fc
  .record({
    labels: fc.array(label(30), { minLength: 1, maxLength: 20 }),
    ends: fc.array(fc.tuple(fc.nat(19), fc.nat(19), label(12)), { maxLength: 40 }),
    shapes: fc.array(fc.constantFrom('box', 'ellipse', 'diamond', 'octagon', 'plaintext'), { minLength: 1 }),
    rankdir: fc.constantFrom('LR', 'TB'),
    together: fc.boolean(),
  })
  .map(({ labels, ends, shapes, rankdir, together }) => ({
    directed: true,
    graphAttributes: { rankdir },
    nodeAttributes: { style: 'rounded,filled', fontname: 'Arial' },
    nodes: labels.map((label, index) => ({
      name: `n${index}`,
      attributes: { label, shape: shapes[index % shapes.length] ?? 'box' },
    })),
    edges: ends.map(([tail, head, label]) => ({
      tail: `n${tail % labels.length}`,
      head: `n${head % labels.length}`,
      attributes: { label },
    })),
    subgraphs: together ? [{ name: 'cluster_0', nodes: [{ name: 'n0' }] }] : [],
  }));

describe('Graphviz of the bundle', () => {
  it('draws any graph as the whole does', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(draw(light, graph)).toBe(draw(whole, graph));
      }),
      { numRuns: 40 },
    );
  });

  it('has only the layout that is used, and is a fifth smaller for that', () => {
    const graph = { directed: true, edges: [{ tail: 'a', head: 'b' }] };
    expect(whole.render(graph, { format: 'svg', engine: 'neato' }).status).toBe('success');
    expect(() => light.render(graph, { format: 'svg', engine: 'neato' })).toThrow('unreachable');
    const { wasm } = apartFromWasm(library, 'graphviz');
    expect(withOneLayout(wasm).length).toBeLessThan(0.85 * wasm.length);
  });

  it('a program that it does not know is refused', () => {
    expect(() => apartFromWasm('export default 1;', 'graphviz')).toThrow('has changed');
  });
});
