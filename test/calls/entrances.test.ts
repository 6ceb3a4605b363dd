/** The entrances that lead into a flow: every entrance whose own calls reach the flow is listed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../src/calls/account.ts';
import { Entrances } from '../../src/calls/explore/entrances.ts';
import { explore } from '../../src/calls/explore/explore.ts';
import { DOCUMENTED, PUBLISHED } from '../../src/calls/server.ts';
import { flowId, randomFlows } from './random-flows.ts';

const FLOWS = 3;
const from = Date.parse('2026-11-25T11:17:00Z');
const servers = [PUBLISHED, DOCUMENTED] as const;

describe('the entrances that lead into a flow', () => {
  it('include every entrance whose own calls reach it', () => {
    const accounts = fc.tuple(randomFlows, fc.uniqueArray(fc.nat(FLOWS - 1), { minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(accounts, ([flows, numbers]) => {
        const account = accountOf({ flows });
        const entrances = numbers.map((n) => flowId(n));
        const setup = { from, inCall: true, servers };
        const together = explore({ ...setup, flows: entrances }, account);
        const alone = entrances.map((flow) => explore({ ...setup, flows: [flow] }, account));
        if ([...together, ...alone.flat()].some(({ cut }) => cut)) return;
        for (const [server, { entrancesTo }] of together.entries()) {
          for (const { id } of flows) {
            const expected = entrances.filter((_, at) => alone[at]?.[server]?.reached.flows.includes(id));
            // There may be one too many, if another call changes a variable or comes at another time.
            expect([...entrancesTo(id)]).toEqual(expect.arrayContaining(expected));
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a subset of many entrances', () => {
  it('contains those whose bits are set, with any number of others between them', () => {
    const some = fc.uniqueArray(fc.nat(99), { maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(100), some, some, (count, one, other) => {
        const flows = Array.from({ length: count }, (_, n) => flowId(n));
        const begun = { flows, places: new Map(flows.map((flow, n) => [flow, n])) };
        const of = (places: readonly number[]): Entrances => {
          const bits = new Uint8Array((count + 7) >> 3);
          for (const n of places) bits[n >> 3] = (bits[n >> 3] ?? 0) | (1 << (n & 7));
          return new Entrances(begun, bits);
        };
        const [first, second] = [of(one), of(other)];
        const both = first.with(second);
        expect(first.with(second)).toBe(both);
        const expected = flows.filter((_, n) => one.includes(n) || other.includes(n));

        expect([...both]).toEqual(expected);
        expect(flows.filter((flow) => both.has(flow))).toEqual(expected);
        expect(both.sum((flow) => flows.indexOf(flow))).toBe(
          expected.reduce((sum, flow) => sum + flows.indexOf(flow), 0),
        );
        expect(both.has('another')).toBe(false);
      }),
    );
  });
});
