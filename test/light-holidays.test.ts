/** date-holidays as the bundle has it knows the same days off, by the same names, as the whole of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Whole from 'date-holidays';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lightDateHolidays } from '../bin/light-holidays.mjs';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'voipbin-holidays-'));
const YEARS = [2024, 2027];
let Light: typeof Whole;

beforeAll(async () => {
  const outfile = join(folder, 'light.mjs');
  await build({
    absWorkingDir: root,
    stdin: { contents: "export { default } from 'date-holidays';", resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [lightDateHolidays(root)],
  });
  ({ default: Light } = (await import(pathToFileURL(outfile).href)) as { default: typeof Whole });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Countries, their parts, and theirs. */
function placesOf(library: Whole): [code: string[], name: unknown][] {
  return Object.keys(library.getCountries()).flatMap((country) => [
    [[country], undefined],
    ...Object.entries(library.getStates(country, 'en') ?? {}).flatMap(
      ([state, name]): [string[], unknown][] => [
        [[country, state], name],
        ...Object.entries(library.getRegions(country, state, 'en') ?? {}).map(
          ([region, regionName]): [string[], unknown] => [[country, state, region], regionName],
        ),
      ],
    ),
  ]);
}

function daysOff(
  Library: typeof Whole,
  [country = '', state = '', region = '']: readonly string[],
): string[] {
  const library = new Library(country, state, region, { types: ['public'] });
  return YEARS.flatMap((year) => library.getHolidays(year)).map(
    ({ start, end, name }) => `${start.toISOString()} ${end.toISOString()} ${JSON.stringify(name)}`,
  );
}

describe('date-holidays of the bundle', () => {
  it('knows the same places by the same names', () => {
    expect(placesOf(new Light())).toEqual(placesOf(new Whole()));
  });

  it('knows the same days off everywhere', () => {
    const places = placesOf(new Whole()).map(([code]) => code);
    expect(places.length).toBeGreaterThan(500);
    for (const place of places) expect(daysOff(Light, place), place.join('-')).toEqual(daysOff(Whole, place));
  });
});
