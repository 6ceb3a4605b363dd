/** What of the calls with numbers outside is kept. */
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/api/wire.ts';
import { DAY, formatMicros, SECOND } from '../../src/core/time.ts';
import { CallPatterns } from '../../src/snapshot/patterns.ts';

const START = Date.UTC(2026, 9, 1);
const countryOf = (number: string): string => (number.startsWith('+53') ? 'cu' : 'us');
const tel = (target: string) => ({ type: 'tel', target });

/** @param seconds how long it lasted; undefined: it has not ended. */
function call(
  direction: 'incoming' | 'outgoing',
  number: string,
  at: number,
  seconds?: number,
): [Call, number] {
  const [outside, own] = [tel(number), tel('+14155550120')];
  const row = {
    id: String(at),
    direction,
    ...(direction === 'outgoing'
      ? { source: own, destination: outside }
      : { source: outside, destination: own }),
    tm_hangup: seconds === undefined ? null : formatMicros((at + seconds * SECOND) * 1000),
  };
  return [row, at];
}

function patternsOf(calls: readonly [Call, number][]): ReturnType<CallPatterns['result']> {
  const patterns = new CallPatterns();
  for (const [row, at] of calls) patterns.add(row, at, countryOf);
  return patterns.result();
}

describe('numbers that are dialled', () => {
  const often = (number: string, count: number, from: number): [Call, number][] =>
    Array.from({ length: count }, (_, index) => call('outgoing', number, from + index * 1000, 3));

  it('are kept from ten calls on a day on, with the day on which there were most', () => {
    const { dialled } = patternsOf([
      ...often('+1555', 10, START),
      ...often('+1555', 12, START + DAY),
      ...often('+1666', 9, START),
      ...often('+1666', 9, START + DAY),
    ]);
    expect(dialled).toEqual({ '+1555': { count: 12, first: START + DAY, last: START + DAY + 11_000 } });
  });

  it('are those dialled most, where there are many', () => {
    const { dialled } = patternsOf(
      Array.from({ length: 60 }, (_, index) => often(`+1555${100 + index}`, 10 + index, START)).flat(),
    );
    expect(Object.keys(dialled)).toHaveLength(50);
    expect(dialled['+1555159']?.count).toBe(69);
    expect(dialled['+1555109']).toBeUndefined();
  });

  it('are phone numbers that are called', () => {
    const agent = { ...call('outgoing', '+1555', START)[0], destination: { type: 'agent', target: '+1555' } };
    const { dialled } = patternsOf([
      ...Array.from({ length: 20 }, (): [Call, number] => [agent, START]),
      ...Array.from({ length: 20 }, () => call('incoming', '+1666', START, 3)),
    ]);
    expect(dialled).toEqual({});
  });
});

describe('numbers abroad', () => {
  it('ring once, are talked to and are called', () => {
    const { expensive } = patternsOf([
      call('incoming', '+5352', START, 15),
      call('incoming', '+5352', START + DAY, 4),
      call('incoming', '+5352', START + 5, 16),
      call('incoming', '+5352', START + 6),
      call('outgoing', '+5352', START + 7, 3),
      call('outgoing', '+1555', START + 8, 3),
      call('incoming', '+1555', START + 9, 3),
    ]);
    expect(expensive).toEqual({
      '+5352': {
        country: 'cu',
        rang: { count: 2, first: START, last: START + DAY },
        talked: 2,
        called: { count: 1, first: START + 7, last: START + 7 },
      },
    });
  });
});
