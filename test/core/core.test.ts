import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ExitCode, exitCodeMeanings, worstExitCode } from '../../src/core/exit-codes.ts';
import { isSetId, isUuid, NIL_UUID } from '../../src/core/ids.ts';
import { formatUsd, parseUsd } from '../../src/core/money.ts';
import { permissionNames } from '../../src/core/permissions.ts';
import { checkPhone } from '../../src/core/phone.ts';
import { maskSecrets, Secret, withoutSecrets } from '../../src/core/secret.ts';
import { didYouMean } from '../../src/core/suggest.ts';
import { clean, plural, sentenceList } from '../../src/core/text.ts';
import { formatLocal, formatMicros, parseMicros, parseTime } from '../../src/core/time.ts';

describe('time', () => {
  it.each([
    ['2026-03-01T10:00:00Z', 1772359200000000],
    ['2026-03-01T10:00:00.1Z', 1772359200100000],
    ['2026-03-01T10:00:00.12345Z', 1772359200123450],
    ['2026-03-01T10:00:00.123456Z', 1772359200123456],
    ['2026-03-01T10:00:00.123456789Z', 1772359200123456],
    ['2026-03-01 10:00:00.123456', 1772359200123456],
    ['2026-03-01T11:00:00+01:00', 1772359200000000],
    ['2026-03-01T05:00:00-0500', 1772359200000000],
  ])('reads %s', (text, micros) => {
    expect(parseMicros(text)).toBe(micros);
  });

  it.each([[null], [undefined], [''], ['9999-01-01 00:00:00.000000'], ['soon'], ['2026-13-45T99:00:00Z']])(
    'takes %s for "not set"',
    (text) => {
      expect(parseMicros(text)).toBeUndefined();
      expect(parseTime(text)).toBeUndefined();
    },
  );

  it('writes what it reads, to the microsecond', () => {
    const range = { min: 0, max: 4_102_444_800_000_000 };
    fc.assert(fc.property(fc.integer(range), (micros) => parseMicros(formatMicros(micros)) === micros));
  });

  it('shows local time with its zone', () => {
    expect(formatLocal(Date.parse('2026-11-23T20:04:59Z'), 'America/New_York')).toBe(
      '2026-11-23 15:04 GMT-5',
    );
  });
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

  it.each([['1,2'], ['12.1234567'], ['abc'], ['']])('refuses %s', (text) => {
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
    expect(sentenceList([])).toBe('');
    expect(sentenceList(['a', 'b', 'c'])).toBe('a, b and c');
  });

  it('suggests only what is near', () => {
    expect(didYouMean('custmer', ['customer', 'audit'])).toBe('did you mean customer?');
    expect(didYouMean('tlak', ['play', 'stop', 'talk'])).toBe('did you mean talk?');
    expect(didYouMean('zzz', ['customer', 'audit'])).toBeUndefined();
    // Nothing in common is nothing near, and a near one that is too far does not hide one that is not.
    expect(didYouMean('ab', ['xy', 'x', ''])).toBeUndefined();
    expect(didYouMean('customers', ['castome', 'customerlist'])).toBe('did you mean customerlist?');
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
  ])('permission %d holds %j', (mask, names) => {
    expect(permissionNames(mask)).toEqual(names);
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

describe('telephone numbers', () => {
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
