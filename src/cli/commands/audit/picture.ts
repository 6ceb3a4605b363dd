/** What the HTML report draws: the ledger, limits, how long the credit lasts, and the ways of the calls. */
import type { Flow, Number } from '../../../api/wire.ts';
import { callSections, type AccountCalls } from '../../../audit/calls.ts';
import { PUBLISHED, serverWords } from '../../../calls/server.ts';
import { isSetId } from '../../../core/ids.ts';
import { pictureOfWays } from '../../../report/calls/picture.ts';
import type { CallPaths, Picture } from '../../../report/format.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import { limitRows } from '../../../usage/limit-rows.ts';
import { usageOf } from '../../../usage/usage.ts';
import { namesOf } from '../../call-names.ts';
import { countsOf } from '../../limit-counts.ts';
import { valueOf } from '../../sections.ts';

export function pictureOf({ sections, since, takenAt }: Snapshot, calls: AccountCalls): Picture {
  const [billing, ledger, customer] = [
    valueOf(sections.billing_account),
    valueOf(sections.billings),
    valueOf(sections.customer),
  ];
  const isKnown = callSections.every((name) => sections[name].state === 'loaded');
  return {
    ledger,
    limits: limitRows(billing, countsOf(sections), takenAt),
    usage:
      billing &&
      ledger &&
      usageOf({
        account: { id: customer?.id ?? '', name: customer?.name ?? '' },
        billing,
        numbers: valueOf(sections.numbers) ?? [],
        ledger,
        by: 'kind',
        attributed: undefined,
        nameOf: () => undefined,
        since,
        until: undefined,
        now: takenAt,
      }),
    paths: isKnown
      ? pathsOf(valueOf(sections.numbers) ?? [], valueOf(sections.flows) ?? [], calls)
      : undefined,
  };
}

/** The paths of calls to numbers. If the kind of server is unknown, it is assumed to be as published. */
function pathsOf(numbers: readonly Number[], flows: readonly Flow[], calls: AccountCalls): CallPaths {
  const { account } = calls;
  const lines = numbers.map((row) => {
    const flow = row.call_flow_id?.toLowerCase();
    return {
      id: row.id,
      label: [row.number, row.name].filter(Boolean).join(' ') || row.id,
      flow: isSetId(flow) && account.flows.has(flow) ? flow : undefined,
    };
  });
  const [explored, newer] = calls.explored.filter(({ origin }) => origin === 'number');
  const unknown = calls.unknown.filter((fault) => explored?.found.dependsOn.has(fault) === true);
  const differs = newer !== undefined && newer.found !== explored?.found;
  return {
    ...pictureOfWays(explored?.found ?? { ends: [] }, namesOf(account, flows), lines),
    server: differs ? `as on a server where ${serverWords(PUBLISHED, unknown)}` : undefined,
  };
}
