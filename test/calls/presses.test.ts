/** What a caller presses, as people write it. */
import { describe, expect, it } from 'vitest';
import { readPressing } from '../../src/calls/presses.ts';

describe('what a caller presses', () => {
  const at = (...keys: [at: number, key: string][]) => keys.map(([time, key]) => ({ at: time, key }));

  it.each([
    ['1', ['1'], []],
    ['1,12#', ['1', '12#'], []],
    [' 1 , 2 ', ['1', '2'], []],
    [',1', ['', '1'], []],
    ['', [''], []],
    ['1@3s', [], at([3000, '1'])],
    ['12#@2.5s', [], at([2500, '12#'])],
    ['1@1m', [], at([60_000, '1'])],
    ['*@1m30s,1', ['1'], at([90_000, '*'])],
    ['1 @ 0s, 2@3s', [], at([0, '1'], [3000, '2'])],
  ])('%j', (text, presses, keys) => {
    expect(readPressing(text)).toEqual({ presses, keys });
  });

  it.each([
    ['q', 'key', 'q'],
    ['1 2', 'key', ' '],
    ['1,é@3s', 'key', 'é'],
    ['1@', 'time', '1@'],
    ['1@3', 'time', '1@3'],
    ['1@3s@4s', 'time', '1@3s@4s'],
    ['2, 1@soon', 'time', '1@soon'],
    ['1@-3s', 'time', '1@-3s'],
    ['1@1h', 'time', '1@1h'],
    ['@3s', 'time', '@3s'],
  ])('but not %j', (text, wrong, what) => {
    expect(readPressing(text)).toEqual({ wrong, text: what });
  });
});
