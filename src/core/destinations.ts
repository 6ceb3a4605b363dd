/** The countries of a whitelist of destinations: what an entry does on the platform, and how people call it. */
import { exampleMobile, phoneCountries } from './phone.ts';
import { platformCountryOf } from './platform-country.ts';
import { sentenceList } from './text.ts';

/**
 * The entry of the whitelist that lets calls to the mobile numbers of a country pass: mostly its own code.
 * Undefined where none does. Other numbers of the country may differ; `platformCountryOf` knows each of them.
 * @param country Lower-case ISO 3166 alpha-2.
 */
export function entryFor(country: string): string | undefined {
  const example = exampleMobile(country);
  return example === undefined ? undefined : platformCountryOf(example);
}

let opened: ReadonlyMap<string, readonly string[]> | undefined;

/** The countries whose mobile numbers an entry lets calls pass to; none for an entry without effect. */
export function openedBy(entry: string): readonly string[] {
  opened ??= countriesByEntry();
  return opened.get(entry) ?? [];
}

function countriesByEntry(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const country of phoneCountries()) {
    const entry = entryFor(country);
    if (entry !== undefined) found.set(entry, [...(found.get(entry) ?? []), country]);
  }
  return found;
}

/** An entry that does not do what it says. */
export interface Ineffective {
  entry: string;
  /** A clause about the entry, which begins with it. */
  why: string;
  /** The entry that would do it; undefined where none does. */
  instead: string | undefined;
}

/** Undefined for an entry that lets calls to its country pass, or whose country another entry of the list opens. */
export function ineffective(entry: string, whitelist: readonly string[]): Ineffective | undefined {
  const instead = entryFor(entry);
  if (instead === entry || (instead !== undefined && whitelist.includes(instead))) return undefined;
  const effect = `${entry} does not allow calls to mobile numbers in ${countryName(entry)}`;
  const why =
    instead === undefined
      ? `${effect}: the platform does not know them, and refuses them whatever is listed`
      : `${effect}: the platform takes them for ${instead} (${countryName(instead)})`;
  return { entry, why, instead };
}

/**
 * Countries whose mobile numbers an entry opens and whose land lines none does: the platform's library knows no number
 * of their length. Where it knows some of the lengths, as in Germany, the country is not among them.
 */
export const WITHOUT_LAND_LINES: ReadonlySet<string> = new Set(
  'ae al be bt bw ec eg hu il iq jo jp la mw mz np pa pg ps sb so sr th tl vu ws ye'.split(' '),
);

/** What the platform does with the land lines that no entry opens, as a clause; undefined where all can be called. */
export function landLinesRefused(entries: readonly string[]): string | undefined {
  const countries = entries.filter((entry) => WITHOUT_LAND_LINES.has(entry));
  return countries.length === 0
    ? undefined
    : `calls to land lines in ${sentenceList(countries.map(countryName))} are refused whatever is listed: the platform does not know numbers of that length`;
}

/** The same of all numbers of a country. */
export function allRefused(entries: readonly string[]): string | undefined {
  const countries = entries.filter((entry) => entryFor(entry) === undefined);
  return countries.length === 0
    ? undefined
    : `calls to ${sentenceList(countries.map(countryName))} are refused whatever is listed`;
}

/** To make it takes a thousand times as long as to use it. */
let regions: Intl.DisplayNames | undefined;

/** The English name of a country; the code itself, in capitals, where it has none. */
export function countryName(country: string): string {
  if (country === '001') return 'satellites and international networks';
  const code = country.toUpperCase();
  if (!/^[A-Z]{2}$/.test(code)) return code;
  regions ??= new Intl.DisplayNames('en', { type: 'region' });
  return regions.of(code) ?? code;
}

/** What an entry opens: the name of its country, or the entry with the names of all that the platform takes for it. */
export function openedName(entry: string): string {
  const names = openedBy(entry);
  const onlyItself = names.every((country) => country === entry);
  return onlyItself ? countryName(entry) : `${entry} (${sentenceList(names.map(countryName))})`;
}
