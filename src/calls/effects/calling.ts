/** Actions that need a call: those that speak, listen, wait, join or hang up. */
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import type { CallAccount } from '../account.ts';
import { connectingCode, waitingCode, type Code } from '../code.ts';
import { speakable } from '../../core/ssml.ts';
import { DIGITS } from '../variables.ts';
import { missing, otherwise } from './deciding.ts';
import type { Effect } from './effect.ts';
import { always, byType, goesOn, meaning, misread, passedOver, reading, unreadable } from './meaning.ts';

/** How long an echo without a duration lasts. */
const ECHO_MS = 180_000;
const BEEP_MS = 500;

const echo = meaning({ duration: 'whole' }, misread, ({ duration }) => ({
  does: 'wait',
  ms: duration > 0 ? duration : ECHO_MS,
  what: 'an echo',
}));

const speaking = meaning(
  {
    text: 'text',
    language: 'text',
    provider: 'text',
    voice_id: 'text',
    digits_handle: 'text',
    async: 'flag',
  },
  misread,
  ({ text, language, digits_handle, async }) => {
    if (text.trim() === '') return { does: 'next', why: 'it has nothing to say', answers: true };
    if (!speakable(text)) {
      const why = 'its text cannot be spoken: it is not valid SSML';
      return { does: 'next', why, unspoken: text, answers: true };
    }
    return { does: 'speak', text, language, stopsAtKey: digits_handle === 'next', goesOn: async };
  },
);

const connecting = meaning(
  { source: 'address', destinations: 'addresses', early_media: 'flag', relay_reason: 'flag' },
  unreadable,
  ({ destinations, relay_reason }, { account }, { flow, index }) => {
    const obstacles = destinations.map((address) => account.cannotRing(address));
    const rung = destinations.filter((_, index) => obstacles[index] === undefined);
    if (rung.length === 0) return { does: 'fail', why: obstacles[0] ?? 'it has no one to call' };
    const relays = relay_reason && !rung.some(({ type }) => type === 'agent' || type === 'extension');
    const key = `${flow} ${index} ${relays ? 'relay' : 'connect'}`;
    return {
      does: 'connect',
      destinations: rung,
      code: inserted(account, key, () => connectingCode(flow, relays)),
    };
  },
);

const queueing = meaning({ queue_id: 'id' }, unreadable, ({ queue_id }, { account }, { flow, index }) => {
  const queue = account.queues.get(queue_id);
  if (queue === undefined) return { does: 'fail', why: missing('queue', queue_id) };
  const waitFlow = queue.wait_flow_id || NIL_UUID;
  const code = inserted(account, `${flow} ${index} ${queue_id}`, () => waitingCode(flow, waitFlow));
  return { does: 'wait-in-queue', queue: queue_id, code };
});

export const inCall = byType({
  answer: always({ does: 'answer' }),
  hangup: meaning({ reason: 'text', reference_id: 'id' }, misread, () => ({ does: 'hang-up' })),
  talk: speaking,
  play: meaning({ stream_urls: 'texts' }, misread, ({ stream_urls: urls }) =>
    urls.length === 0 ? { does: 'next', why: 'it has nothing to play' } : { does: 'play', urls },
  ),
  beep: always({ does: 'sound', ms: BEEP_MS }),
  sleep: meaning({ duration: 'whole' }, misread, ({ duration }) => pause(duration, 'a pause')),
  echo,
  stream_echo: echo,
  digits_send: meaning(
    { digits: 'text', duration: 'whole', interval: 'whole' },
    misread,
    ({ digits, duration, interval }) =>
      pause(
        duration * digits.length + interval * Math.max(0, digits.length - 1),
        `sending the keys ${digits}`,
      ),
  ),
  digits_receive: meaning(
    { duration: 'whole', key: 'text', length: 'whole' },
    misread,
    ({ duration: ms, key, length }) => ({ does: 'receive', length, key, ms }),
  ),
  amd: meaning({ machine_handle: 'text', async: 'flag' }, misread, ({ async }) =>
    async ? goesOn : { does: 'sound', ms: 0 },
  ),
  recording_start: always(goesOn),
  recording_stop: always(goesOn),
  external_media_start: always(goesOn),
  external_media_stop: always(goesOn),
  transcribe_start: always(goesOn),
  condition_call_digits: reading(
    { length: 'whole', key: 'text', false_target_id: 'id' },
    ({ length, key, false_target_id }, { read }) => {
      const digits = read(DIGITS) ?? '';
      const met = (length !== 0 && digits.length >= length) || (key !== '' && digits.includes(key));
      return met ? goesOn : otherwise(false_target_id);
    },
  ),
  condition_call_status: meaning(
    { status: 'text', false_target_id: 'id' },
    unreadable,
    ({ status, false_target_id: to }) => ({
      does: 'compare-status',
      status,
      otherwise: to,
      why: otherwise(to).why,
    }),
  ),
  connect: connecting,
  queue_join: queueing,
  confbridge_join: ({ inserted: own }) => (own ? { does: 'join' } : passedOver),
  conference_join: meaning({ conference_id: 'id' }, unreadable, ({ conference_id: id }, { account }) =>
    account.conferences.has(id) ? { does: 'conference' } : { does: 'fail', why: missing('conference', id) },
  ),
  ai_talk: meaning(
    { ai_id: 'id', resume: 'flag', gender: 'text', language: 'text', duration: 'whole' },
    unreadable,
    ({ ai_id }) => (isSetId(ai_id) ? { does: 'ai' } : { does: 'fail', why: 'it names no AI' }),
  ),
});

/** The list that the platform inserts for one action is the same each time. */
function inserted(account: CallAccount, key: string, make: () => Code): Code {
  const code = account.inserted.get(key) ?? make();
  account.inserted.set(key, code);
  return code;
}

/** No server waits for a timeout of 0. */
const pause = (ms: number, what: string): Effect => (ms > 0 ? { does: 'wait', ms, what } : goesOn);
