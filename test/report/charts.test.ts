/** The charts of the HTML report: values at their height, labels that can be read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBars, drawLines, type Chart } from '../../src/report/audit/html/charts.ts';

const SIZE = { width: 510, height: 230 };
const text = { id: 'one', title: 'One', description: 'One.' };

const chart = (more: Partial<Chart>): Chart => ({
  text,
  places: ['a', 'b', 'c'],
  series: [],
  format: String,
  ...more,
});

/** What a picture has of one kind of element: attributes, and the text as `content`. */
function elements(svg: string, name: string): Record<string, string>[] {
  return Array.from(svg.matchAll(new RegExp(`<${name} ([^>]*)>([^<]*)`, 'g')), (match) => {
    const found: Record<string, string> = { content: match[2] ?? '' };
    for (const [, key = '', value = ''] of (match[1] ?? '').matchAll(/([\w-]+)="([^"]*)"/g))
      found[key] = value;
    return found;
  });
}

const texts = (svg: string, anchor: 'middle' | 'end'): Record<string, string>[] =>
  elements(svg, 'text').filter((one) => one['text-anchor'] === anchor);

/** The value at a height, by the labels of the axis. */
function valueAt(svg: string): (y: number) => number {
  const [low, high] = [texts(svg, 'end')[0], texts(svg, 'end').at(-1)];
  const [from, to] = [Number(low?.content), Number(high?.content)];
  const [bottom, top] = [Number(low?.y), Number(high?.y)];
  return (y) => from + ((bottom - y) / (bottom - top)) * (to - from);
}

/** The values beside the axis, from below. */
const axisOf = (values: readonly number[], whole: boolean): number[] =>
  texts(drawLines(chart({ series: [{ name: 'one', colour: '', values }], whole }), SIZE).text, 'end').map(
    ({ content }) => Number(content),
  );

describe('the values of an axis', () => {
  it('are round, evenly apart, few, and hold all values and nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e12 })), fc.boolean(), (values, whole) => {
        const ticks = axisOf(values, whole);
        const [first = NaN, second = NaN] = ticks;
        // Of -1 and -0.8 the difference is not quite 0.2.
        const step = Number((second - first).toPrecision(9));
        expect(ticks).toEqual(ticks.map((_, index) => expect.closeTo(first + index * step, 6) as number));
        expect(ticks).toContain(0);
        expect(first).toBeLessThanOrEqual(Math.min(0, ...values));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(0, ...values));
        expect(String(step / 10 ** Math.floor(Math.log10(step) + 1e-9))).toMatch(/^(1|2|5)(\.0|$)/);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
        if (whole) expect(ticks.every((tick) => Number.isInteger(tick))).toBe(true);
      }),
    );
  });

  it.each([
    [[], false, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[1], true, [0, 1]],
    [[0, 22], false, [0, 5, 10, 15, 20, 25]],
    [[-7, 3], false, [-8, -6, -4, -2, 0, 2, 4]],
  ])('of %j', (values, whole, expected) => {
    expect(axisOf(values, whole)).toEqual(expected);
  });
});

describe('bars', () => {
  const series = [
    { name: 'low', colour: 'var(--one)', values: [1, 0, -2] },
    { name: 'high', colour: 'var(--two)', values: [3, 4, -1] },
  ];

  it('stand on each other, as high as their values, those below nothing downwards', () => {
    const svg = drawBars(chart({ series }), SIZE).text;
    const value = valueAt(svg);
    const bars = elements(svg, 'rect').map(({ y = '', height = '', fill }) => [
      fill,
      expect.closeTo(value(Number(y) + Number(height)), 1) as number,
      expect.closeTo(value(Number(y)), 1) as number,
    ]);
    expect([
      ['var(--one)', 0, 1],
      ['var(--one)', -2, 0],
      ['var(--two)', 1, 4],
      ['var(--two)', 0, 4],
      ['var(--two)', -3, -2],
    ]).toEqual(bars);
  });

  it('stand above the label of their place, and are not too wide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 92 }), (count) => {
        const values = Array.from({ length: count }, () => 1);
        const svg = drawBars(
          chart({ places: values.map(() => '1'), series: [{ name: 'one', colour: '', values }] }),
          SIZE,
        ).text;
        const bars = elements(svg, 'rect').map(({ x, width }) => ({ x: Number(x), width: Number(width) }));
        const labels = texts(svg, 'middle').map(({ x }) => Number(x));
        const every = Math.ceil(count / labels.length);
        expect(bars).toHaveLength(count);
        for (const [index, { x, width }] of bars.entries()) {
          expect(width).toBeLessThanOrEqual(36);
          expect(x + width).toBeLessThan(bars[index + 1]?.x ?? SIZE.width);
          if (index % every === 0)
            expect(Math.abs(x + width / 2 - (labels[index / every] ?? NaN))).toBeLessThan(0.2);
        }
      }),
    );
  });

  it('have their sums above them where they are asked for', () => {
    const sums = (totals: boolean): string[] =>
      texts(drawBars(chart({ series, totals, places: ['', '', ''] }), SIZE).text, 'middle')
        .map(({ content = '' }) => content)
        .filter((content) => content !== '');
    expect(sums(true)).toEqual(['4', '4', '-3']);
    expect(sums(false)).toEqual([]);
  });

  it('have labels that do not touch, the first one among them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 92 }), fc.constantFrom(300, 510, 1040), (count, width) => {
        const places = Array.from({ length: count }, (_, index) => `${(index % 30) + 1} Nov`);
        const svg = drawBars(chart({ places }), { width, height: 210 }).text;
        const shown = texts(svg, 'middle').map(({ x, content = '' }) => ({
          from: Number(x) - content.length * 3.5,
          to: Number(x) + content.length * 3.5,
          content,
        }));
        expect(shown[0]?.content).toBe('1 Nov');
        for (const [index, { from }] of shown.entries())
          expect(from).toBeGreaterThan(shown[index - 1]?.to ?? 0);
        expect(shown.at(-1)?.to).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('lines', () => {
  const line = (values: (number | null)[], marks: Chart['marks'] = []): string =>
    drawLines(chart({ series: [{ name: 'left', colour: 'var(--one)', values }], marks }), SIZE).text;

  it('go through what is known, over what is not', () => {
    const svg = line([8, null, -4]);
    const value = valueAt(svg);
    const path = elements(svg, 'path').find((one) => one['stroke-width'] === '2');
    const points = (path?.['d'] ?? '').slice(1).split('L');
    expect(points.map((point) => Math.round(value(Number(point.split(',')[1]))))).toEqual([8, -4]);
  });

  it('have an area down to nothing, not to the bottom', () => {
    const svg = line([8, 4, -4]);
    const area = elements(svg, 'path').find((one) => one['fill-opacity'] !== undefined)?.['d'] ?? '';
    const heights = area
      .replaceAll(/[MZ]/g, '')
      .split('L')
      .map((point) => valueAt(svg)(Number(point.split(',')[1])));
    expect(heights.map(Math.round).map((value) => value + 0)).toEqual([8, 4, -4, 0, 0, 0]);
  });

  it('are a point where only one value is known, and nothing where none is', () => {
    expect(elements(line([null, 3, null]), 'circle')).toHaveLength(1);
    expect(line([null, null, null])).not.toMatch(/<circle|NaN|stroke-width/);
  });

  it('have a triangle at each mark', () => {
    const svg = line([1, 2, 3], [{ place: 1, value: 2 }]);
    const marks = elements(svg, 'path').filter((one) => one['transform'] !== undefined);
    const [, x, y] = /^translate\((\S+) (\S+)\)$/.exec(marks[0]?.['transform'] ?? '') ?? [];
    expect(marks).toHaveLength(1);
    expect(valueAt(svg)(Number(y))).toBeCloseTo(2, 1);
    expect(x).toBe(texts(svg, 'middle')[1]?.['x']);
  });
});
