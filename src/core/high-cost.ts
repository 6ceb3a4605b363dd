/** Where toll fraud goes: countries and satellite ranges that a minute is dear in and few have business with. */

/**
 * Lower-case ISO 3166 alpha-2, and `001` for numbers of no country. Sources:
 * - what Cox and Integra (Electric Lightwave) block unless they are asked, because of fraud (transnexus.com,
 *   "Carriers block international calls to stop traffic pumping fraud", 2014; Integra, "International calling
 *   options"), without Slovenia, which many have everyday business with;
 * - the usual first places among the destinations of international revenue share fraud (commsrisk.com, "What is
 *   new with IRSF fraud?": Cuba, Latvia, Lithuania, Somalia);
 * - small islands of the Pacific, where such fraud grew up (C. Yates, Black Swan Telecom Journal, November 2012),
 *   and remote islands and networks that end on a satellite (ITU-T E.164, list of assigned codes).
 *
 * Fraud moves: the list says where a single call is worth a look, never that other countries are safe.
 */
const HIGH_COST: ReadonlySet<string> = new Set([
  // Africa
  ...['cd', 'cf', 'cg', 'ci', 'dj', 'er', 'gm', 'gn', 'ly', 'sc', 'sl', 'sn', 'so', 'st', 'zw'],
  // Asia and Europe
  ...['az', 'kp', 'lt', 'lv', 'mc', 'mk', 'mv'],
  // The Caribbean
  'cu',
  // Islands of the Pacific, the Atlantic and the Indian Ocean
  ...['ac', 'ck', 'fk', 'io', 'ki', 'nr', 'nu', 'sb', 'sh', 'ta', 'tk', 'tl', 'tv', 'vu', 'wf'],
  // +870 Inmarsat, +881, +882 and +883 satellites and networks, +979 premium rate
  '001',
]);

/** @param country Lower-case ISO 3166 alpha-2, or `001`. */
export const isHighCost = (country: string): boolean => HIGH_COST.has(country);
