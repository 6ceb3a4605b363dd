/** Misuse: calls and messages that no one in the account intended. */
import { NIL_UUID } from '../../core/ids.ts';
import { DAY, MINUTE, SECOND } from '../../core/time.ts';
import type { NumberRow } from '../records.ts';
import type { Builder } from './builder.ts';

/** A number in a country with expensive minutes. */
const RANG_ONCE = '+252615900017';
const REDIALLED = '+13105550199';

/** A one-ring call that was called back, a number that is dialed all day, and a night of advertising messages. */
export function addMisuse(builder: Builder, line: NumberRow): void {
  const midnight = Math.floor(builder.world.now / DAY) * DAY;
  const own = line.number;
  addCall(builder, { from: RANG_ONCE, to: own, at: midnight - DAY + 8 * MINUTE, seconds: 4 });
  addCall(builder, { from: own, to: RANG_ONCE, at: midnight - DAY + 95 * MINUTE, seconds: 20 });
  for (let index = 0; index < 72; index += 1) {
    const at = midnight - 3 * DAY + (9 * 60 + index * 7) * MINUTE;
    addCall(builder, { from: own, to: REDIALLED, at, seconds: 3 });
  }
  const night = (builder.world.now - midnight) / DAY + 1.9;
  for (let index = 0; index < 140; index += 1) {
    builder.message(own, `+1206555${String(1000 + index)}`, 'outbound', night - (index * 20 * SECOND) / DAY);
  }
}

interface Ringing {
  from: string;
  to: string;
  /** Milliseconds since 1970. */
  at: number;
  seconds: number;
}

/** A call that no one answers, which costs nothing. */
function addCall({ world, data, customer }: Builder, { from, to, at, seconds }: Ringing): void {
  const start = at * 1000;
  const ended = start + seconds * 1_000_000;
  const direction = data.numbers.some(({ number }) => number === from) ? 'outgoing' : 'incoming';
  data.calls.push({
    id: world.uuid(),
    customer_id: customer.id,
    owner_type: '',
    owner_id: NIL_UUID,
    flow_id: NIL_UUID,
    activeflow_id: NIL_UUID,
    type: 'sip-service',
    source: { type: 'tel', target: from },
    destination: { type: 'tel', target: to },
    status: 'hangup',
    direction,
    hangup_by: 'remote',
    hangup_reason: 'noanswer',
    tm_ringing: start,
    tm_progressing: null,
    tm_hangup: ended,
    tm_create: start,
    tm_update: ended,
    tm_delete: null,
  });
}
