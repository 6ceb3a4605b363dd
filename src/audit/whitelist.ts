/** The countries that an account may call. */
import type { OutboundConfig } from '../api/wire.ts';
import { entryFor } from '../core/destinations.ts';
import { NOWHERE, type CallTraffic, type Destination } from '../snapshot/traffic.ts';

/** Lower-case ISO 3166 alpha-2, each once, in the order of the list; empty where nothing may be called. */
export function whitelistOf(config: OutboundConfig | null): string[] {
  const countries = (config?.destination_whitelist ?? []).map((country) => country.trim().toLowerCase());
  return [...new Set(countries)].filter((country) => country !== '');
}

/**
 * The entries of the whitelist that calls were made with, as the platform counts them. Of an older snapshot only
 * the countries are known.
 */
export function entriesUsed({ destinations }: CallTraffic): ReadonlySet<string> {
  return new Set(Object.entries(destinations).flatMap(([country, use]) => entriesOf(country, use)));
}

/** The entries that calls to one country were made with; empty where no entry lets them pass. */
export function entriesOf(country: string, { entries }: Destination): string[] {
  const used = entries === undefined ? [entryFor(country) ?? NOWHERE] : Object.keys(entries);
  return used.filter((entry) => entry !== NOWHERE);
}
