/** `get` of what has happened, in place of the common one: with everything that belongs to it. */
import type { CommandSpec } from '../../program/command.ts';

const ABOUT = {
  calls:
    'Show a call with everything that belongs to it: its legs and group calls, its queue call, its recordings, what it ' +
    'cost, and the run of its flow, action by action. -o json has all of it in one document.',
  groupcalls:
    'Show a group call with the calls that it made, the call that it was made for, and the group calls that are part of it.',
  queuecalls:
    'Show a queue call with the call that waits, the agent who answered, and the run of the flow that put the call in ' +
    'the queue: the queue call itself does not say in which queue it is.',
  activeflows:
    'Show a run of a flow with the actions that it executed, the call that it is for, the recordings that it made, ' +
    'and the runs that came after it.',
  recordings: 'Show a recording with its call and the run of the flow that made it.',
} as const;

export type NounWithParts = keyof typeof ABOUT;

/** @param one For people: `queue call`. */
export const getWithPartsCommand = (noun: NounWithParts, one: string): CommandSpec => ({
  name: `get <${one.replaceAll(' ', '-')}>`,
  summary: `show one ${one}, with everything that belongs to it`,
  about: ABOUT[noun],
  groups: ['output', 'connection', 'quiet'],
  examples: [`voipbin ${noun} get <id>`, `voipbin ${noun} get <id> -o json`],
  run: async (call) => (await import('./get.ts')).getOf[noun](call),
});
