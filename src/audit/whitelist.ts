/** The countries that an account may call. */
import type { OutboundConfig } from '../api/wire.ts';

/** Lower-case ISO 3166 alpha-2, each once, in the order of the list; empty where nothing may be called. */
export function whitelistOf(config: OutboundConfig | null): string[] {
  const countries = (config?.destination_whitelist ?? []).map((country) => country.trim().toLowerCase());
  return [...new Set(countries)].filter((country) => country !== '');
}
