/** What `usage` reads: days that an audit has counted, or every line together with what it is for. */
import type { Call, Message, Queuecall, Recording, Speaking } from '../../../api/wire.ts';
import { DAY } from '../../../core/time.ts';
import { billings } from '../../../resources/billings.ts';
import { calls } from '../../../resources/calls.ts';
import { messages } from '../../../resources/messages.ts';
import { queuecalls } from '../../../resources/queuecalls.ts';
import { recordings } from '../../../resources/recordings.ts';
import { speakings } from '../../../resources/speakings.ts';
import { idWithin } from '../../../resources/stable-id.ts';
import { collect } from '../../../snapshot/collect.ts';
import { keepingMore } from '../../../snapshot/keeping.ts';
import type { ReadSection, Section, Snapshot } from '../../../snapshot/snapshot.ts';
import { billingCounting, type Ledger } from '../../../snapshot/ledger.ts';
import { Attribution, type Attributed } from '../../../usage/attribution.ts';
import type { AttributedBy } from '../../../usage/groups.ts';
import type { Context } from '../../context.ts';
import { CALL_SPAN_MS, partsOf, type Reading, type Window } from '../../reading.ts';
import { rememberedTraffic } from '../audit/kept-traffic.ts';

export interface LedgerRead {
  sections: Snapshot['sections'];
  ledger: Section<Ledger>;
  attributed?: Attributed;
}

const ALWAYS: readonly ReadSection[] = ['customer', 'billing_account', 'numbers'];

/** By day and kind: as an audit counts it, and no day that it has counted is read again. */
export async function countedLedger(
  context: Context,
  { api, meter }: Reading,
  { since, until }: Window,
  fresh: boolean,
): Promise<LedgerRead> {
  const memory = rememberedTraffic(context, api.client.apiUrl, fresh);
  const { sections } = await collect(api, {
    clock: context.host.clock,
    since,
    until,
    meter,
    wanted: [...ALWAYS, 'billings'],
    memory: keepingMore(memory),
  });
  await memory.save();
  return { sections, ledger: sections.billings };
}

/** Line by line, with what the lines are for; only what some line needs is read. */
export async function attributedLedger(
  context: Context,
  reading: Reading,
  window: Window,
  by: AttributedBy,
): Promise<LedgerRead> {
  const { api, meter } = reading;
  const { clock } = context.host;
  const { sections } = await collect(api, {
    clock,
    since: window.since,
    meter,
    wanted: [...ALWAYS, ...(by === 'agent' ? (['agents'] as const) : [])],
  });
  if (sections.customer.state !== 'loaded') return { sections, ledger: sections.customer };
  const numbers = sections.numbers.state === 'loaded' ? sections.numbers.value : [];
  const { countryOf } = await import('../../../core/phone.ts');
  const attribution = new Attribution({ by, numbers, countryOf, idWithin, months: monthsOf(window) });
  const ledger = billingCounting.begin();
  const { parts, times } = partsOf(window);
  for (const [index, part] of parts.entries()) {
    await reading.rows(
      billings,
      part,
      (row) => {
        ledger.add(row);
        attribution.addBilling(row);
      },
      times,
    );
    // No part is left for what began before the oldest one.
    const since = index === parts.length - 1 ? part.since - CALL_SPAN_MS : part.since;
    await readWhatIsWaitedFor(reading, { ...part, since }, attribution, times);
  }
  return {
    sections,
    ledger: { state: 'loaded', value: ledger.result() },
    attributed: attribution.result(),
  };
}

/** What a part leaves waiting began before it: the next, older part has it. */
async function readWhatIsWaitedFor(
  { rows }: Reading,
  part: Window,
  attribution: Attribution,
  times: number,
): Promise<void> {
  const { waiting } = attribution;
  const add = {
    recording: (row: Recording) => {
      attribution.addOfCall('recording', row);
    },
    speaking: (row: Speaking) => {
      attribution.addOfCall('speaking', row);
    },
    call: (row: Call) => {
      attribution.addCall(row);
    },
    queuecall: (row: Queuecall) => {
      attribution.addQueuecall(row);
    },
    message: (row: Message) => {
      attribution.addMessage(row);
    },
  };
  if (waiting.recordings > 0) await rows(recordings, part, add.recording, times);
  if (waiting.speakings > 0) await rows(speakings, part, add.speaking, times);
  if (attribution.waiting.calls > 0) await rows(calls, part, add.call, times);
  // A caller joins a queue after the call has begun.
  const later = { ...part, until: part.until === undefined ? undefined : part.until + CALL_SPAN_MS };
  if (attribution.waiting.queuecalls > 0) await rows(queuecalls, later, add.queuecall, times);
  if (waiting.messages > 0) await rows(messages, part, add.message, times);
  attribution.settle();
}

/** Every month (`2026-11`) of the window. */
function monthsOf({ since, until, now }: Window): string[] {
  const months = new Set<string>();
  for (let at = since; at < (until ?? now) + DAY; at += DAY)
    months.add(new Date(at).toISOString().slice(0, 7));
  return [...months];
}
