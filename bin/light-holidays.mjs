// date-holidays for the bundle: of its data what is asked for and printed, and time zones from Node.js.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the program asks for (`src/hours/holidays.ts`); a rule without a type is public. */
const TYPE = 'public';
/** Parts of countries are named in this language, and days that have no name in a language of their country. */
const FALLBACK = 'en';
/** Of a place and of a day, what nothing asks for. */
const UNUSED = new Set(['sources', 'coord', 'weekend', 'dayoff', 'note']);
/** The names of days that take the place of others. */
const SUBSTITUTES = 'substitutes';
/**
 * Terms of the orbit of the earth (radians, and astronomical units). Smaller ones make less than a second, and what is
 * asked is on which day spring and autumn begin, and which month of the moon has no middle.
 */
const SMALLEST_TERM = 1e-8;

/** The data of date-holidays with the same public holidays, under the same names. */
export function lightHolidays({ holidays, names, ...about }) {
  const asked = new Map([[SUBSTITUTES, new Set()]]);
  const light = {};
  for (const family of familiesOf(holidays)) {
    const places = family.flatMap((code) => placesIn(holidays[code]));
    const languages = new Set([FALLBACK, ...places.flatMap(({ langs = [] }) => langs)]);
    const days = places.flatMap((place) => Object.entries(place.days ?? {}));
    const rules = new Set(
      days.filter(([, day]) => day !== false && (day.type ?? TYPE) === TYPE).map(([rule]) => rule),
    );
    for (const name of [
      SUBSTITUTES,
      ...days.filter(([rule]) => rules.has(rule)).map(([, day]) => day._name),
    ]) {
      asked.set(name, new Set([...(asked.get(name) ?? []), ...languages]));
    }
    for (const code of family) light[code] = lightPlace(holidays[code], rules, languages);
  }
  return {
    ...about,
    holidays: mapped(holidays, (_, code) => light[code]),
    names: Object.fromEntries(
      Object.entries(names).flatMap(([key, { name }]) =>
        asked.has(key) ? [[key, { name: inLanguages(name, asked.get(key)) }]] : [],
      ),
    ),
  };
}

function lightPlace({ days, names, states, regions, ...rest }, rules, languages) {
  const light = (place) => lightPlace(place, rules, languages);
  return {
    ...used(rest),
    ...(names && {
      names: inLanguages(names, new Set([FALLBACK, ...(FALLBACK in names ? [] : [Object.keys(names)[0]])])),
    }),
    ...(days && {
      days: Object.fromEntries(
        Object.entries(days)
          .filter(([rule]) => rules.has(rule))
          .map(([rule, day]) => [rule, day === false ? day : lightDay(day, languages)]),
      ),
    }),
    ...(states && { states: mapped(states, light) }),
    ...(regions && { regions: mapped(regions, light) }),
  };
}

const lightDay = ({ name, ...rest }, languages) => ({
  ...used(rest),
  ...(name && { name: typeof name === 'string' ? name : inLanguages(name, languages) }),
});

/** Countries that take over days of each other (`_days`) belong together: what one leaves out, another may need. */
function familiesOf(holidays) {
  const families = new Map(Object.keys(holidays).map((code) => [code, new Set([code])]));
  for (const [code, country] of Object.entries(holidays))
    for (const { _days } of placesIn(country)) {
      if (_days === undefined) continue;
      const joined = new Set([...families.get(code), ...families.get([_days].flat()[0])]);
      for (const member of joined) families.set(member, joined);
    }
  return [...new Set(families.values())].map((family) => [...family]);
}

/** A country, its parts, and theirs. */
const placesIn = (place) => [
  place,
  ...[place.states, place.regions].flatMap((parts) => Object.values(parts ?? {}).flatMap(placesIn)),
];

/** Where there is none of them, all stay: whatever is made of that, it is the same. */
function inLanguages(names, languages) {
  const kept = Object.entries(names).filter(([language]) => languages.has(language));
  return kept.length === 0 ? names : Object.fromEntries(kept);
}

const used = (entries) => Object.fromEntries(Object.entries(entries).filter(([key]) => !UNUSED.has(key)));

const mapped = (entries, change) =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value, key)]));

/** The orbit of the earth, to within a second. */
export const lightOrbit = ({ name, type, ...series }) => ({
  name,
  type,
  ...mapped(series, (powers) => mapped(powers, (terms) => terms.filter(([size]) => size >= SMALLEST_TERM))),
});

/** For esbuild. */
export function lightDateHolidays(root) {
  const json = (value) => `${JSON.stringify(value)};`;
  const load = async (path) => import(pathToFileURL(path).href);
  return {
    name: 'light-date-holidays',
    setup({ onResolve, onLoad }) {
      onLoad({ filter: /date-holidays\/src\/data\.js$/ }, async ({ path }) => ({
        contents: `export const data = ${json(lightHolidays((await load(path)).data))}`,
      }));
      onLoad({ filter: /astronomia\/data\/vsop87Bearth\.js$/ }, async ({ path }) => ({
        contents: `export default ${json(lightOrbit((await load(path)).default))}`,
      }));
      // Each of its files is about something else in the sky, and does nothing when it is loaded.
      onResolve({ filter: /^\.\/\w+\.js$/ }, ({ path, importer, resolveDir }) =>
        /astronomia\/src\/index\.js$/.test(importer)
          ? { path: join(resolveDir, path), sideEffects: false }
          : undefined,
      );
      onResolve({ filter: /^moment-timezone$/ }, () => ({ path: join(root, 'bin', 'light-moment.mjs') }));
    },
  };
}
