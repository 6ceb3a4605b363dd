import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { align } from '../../src/core/align.ts';
import { ExitCode, exitCodeMeanings, worstExitCode } from '../../src/core/exit-codes.ts';
import { isSetId, isUuid, NIL_UUID } from '../../src/core/ids.ts';
import { AGENT_NAME, COLUMN, cutTo, tooLong, type Length } from '../../src/core/lengths.ts';
import { formatUsd, parseUsd, toCents } from '../../src/core/money.ts';
import strengths from './password-strengths.json' with { type: 'json' };
import { judgeOf, passwordStrength } from '../../src/core/password.ts';
import { remembered } from '../../src/core/remembered.ts';
import { permissionNames, permissionText } from '../../src/core/permissions.ts';
import { checkPhone, countryOf } from '../../src/core/phone.ts';
import { query } from '../../src/core/query.ts';
import { maskCredentials, maskSecrets, Secret, withoutSecrets } from '../../src/core/secret.ts';
import { didYouMean } from '../../src/core/suggest.ts';
import {
  clean,
  fieldWords,
  grouped,
  hanging,
  plural,
  sentenceList,
  spokenText,
  wrapped,
  visibleJson,
} from '../../src/core/text.ts';
import { formatLocal, formatMicros, parseMicros, parseTime, utcDay } from '../../src/core/time.ts';
import { fakeRandom } from '../support/clock.ts';

describe('time', () => {
  it.each([
    ['2026-03-01T10:00:00Z', 1772359200000000],
    ['2026-03-01T10:00:00.1Z', 1772359200100000],
    ['2026-03-01T10:00:00.12345Z', 1772359200123450],
    ['2026-03-01T10:00:00.123456Z', 1772359200123456],
    ['2026-03-01T10:00:00.123456789Z', 1772359200123456],
    ['2028-02-29T00:00:00Z', 1835395200000000],
    ['2026-03-01 10:00:00.123456', 1772359200123456],
    ['2026-03-01T11:00:00+01:00', 1772359200000000],
    ['2026-03-01T05:00:00-0500', 1772359200000000],
    ['2026-03-01T05:00:00.25-05:00', 1772359200250000],
    ['2026-03-01T15:30:00.25+0530', 1772359200250000],
    [' 2026-03-01T10:00:00Z ', 1772359200000000],
    ['0001-01-01T00:00:00Z', -62135596800000000],
    ['2000-02-29T23:59:59.999999Z', 951868799999999],
  ])('reads %s', (text, micros) => {
    expect(parseMicros(text)).toBe(micros);
  });

  it.each([
    [null],
    [undefined],
    [''],
    ['9999-01-01 00:00:00.000000'],
    ['soon'],
    ['2026-13-45T99:00:00Z'],
    ['2026-02-30T00:00:00Z'],
    ['2026-04-31T00:00:00Z'],
    ['2027-02-29T00:00:00Z'],
    ['2026-00-10T00:00:00Z'],
    ['1900-02-29T00:00:00Z'],
    ['2026-03-01T24:00:00Z'],
    ['2026-03-01T10:60:00Z'],
    ['2026-03-01T10:00:00+24:00'],
    ['2026-03-01T10:00:00.Z'],
  ])('takes %s for "not set"', (text) => {
    expect(parseMicros(text)).toBeUndefined();
    expect(parseTime(text)).toBeUndefined();
  });

  it('writes what it reads, to the microsecond', () => {
    const range = { min: 0, max: 4_102_444_800_000_000 };
    fc.assert(fc.property(fc.integer(range), (micros) => parseMicros(formatMicros(micros)) === micros));
  });

  it('reads and writes every moment as Date does', () => {
    const moment = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2200, 0) });
    fc.assert(
      fc.property(moment, (millis) => {
        const text = new Date(millis).toISOString();
        expect(parseTime(text)).toBe(millis);
        expect(formatMicros(millis * 1000)).toBe(text.replace('Z', '000Z'));
      }),
    );
  });

  it('shows local time with its zone', () => {
    expect(formatLocal(Date.parse('2026-11-23T20:04:59Z'), 'America/New_York')).toBe(
      '2026-11-23 15:04 GMT-5',
    );
    expect(formatLocal(Date.parse('2026-11-23T23:59:59.999Z'), 'UTC')).toBe('2026-11-23 23:59 UTC');
    expect(formatLocal(Date.parse('2026-11-23T00:00:00Z'), 'UTC')).toBe('2026-11-23 00:00 UTC');
  });
});

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [-999, '-999'],
  [-1000, '-1,000'],
  [1_234_567.4, '1,234,567'],
])('a number for people: %d', (value, text) => {
  expect(grouped(value)).toBe(text);
});

it.each([
  [1_234_567, 1_230_000],
  [9999, 9999],
  [-9999, -9999],
  [-1_234_567, -1_230_000],
  [0.4, 0],
])('cents, or what there is below one: %d', (micros, cents) => {
  expect(toCents(micros)).toBe(cents);
});

it('fields and days for people', () => {
  expect(fieldWords('wait_flow_id')).toBe('wait flow id');
  expect(utcDay(Date.parse('2026-11-23T23:59:59.999Z'))).toBe('2026-11-23');
});

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [12_400_000, '$12.40'],
    [-50_000, '-$0.05'],
    [1_000, '$0.001'],
    [1_234_567_890_000, '$1,234,567.89'],
    [9_007_199_254_740_991, '$9,007,199,254.740991'],
  ])('%d micro-USD is %s', (micros, text) => {
    expect(formatUsd(micros)).toBe(text);
  });

  it('refuses fractions of a micro-USD', () => {
    expect(() => formatUsd(0.5)).toThrow(RangeError);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        (micros) => parseUsd(formatUsd(micros).replaceAll(',', '')) === micros,
      ),
    );
  });

  it.each([['12'], ['12.5'], ['$12.50']])('reads %s', (text) => {
    expect(parseUsd(text)).toBeGreaterThan(11_999_999);
  });

  it.each([['1,2'], ['12.1234567'], ['abc'], [''], ['9007199255']])('refuses %s', (text) => {
    expect(parseUsd(text)).toBeUndefined();
  });
});

describe('text', () => {
  it('lets no control character and no bidirectional override through', () => {
    const hostile = '\u001b[31mred\u0007\u202Eevil\u2066\u009b0m\u007f';
    expect(clean(hostile)).toBe('\\x1b[31mred\\x07\\u202eevil\\u2066\\x9b0m\\x7f');
    expect(clean('a\nb\tc')).toBe('a b c');
    expect(clean('Zoë Müller 東京 👋')).toBe('Zoë Müller 東京 👋');
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(clean(text)),
      ),
    );
  });

  it('counts and lists in words', () => {
    expect(plural(1, 'agent')).toBe('1 agent');
    expect(plural(2, 'entry', 'entries')).toBe('2 entries');
    expect(plural(1058, 'line')).toBe('1,058 lines');
    expect(sentenceList([])).toBe('');
    expect(sentenceList(['a', 'b', 'c'])).toBe('a, b and c');
  });

  it('is wrapped where the next word is too much, and nowhere else', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('one two three', 6)).toEqual(['one', 'two', 'three']);
    expect(wrapped('incomprehensible as it is', 5)).toEqual(['incomprehensible', 'as it', 'is']);
    expect(wrapped('', 5)).toEqual(['']);
    expect(wrapped('  one  two', 20)).toEqual(['  one  two']);
    expect(wrapped('now run `a b c`, and wait', 12)).toEqual(['now run', '`a b c`, and', 'wait']);
    expect(wrapped('run `one two three four`', 12)).toEqual(['run `one two', 'three four`']);
    expect(wrapped('\u001b[31mone\u001b[39m two three', 7)).toEqual(['\u001b[31mone\u001b[39m two', 'three']);
    expect(hanging('one two three', 9, '- ', '  ')).toEqual(['- one two', '  three']);
    expect(hanging('one two three', 12, 'LOUD  ', '  ')).toEqual(['LOUD  one', '  two three']);
    expect(hanging('one two three', 13, 'LOUD  ', '  ')).toEqual(['LOUD  one two', '  three']);
  });

  it('is heard without its markup', () => {
    expect(spokenText('<speak>Miller &amp; Sons.<break time="3s"/>Press 1</speak>')).toBe(
      'Miller & Sons. Press 1',
    );
    expect(spokenText('5 &lt; 6, &quot;quoted&quot;')).toBe('5 < 6, "quoted"');
    // What is written is not looked at again.
    expect(spokenText('&amp;lt;b&amp;gt;')).toBe('&lt;b&gt;');
  });

  it('suggests only what is near', () => {
    expect(didYouMean('custmer', ['customer', 'audit'])).toBe('did you mean customer?');
    expect(didYouMean('tlak', ['play', 'stop', 'talk'])).toBe('did you mean talk?');
    expect(didYouMean('zzz', ['customer', 'audit'])).toBeUndefined();
    // Nothing in common is nothing near, and a near one that is too far does not hide one that is not.
    expect(didYouMean('ab', ['xy', 'x', ''])).toBeUndefined();
    expect(didYouMean('customers', ['castome', 'customerlist'])).toBe('did you mean customerlist?');
  });

  it.each([
    ['+14155550121', '+14155550120', true],
    ['+14155550102', '+14155550120', true],
    ['+14155550131', '+14155550120', false],
    ['+14155559999', '+14155550120', false],
    ['100012', '100021', true],
    ['100034', '100021', false],
    ['owmer@acme.example', 'owner@acme.example', true],
    ['owner@acme.exampel', 'owner@acme.example', true],
    ['owmre@acme.example', 'owner@acme.example', false],
    ['owmar@acme.example', 'owner@acme.example', false],
    ['owner@acme.example', 'uwe.gone@acme.example', false],
    ['henrietta@acme.example', 'henrieta@acme.example', true],
    ['henriedda@acme.example', 'henrietta@acme.example', true],
    ['hemriedda@acme.example', 'henrietta@acme.example', false],
  ])('takes %s for %s: %s', (word, known, isMeant) => {
    expect(didYouMean(word, [known])).toBe(isMeant ? `did you mean ${known}?` : undefined);
  });
});

describe('ids and permissions', () => {
  it('knows canonical ids only', () => {
    expect(isUuid('5e4a0680-804e-11ec-8477-2fea5968d85b')).toBe(true);
    expect(isUuid('5e4a0680804e11ec84772fea5968d85b')).toBe(false);
    expect(isSetId(NIL_UUID)).toBe(false);
    expect(isSetId('')).toBe(false);
    expect(isSetId(undefined)).toBe(false);
  });

  it.each([
    [0, []],
    [16, ['agent']],
    [96, ['admin', 'manager']],
    [240, ['admin', 'manager', 'agent', '0x80']],
    [1, ['platform']],
    [65535, ['platform', 'admin', 'manager', 'agent', '0xff80']],
    [2 ** 31, ['0x80000000']],
  ])('permission %d holds %j', (mask, names) => {
    expect(permissionNames(mask)).toEqual(names);
  });

  it('what no name is known of says so to people', () => {
    expect(permissionText('admin+agent+0xff80')).toBe('admin+agent+unknown permission 0xff80');
    expect(permissionText('1 0x100, 31 agent')).toBe('1 unknown permission 0x100, 31 agent');
  });
});

describe('secrets', () => {
  it('cannot be printed', () => {
    const secret = new Secret('vb_top');
    const printed = [
      String(secret),
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ a: { secret } }, { depth: 5 }),
    ];
    expect(printed.join()).not.toContain('vb_top');
    expect(secret.reveal()).toBe('vb_top');
  });

  it('are masked at any depth, empty ones stay visible as empty', () => {
    const masked = maskSecrets({
      a: [{ password: 'x', name: 'n' }],
      webhook_secret: 's',
      token: '',
      token_prefix: 'vb_1',
    });
    expect(masked).toEqual({
      a: [{ password: '***', name: 'n' }],
      webhook_secret: '***',
      token: '',
      token_prefix: 'vb_1',
    });
  });

  it.each([
    'access_key',
    'accesskey',
    'app_secret',
    'direct_hash',
    'engine_key',
    'password',
    'provider_data',
    'secret',
    'token',
    'webhook_secret',
  ])('%s is masked, and left out of what is kept, with all that is in it', (field) => {
    const object = {
      name: 'n',
      deep: [{ [field]: { kind: 'meta', number: 7, list: ['x'], on: true, none: null } }],
    };

    expect(maskSecrets(object)).toEqual({
      name: 'n',
      deep: [{ [field]: { kind: '***', number: '***', list: ['***'], on: true, none: null } }],
    });
    expect(maskSecrets({ [field]: 'x' })).toEqual({ [field]: '***' });
    expect(withoutSecrets(object)).toEqual({ name: 'n', deep: [{}] });
  });
});

describe('what is kept of an object', () => {
  it('is the object itself where it holds no secret', () => {
    const object = { name: 'n', deep: [{ uri: 'https://host.example', list: ['x', null] }] };
    expect(withoutSecrets(object)).toBe(object);
  });

  it('is a copy where it does, in lists too, and the object stays as it was', () => {
    const object = { uris: ['https://host.example', 'https://a:b@host.example'], deep: { token: 'x' }, n: 1 };
    const before = structuredClone(object);
    expect(withoutSecrets(object)).toEqual({
      uris: ['https://host.example', 'https://a:***@host.example'],
      deep: {},
      n: 1,
    });
    expect(object).toEqual(before);
  });
});

describe('credentials in addresses', () => {
  it.each([
    ['https://user:pass@host.example/a?b=c', 'https://user:***@host.example/a?b=c'],
    ['https://user:p@ss:w@host.example', 'https://user:***@host.example'],
    ['https://:pass@host.example', 'https://:***@host.example'],
    ['see http://a:b@c and ftp://d:e@f/', 'see http://a:***@c and ftp://d:***@f/'],
    ['https://user@host.example', 'https://user@host.example'],
    ['https://host.example:8443/a@b', 'https://host.example:8443/a@b'],
    ['https://host.example/?to=a:b@c', 'https://host.example/?to=a:b@c'],
    ['https://user:${token}@host.example', 'https://user:${token}@host.example'],
    ['mail me at a:b@c', 'mail me at a:b@c'],
    ['https://host.example/in?token=abc&id=3#top', 'https://host.example/in?token=***&id=3#top'],
    ['https://host.example/in?id=3&x_api%2Dkey=a%26b', 'https://host.example/in?id=3&x_api%2Dkey=***'],
    ['{"next":"https://a.example/?apiKey=abc"}', '{"next":"https://a.example/?apiKey=***"}'],
    ['https://a.example/?q=a81bc81bDEAD4e5dABFF90865d1e13b1', 'https://a.example/?q=***'],
    ['https://a.example/?token=${voipbin.call.id}&key=', 'https://a.example/?token=${voipbin.call.id}&key='],
    ['https://a.example/?monkey=banana&q=%', 'https://a.example/?monkey=banana&q=%'],
    ['is it a question?token=abc', 'is it a question?token=abc'],
  ])('%s', (text, masked) => {
    expect(maskCredentials(text)).toBe(masked);
    expect(maskSecrets({ deep: [{ uri: text }] })).toEqual({ deep: [{ uri: masked }] });
    expect(withoutSecrets({ uri: text })).toEqual({ uri: masked });
  });
});

describe('phone numbers', () => {
  it.each([['+14155550100'], ['+442071838750'], ['+4930123456']])('accepts %s', (text) => {
    expect(checkPhone(text)).toBeUndefined();
  });

  it.each([['0123'], ['4155550100'], ['+1 415 555 0100'], ['+1'], ['+99999999999'], ['+١٤١٥']])(
    'refuses %s',
    (text) => {
      expect(checkPhone(text)).toMatch(/E\.164|number of any country/);
    },
  );
});

it('neighbors of one calling code are told apart, in whatever order they are asked for', () => {
  expect(['+18762101234', '+18702101234', '+18765101234', '+14165550100'].map(countryOf)).toEqual([
    'jm',
    'us',
    'jm',
    'ca',
  ]);
});

it('a number that is too short does not decide the country of those that begin like it', () => {
  expect(['+12045551', '+12045551234', '+44778112', '+447781123456'].map(countryOf)).toEqual([
    'us',
    'ca',
    'gb',
    'gg',
  ]);
});

describe('what two lists have in common', () => {
  /** The length alone, by the book. */
  const mostInCommon = ([one, ...before]: readonly string[], after: readonly string[]): number => {
    if (one === undefined) return 0;
    const at = after.indexOf(one);
    const without = mostInCommon(before, after);
    return at < 0 ? without : Math.max(without, 1 + mostInCommon(before, after.slice(at + 1)));
  };
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });

  it('is in the order of both, and as much as there is', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const couples = align(before, after);
        for (const [index, [one, other]] of couples.entries()) {
          expect(before[one]).toBe(after[other]);
          const [nextOne, nextOther] = couples[index + 1] ?? [Infinity, Infinity];
          expect(nextOne > one && nextOther > other).toBe(true);
        }
        expect(couples.length).toBe(mostInCommon(before, after));
      }),
      { numRuns: 300 },
    );
  });
});

describe('exit codes', () => {
  it('every code has its meaning, once', () => {
    expect(exitCodeMeanings.map(([code]) => code)).toEqual(Object.values(ExitCode).sort((a, b) => a - b));
  });

  it('of several the gravest is the answer, in one order for all of them', () => {
    const order: readonly ExitCode[] = [143, 130, 1, 4, 3, 8, 7, 6, 5, 2, 10, 20, 0];
    expect([...order].sort((a, b) => a - b)).toEqual(Object.values(ExitCode).sort((a, b) => a - b));
    for (const [index, code] of order.entries()) {
      expect(worstExitCode(order.slice(index).reverse())).toBe(code);
    }
    expect(worstExitCode([])).toBe(0);
  });
});

it('what is remembered is worked out once, until there is too much of it', () => {
  const worked: string[] = [];
  const lengthOf = remembered((text) => worked.push(text) && text.length, 2);

  const lengths = ['a', 'bb', 'a', 'bb', 'ccc', 'ccc', 'a'].map(lengthOf);

  expect(lengths).toEqual([1, 2, 1, 2, 3, 3, 1]);
  expect(worked).toEqual(['a', 'bb', 'ccc', 'a']);
});

describe('passwords', () => {
  const B62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const made = (length: number, set: string, random: () => number): string =>
    Array.from({ length }, () => set[Math.floor(random() * set.length)]).join('');

  it('long random ones are strong, and take no time', async () => {
    const { number } = fakeRandom(7);
    const judge = await judgeOf(['the dictionaries are loaded now']);
    const before = process.cpuUsage();

    const judged = Array.from({ length: 25 }, () => judge(made(64, `${B62}!#%`, number)));
    const hex = Array.from({ length: 25 }, () => judge(made(64, '0123456789abcdef', number)));

    expect(new Set([...judged, ...hex])).toEqual(new Set(['strong']));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });

  it.each([
    ['Password123!Password123!Password123!', 'weak'],
    ['abcabcabcabcabcabcabcabcabcabcabcabc', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['Aa1Aa1Aa1Aa1Aa1Aa1Aa1Aa1Aa1Aa1', 'weak'],
    ['0123456789abcdef0123456789abcdef', 'weak'],
    ['deadbeefdeadbeefdeadbeefdeadbeef12', 'weak'],
    ['12345678901234567890123456789012', 'weak'],
    ['qwertyuiopasdfghjklzxcvbnm', 'fair'],
    ['1qaz2wsx3edc4rfv5tgb6yhn', 'fair'],
    ['correct horse battery staple', 'strong'],
    ['Sales1', 'weak'],
  ])('%s is %s', async (password, strength) => {
    expect(await passwordStrength(password)).toBe(strength);
  });

  it('a fixed list is judged as zxcvbn does with the lists as they come', async () => {
    const all = Object.values(strengths).flat();
    const judge = await judgeOf(all);

    const judged = all.map((password) => [password, judge(password)]);

    expect(judged).toEqual(
      Object.entries(strengths).flatMap(([strength, ones]) => ones.map((password) => [password, strength])),
    );
  });

  it('what is plain needs no word list, and is what zxcvbn says', async () => {
    const { makeScorer } = await import('../../src/core/password-guesses.ts');
    const scoreOf = makeScorer();
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (password) => {
        expect(scoreOf(password)).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('JSON for a terminal', () => {
  it('says the same, and has line breaks as the only characters that one cannot see', () => {
    const odd = fc.string({
      unit: fc.constantFrom('a', '"', '\n', '\t', '\u001b', '\u0085', '\u200b', '\u202e', '\ufeff'),
    });
    fc.assert(
      fc.property(fc.array(odd), (texts) => {
        const json = visibleJson(JSON.stringify(texts, null, 2));
        expect(JSON.parse(json)).toEqual(texts);
        expect(json.replaceAll('\n', '')).toBe(clean(json.replaceAll('\n', '')));
      }),
    );
  });
});

describe('queries', () => {
  it.each([
    'toString',
    'constructor',
    '__proto__',
    'deep.toString',
    'deep.__proto__',
    'valueOf',
    'hasOwnProperty',
  ])('%s is null: no object of the answer has it', (expression) => {
    expect(query(expression, { name: 'n', deep: {} })).toBeNull();
  });

  it('nothing is null', () => {
    expect(query('@', undefined)).toBeNull();
    expect(query('a', { a: undefined })).toBeNull();
  });

  it('a field of such a name is found where there is one', () => {
    expect(query('toString', { toString: 'x' })).toBe('x');
    expect(query('[].constructor', [{ constructor: 1 }, { name: 'n' }])).toEqual([1]);
  });

  it('a word in backticks is text, as other command lines have it', () => {
    expect(query('[?name==`hangup`].name', [{ name: 'hangup' }, { name: 'talk' }])).toEqual(['hangup']);
  });

  it('what is wrong is said, with where the language is described', () => {
    const general = { hint: 'the language is JMESPath: https://jmespath.org' };
    expect(() => query('a[', {})).toThrow(expect.objectContaining(general));
    expect(() => query('a == `1` &', {})).toThrow(expect.objectContaining(general));
  });
});

describe('lengths', () => {
  it.each<[string, string, Length, boolean]>([
    ['255 letters', 'x'.repeat(255), COLUMN, true],
    ['256 letters', 'x'.repeat(256), COLUMN, false],
    ['255 emoji, each one character', '\u{1f468}'.repeat(255), COLUMN, true],
    ['256 emoji', '\u{1f468}'.repeat(256), COLUMN, false],
    ['an agent of 255 letters', 'x'.repeat(255), AGENT_NAME, true],
    ['an agent of 127 letters of two bytes', 'é'.repeat(127), AGENT_NAME, true],
    ['an agent of 128 letters of two bytes', 'é'.repeat(128), AGENT_NAME, false],
  ])('%s', (_name, text, length, fits) => {
    expect(tooLong(text, length)).toBe(fits ? undefined : `is longer than 255 ${length.unit}`);
    expect(cutTo(text, length) === text).toBe(fits);
    expect(tooLong(cutTo(text, length), length)).toBeUndefined();
  });
});
