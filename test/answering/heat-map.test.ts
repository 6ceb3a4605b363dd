import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawHeatMap, stepsOf } from '../../src/report/answering/heat-map.ts';
import { plain } from '../../src/report/paint.ts';

const week = (fill: Record<number, number>): number[] =>
  Array.from({ length: 168 }, (_, at) => fill[at] ?? 0);
const draw = (values: number[], columns = 80): string[] =>
  drawHeatMap({ values, color: plain.cyan }, columns, plain);

describe('a heat map', () => {
  it('has each hour of the week in its place, denser for more', () => {
    const lines = draw(week({ 0: 1, [24 + 9]: 8, 167: 4 }));
    expect(lines[1]).toMatch(/^Mon {2}░░ · /);
    expect(lines[2]?.slice(5 + 9 * 3, 5 + 9 * 3 + 2)).toBe('██');
    expect(lines[2]?.startsWith('Tue')).toBe(true);
    expect(lines[7]?.endsWith('▒▒')).toBe(true);
    expect(lines[8]?.trim()).toBe('· none   ░ 1 to 2   ▒ 3 to 4   ▓ 5 to 6   █ 7 to 8');
  });

  it('of nothing is not drawn', () => {
    expect(draw(week({}))).toEqual([]);
  });

  it.each([30, 40, 60, 80, 140, 300])('fits %i columns', (columns) => {
    const lines = draw(week({ 5: 3, 100: 12 }), columns);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns);
    expect(lines[0]).not.toMatch(/\d{3}/);
    // The hours above are those of the marks below.
    const at = lines[0]?.indexOf('12') ?? 0;
    const width = (at - 5) / 12;
    expect(lines[5]?.charAt(5 + 4 * width)).toBe('█');
  });

  it('its steps are whole, follow each other, and reach the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (most) => {
        const steps = stepsOf(most);
        expect(steps[0]?.from).toBe(1);
        expect(steps.at(-1)?.to).toBe(most);
        for (const [index, { from, to }] of steps.entries()) {
          expect(to).toBeGreaterThanOrEqual(from);
          if (index > 0) expect(from).toBe((steps[index - 1]?.to ?? 0) + 1);
        }
      }),
    );
  });
});
