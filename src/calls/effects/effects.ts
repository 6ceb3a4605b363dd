/** What an action does, by the facts in this project's call documentation (observed on the genuine server). */
import type { Step } from '../code.ts';
import { inCall } from './calling.ts';
import { deciding } from './deciding.ts';
import type { Effect, Scene } from './effect.ts';
import { always, byType, goesOn, meaning, misread, passedOver, unreadable } from './meaning.ts';

/** What the action does now, with its variables filled in. */
export function effectOf(step: Step, scene: Scene): Effect {
  const meaning = (scene.inCall ? inCall : withoutCall).get(step.type) ?? everywhere.get(step.type);
  return meaning === undefined ? passedOver : meaning(step, scene);
}

const everywhere = byType({
  ...deciding,
  variable_set: meaning({ key: 'text', value: 'text' }, misread, ({ key, value }) => ({
    does: 'next',
    set: [key, value],
  })),
  call: meaning(
    { source: 'address', destinations: 'addresses', flow_id: 'id', chained: 'flag', early_execution: 'flag' },
    unreadable,
    ({ destinations }) =>
      destinations.length > 0 ? goesOn : { does: 'block', why: 'it has no one to call' },
  ),
  webhook_send: always(goesOn),
  message_send: always(goesOn),
  email_send: always(goesOn),
  case_create: always(goesOn),
  conversation_send: always(goesOn),
  transcribe_recording: always(goesOn),
  empty: always(goesOn),
});

const needsCall = always({ does: 'fail', why: 'it needs a call' });

/** Only the actions that behave differently: those that speak, listen, wait, join or hang up are skipped. */
const withoutCall = byType({
  conversation_send: always(passedOver),
  transcribe_recording: always(passedOver),
  ai_summary: needsCall,
  ai_task: needsCall,
  ai_talk: needsCall,
  block: always({ does: 'block', why: 'it waits until something outside lets it continue' }),
});
