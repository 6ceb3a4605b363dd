/** The entrances that lead into a flow: none is missing whose own calls get into it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../src/calls/account.ts';
import { explore } from '../../src/calls/explore/explore.ts';
import { DOCUMENTED, PUBLISHED } from '../../src/calls/server.ts';
import { flowId, randomFlows } from './random-flows.ts';

const FLOWS = 3;
const from = Date.parse('2026-11-25T11:17:00Z');
const servers = [PUBLISHED, DOCUMENTED] as const;

describe('the entrances that lead into a flow', () => {
  it('are all whose own calls get into it', () => {
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
            // One may be too much, where another call changes a variable or comes at another time.
            expect([...entrancesTo(id)]).toEqual(expect.arrayContaining(expected));
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
