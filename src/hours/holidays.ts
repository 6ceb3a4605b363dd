/** Public holidays, from a library that is loaded on demand. */
import { remembered } from '../core/remembered.ts';
import { HOUR_MINUTES } from './spans.ts';
import { offsetOf } from './zones.ts';

/** Public holidays of all regions: countries, and parts of them (`DE`, `DE-BY`, `US-CA`). */
export interface Holidays {
  /** What is wrong with the code of a region, or undefined. */
  problem: (code: string) => string | undefined;
  /** The days off, with their names, of these days. */
  between: (code: string, first: number, last: number) => ReadonlyMap<number, string>;
  /** Codes and names of the parts of a country; none where it has the same holidays everywhere. */
  partsOf: (country: string) => readonly { code: string; name: string }[];
}

const MINUTE_MS = 60_000;

/** A day off covers these hours: half days do not, and a feast that begins at sunset does not take the day before. */
const CORE = { from: 10 * HOUR_MINUTES, to: 14 * HOUR_MINUTES };

let loaded: Promise<Holidays> | undefined;

export const loadHolidays = (): Promise<Holidays> => (loaded ??= load());

/** Working a year out takes milliseconds, and one command asks for the same years many times. */
const MOST_YEARS = 1000;

async function load(): Promise<Holidays> {
  const { default: Library } = await import('date-holidays');
  const all = new Library();
  const countries = Object.keys(all.getCountries());
  const partsOf = (country: string): { code: string; name: string }[] => {
    const states = named(all.getStates(country, 'en'));
    return states.flatMap(([state, name]) => [
      { code: `${country}-${state}`, name },
      ...named(all.getRegions(country, state, 'en')).map(([region, regionName]) => ({
        code: `${country}-${state}-${region}`,
        name: `${name}, ${regionName}`,
      })),
    ]);
  };
  /** As the library spells it. */
  const spelled = (code: string): string | undefined => {
    const country = countries.find((one) => one === code.split('-')[0]?.toUpperCase());
    if (country === undefined || code.length === country.length) return country;
    return partsOf(country).find((part) => part.code === code.toUpperCase())?.code;
  };
  /** The days off of the holidays that begin in a year: `DE-BY 2026`. */
  const daysOffIn = remembered((codeAndYear) => {
    const [code = '', year] = codeAndYear.split(' ');
    const [country = '', state = '', region = ''] = code.split('-');
    const library = new Library(country, state, region, { types: ['public'] });
    const zone = library.getTimezones()[0] ?? 'UTC';
    return library
      .getHolidays(Number(year))
      .flatMap(({ start, end, name }) => daysOff(zone, start, end).map((day) => [day, name] as const));
  }, MOST_YEARS);
  return {
    partsOf,
    problem(code) {
      if (spelled(code) !== undefined) return undefined;
      const [country = ''] = code.toUpperCase().split('-');
      const parts = countries.includes(country) ? partsOf(country).map((part) => part.code) : [];
      return `${JSON.stringify(code)} is not a region with known holidays, ${examples(parts)}`;
    },
    between(code, first, last) {
      const known = spelled(code) ?? '';
      // Several days may begin in the year before.
      const years = range(yearOf(first) - 1, yearOf(last));
      const found = years.flatMap((year) => daysOffIn(`${known} ${year}`));
      return new Map(found.filter(([day]) => first <= day && day <= last).sort(([a], [b]) => a - b));
    },
  };
}

const SHOWN = 20;

const examples = (parts: readonly string[]): string =>
  parts.length === 0
    ? 'such as DE-BY, GB-ENG or US'
    : `choose one of: ${parts.slice(0, SHOWN).join(', ')}${parts.length > SHOWN ? ', ...' : ''}`;

/** The library lists some that it does not find again, as it looks for them in capitals. */
const named = (names: unknown): [code: string, name: string][] =>
  Object.entries((names ?? {}) as Record<string, string>).filter(([code]) => code === code.toUpperCase());

const yearOf = (day: number): number => new Date(day * 24 * 60 * MINUTE_MS).getUTCFullYear();

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The local days whose core lies between two moments. */
function daysOff(zone: string, start: Date, end: Date): number[] {
  const from = localMinute(zone, start);
  const to = localMinute(zone, end);
  const day = 24 * HOUR_MINUTES;
  const first = Math.ceil((from - CORE.from) / day);
  const last = Math.floor((to - CORE.to) / day);
  return last < first ? [] : range(first, last);
}

function localMinute(zone: string, at: Date): number {
  const minute = Math.floor(at.getTime() / MINUTE_MS);
  return minute + offsetOf(zone, minute);
}
