/** What the platform's library answered, number by number, is what we say it does. */
import { Metadata, type CountryCode } from 'libphonenumber-js/core';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, it } from 'vitest';
import {
  allRefused,
  countryName,
  entryFor,
  ineffective,
  landLinesRefused,
  openedBy,
  openedName,
  WITHOUT_LAND_LINES,
} from '../../src/core/destinations.ts';
import { exampleMobile, phoneCountries } from '../../src/core/phone.ts';
import { numberIn, platformCountryOf } from '../../src/core/platform-country.ts';
import recorded from '../contract/destinations.json' with { type: 'json' };

const mobile = Object.entries(recorded.mobile);

/** What the types of the library leave out. */
interface NumberingPlan {
  callingCode: () => string;
  type: (name: 'FIXED_LINE') => { possibleLengths: () => number[] };
}

describe('the country of a destination', () => {
  it('is the one that the platform takes it for', () => {
    const numbers = [...mobile.map(([, pair]) => pair), ...Object.entries(recorded.others)];

    const wrong = numbers
      .map(([number = '', answer]) => ({ number, answer, ours: platformCountryOf(number) ?? '' }))
      .filter(({ answer, ours }) => ours !== answer);

    expect(numbers.length).toBeGreaterThan(550);
    expect(wrong).toEqual([]);
  });

  it.each(['', '+', '+1', 'anna@example.com', '+999123456789', '+8831001000'])('of "%s" is none', (text) => {
    expect(platformCountryOf(text)).toBeUndefined();
  });
});

describe('a number in a country', () => {
  it('is one of that country, for each that the platform knows', () => {
    const numbers = phoneCountries().map((country) => [country, numberIn(country, (n) => '5'.repeat(n))]);
    const known = numbers.filter(([, number]) => number !== undefined);

    expect(known.length).toBeGreaterThan(220);
    expect(known.filter(([country, number = '']) => platformCountryOf(number) !== country)).toEqual([]);
  });
});

describe('an entry of the whitelist', () => {
  it('opens what the platform takes for it', () => {
    expect(Object.fromEntries(mobile.map(([country]) => [country, entryFor(country) ?? '']))).toEqual(
      Object.fromEntries(mobile.map(([country, [, answer]]) => [country, answer])),
    );
    expect(phoneCountries()).toEqual(mobile.map(([country]) => country));
    expect(exampleMobile('zz')).toBeUndefined();
  });

  it('for eighteen countries does not exist', () => {
    const none = phoneCountries().filter((country) => entryFor(country) === undefined);

    expect(none.join(' ')).toBe('ac bj bq cw gw io ki kp li lr nf nu pf sh sm ss to tv');
  });

  it('for sixteen is that of another country', () => {
    const others = phoneCountries()
      .map((country) => [country, entryFor(country)] as const)
      .filter(([country, entry]) => entry !== undefined && entry !== country);

    expect(others.map(([country, entry = '']) => `${country}:${entry}`).join(' ')).toBe(
      'ag:vi ai:vi ax:fi bl:gp cc:au cx:au eh:ma gg:gb im:gb je:gb jm:vi mf:gp sj:no ta:sh va:it yt:re',
    );
  });

  it('opens no land line of countries whose land lines have a length that the platform does not know', () => {
    const plans = new Metadata(metadata);
    const lost = phoneCountries().filter((country) => {
      plans.selectNumberingPlan(country.toUpperCase() as CountryCode);
      const plan = plans.numberingPlan as unknown as NumberingPlan;
      const lengths = plan.type('FIXED_LINE').possibleLengths();
      // First digits decide only between countries of one code: whether any of them is meant, the length says alone.
      return lengths.every(
        (length) => platformCountryOf(`+${plan.callingCode()}${'5'.repeat(length)}`) === undefined,
      );
    });

    expect(lost.filter((country) => entryFor(country) !== undefined)).toEqual([...WITHOUT_LAND_LINES]);
  });

  it('opens no land line of theirs that the platform was asked about', () => {
    const landLines = Object.entries(recorded.others).filter(([number]) => {
      const parsed = parsePhoneNumberFromString(number);
      const country = parsed?.country?.toLowerCase() ?? '';
      return WITHOUT_LAND_LINES.has(country) && parsed?.getType() === 'FIXED_LINE';
    });

    expect(landLines.length).toBeGreaterThan(40);
    expect(landLines.filter(([, answer]) => answer !== '')).toEqual([]);
  });

  it('that helps nobody is named', () => {
    expect(landLinesRefused(['de', 'us'])).toBeUndefined();
    expect(landLinesRefused(['de', 'jp'])).toMatch(
      /^calls to land lines in Japan are refused whatever is listed/,
    );
    expect(allRefused(['jp', 'jm'])).toBeUndefined();
    expect(allRefused(['cw', 'jp', 'ss'])).toBe(
      'calls to Curaçao and South Sudan are refused whatever is listed',
    );
  });

  it.each([
    ['vi', 'vi (Antigua & Barbuda, Anguilla, Jamaica and U.S. Virgin Islands)'],
    ['sh', 'sh (Tristan da Cunha)'],
    ['de', 'Germany'],
    ['jm', 'Jamaica'],
  ])('%s reads "%s"', (entry, name) => {
    expect(openedName(entry)).toBe(name);
  });

  it.each([
    ['de', ['de'], undefined],
    ['jm', ['jm', 'vi'], undefined],
    ['vi', ['vi'], undefined],
    [
      'jm',
      ['jm', 'us'],
      'jm does not allow calls to mobile numbers in Jamaica: the platform takes them for vi (U.S. Virgin Islands)',
    ],
    [
      'cw',
      ['cw'],
      'cw does not allow calls to mobile numbers in Curaçao: the platform does not know them, and refuses them whatever is listed',
    ],
  ])('%s in %j says %s', (entry, list, why) => {
    expect(ineffective(entry, list)?.why).toBe(why);
  });

  it('names what to list instead, if anything helps', () => {
    expect(ineffective('jm', ['jm'])?.instead).toBe('vi');
    expect(ineffective('cw', ['cw'])?.instead).toBeUndefined();
    expect(openedBy('jm')).toEqual([]);
    expect(openedBy('fi')).toEqual(['ax', 'fi']);
  });
});

describe('the name of a country', () => {
  it('is English, or its code', () => {
    expect(['de', 'cu', '001', 'zz9', '??'].map(countryName)).toEqual([
      'Germany',
      'Cuba',
      'satellites and international networks',
      'ZZ9',
      '??',
    ]);
  });
});
