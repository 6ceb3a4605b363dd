/** What the platform's library answered, number by number, is what we say it does. */
import { describe, expect, it } from 'vitest';
import { countryName, entryFor, ineffective, openedBy, openedName } from '../../src/core/destinations.ts';
import { exampleMobile, phoneCountries } from '../../src/core/phone.ts';
import { platformCountryOf } from '../../src/core/platform-country.ts';
import recorded from '../contract/destinations.json' with { type: 'json' };

const mobile = Object.entries(recorded.mobile);

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
