import { outboundPuts } from '../api/puts.ts';
import { isCountry, phoneCountries } from '../core/phone.ts';
import { quote } from '../core/yaml/reader.ts';
import { custom, field, text } from './field.ts';
import { detail, type SingleKind } from './kind.ts';

/** The only ones that the platform takes (bin-call-manager, models/outboundconfig). */
const CODECS = ['PCMU', 'PCMA', 'G722', 'G729', 'OPUS', 'GSM', 'ILBC', 'SPEEX', 'AMR'];

const codecsOf = (list: string): string[] => list.split(',').map((codec) => codec.trim().toUpperCase());

/** Every country in either case, by its first letter: `^\\s*([aA][cCdD]|[bB]...)\\s*$`. */
function countryPattern(): string {
  const byFirst = new Map<string, string>();
  const either = (letter: string): string => letter + letter.toUpperCase();
  for (const [first = '', second = ''] of phoneCountries())
    byFirst.set(first, (byFirst.get(first) ?? '') + either(second));
  const words = [...byFirst].map(([first, seconds]) => `[${either(first)}][${seconds}]`);
  return `^\\s*(${words.join('|')})\\s*$`;
}

const countries = custom<readonly string[]>({
  schema: {
    description: 'Countries that may be called (ISO 3166, two letters); empty: none.',
    type: ['array', 'null'],
    items: {
      type: 'string',
      pattern: countryPattern(),
      patternErrorMessage: 'not a country: two letters, such as us or de',
    },
  },
  flag: { name: 'country', takes: 'list' },
  empty: [],
  read(reader) {
    const read = reader.items().map((item) => {
      const word = item.text();
      const code = word?.toLowerCase();
      if (word === undefined || code === undefined || isCountry(code)) return code;
      item.wrong(`${quote(word)} is not a country, such as us or de`);
      return undefined;
    });
    return Array.isArray(reader.value) && !read.includes(undefined)
      ? [...new Set(read as string[])]
      : undefined;
  },
  toWire: (codes) => codes,
  fromWire: (wire) => {
    const codes = (Array.isArray(wire) ? wire : []).map((code) => String(code).toLowerCase());
    return codes.every(isCountry) ? [...new Set(codes)] : undefined;
  },
  canonical: (wire) =>
    [...new Set((Array.isArray(wire) ? wire : []).map((code) => String(code).toLowerCase()))]
      .sort()
      .join(' '),
});

const fields = [
  field('name', text('A name for these settings.')),
  field('detail', detail),
  field('destination_whitelist', countries),
  field(
    'codecs',
    text('Codecs in the order of preference, separated by commas; the platform decides if empty.', {
      check: (list) => {
        const unknown = codecsOf(list).filter((codec) => !CODECS.includes(codec));
        return unknown.length === 0
          ? undefined
          : `${unknown.map(quote).join(', ')} is not a codec: choose from ${CODECS.join(', ')}`;
      },
    }),
  ),
];

export const outbound: SingleKind = {
  kind: 'outbound',
  one: 'outbound settings',
  about: 'Outgoing calls.',
  fields,
  noticed: ['destination_whitelist', 'codecs'],
  read: (api) => api.outboundConfig.get(),
  puts: outboundPuts,
  write: (api, patch, expected) => api.outboundConfig.update(patch, { expected }),
};
