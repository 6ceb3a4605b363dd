/** Where an account calls to, for people and as the platform counts it. */
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/api/wire.ts';
import { countryOf } from '../../src/core/phone.ts';
import { platformCountryOf } from '../../src/core/platform-country.ts';
import { callCounting } from '../../src/snapshot/traffic.ts';

const call = (target: string, minute: number, more: object = {}): Call => ({
  id: `c${minute}`,
  direction: 'outgoing',
  destination: { type: 'tel', target },
  status: 'hangup',
  tm_create: `2026-11-20T10:${minute}:00.000000Z`,
  ...more,
});

describe('the destinations of calls', () => {
  it('are counted by their country, with the entries of the whitelist that let them pass', () => {
    const counted = callCounting({ countryOf, platformCountryOf }).begin();

    for (const row of [
      call('+18762101234', 12),
      call('+18762101235', 10),
      call('+12687641234', 11),
      call('+4915112345678', 13),
      call('+81332110000', 14),
      call('+59995181234', 15),
      call('+4915112345679', 16, { direction: 'incoming' }),
      call('anna@example.com', 17, { destination: { type: 'sip', target: 'anna@example.com' } }),
    ])
      counted.add(row);

    const at = (minute: number): number => Date.parse(`2026-11-20T10:${minute}:00Z`);
    const once = (minute: number) => ({ count: 1, first: at(minute), last: at(minute) });
    expect(counted.result().destinations).toEqual({
      jm: { count: 2, first: at(10), last: at(12), entries: { vi: 2 } },
      ag: { ...once(11), entries: { ag: 1 } },
      de: { ...once(13), entries: { de: 1 } },
      jp: { ...once(14), entries: { '??': 1 } },
      cw: { ...once(15), entries: { '??': 1 } },
    });
  });
});
