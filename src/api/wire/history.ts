/** Objects that record what happened: calls, queue calls, flow runs, messages. */
import * as z from 'zod/mini';
import { action, address, integer, ref, refs, text, time, times } from './parts.ts';

export const call = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `agent` or empty. */
  owner_type: text,
  owner_id: ref,
  /** May name a temporary flow, which is in no list. */
  flow_id: ref,
  activeflow_id: ref,
  /** `flow`, `conference`, `sip-service`. */
  type: text,
  /** The call that this one is a leg of. */
  master_call_id: ref,
  /** The legs of this call. */
  chained_call_ids: refs,
  /** The recording that is being made. */
  recording_id: ref,
  recording_ids: refs,
  /** Declared by the server, and never filled. */
  groupcall_id: ref,
  source: z.nullish(address),
  destination: z.nullish(address),
  /** `dialing`, `ringing`, `progressing`, `terminating`, `canceling`, `hangup`. */
  status: text,
  /** The current action of its flow. */
  action: z.nullish(action),
  /** `incoming` or `outgoing`. */
  direction: text,
  mute_direction: text,
  /** `remote` or `local`. */
  hangup_by: text,
  /** `normal`, `failed`, `busy`, `cancel`, `timeout`, `noanswer`, `dialout`, `amd`. */
  hangup_reason: text,
  tm_ringing: time,
  tm_progressing: time,
  tm_hangup: time,
  ...times,
});
export type Call = z.infer<typeof call>;

/** One request that rang several telephones: its calls are legs of each other. */
export const groupcall = z.looseObject({
  id: z.string(),
  customer_id: ref,
  owner_type: text,
  owner_id: ref,
  /** `progressing`, `hangingup`, `hangup`. */
  status: text,
  flow_id: ref,
  source: z.nullish(address),
  destinations: z.nullish(z.array(address)),
  master_call_id: ref,
  master_groupcall_id: ref,
  ring_method: text,
  answer_method: text,
  answer_call_id: ref,
  call_ids: refs,
  answer_groupcall_id: ref,
  groupcall_ids: refs,
  ...times,
});
export type Groupcall = z.infer<typeof groupcall>;

export const queuecall = z.looseObject({
  id: z.string(),
  customer_id: ref,
  reference_type: text,
  reference_id: ref,
  /** `initiating`, `waiting`, `connecting`, `kicking`, `service`, `done`, `abandoned`. */
  status: text,
  service_agent_id: ref,
  /** Milliseconds. */
  duration_waiting: integer,
  /** Milliseconds, waiting included. */
  duration_service: integer,
  tm_service: time,
  ...times,
});
export type Queuecall = z.infer<typeof queuecall>;

export const activeflow = z.looseObject({
  id: z.string(),
  customer_id: ref,
  flow_id: ref,
  /** `running` or `ended`. */
  status: text,
  reference_type: text,
  reference_id: ref,
  reference_activeflow_id: ref,
  on_complete_flow_id: ref,
  webhook_uri: text,
  webhook_method: text,
  current_action: z.nullish(action),
  forward_action_id: ref,
  /** Begins with the platform's own start, which has no type. */
  executed_actions: z.nullish(z.array(action)),
  ...times,
});
export type Activeflow = z.infer<typeof activeflow>;

export const message = z.looseObject({
  id: z.string(),
  customer_id: ref,
  type: text,
  source: z.nullish(address),
  targets: z.nullish(
    z.array(
      z.looseObject({
        destination: z.nullish(address),
        /** `received`, `queued`, `gw_timeout`, `sent`, `dlr_timeout`, `failed`, `delivered`. */
        status: text,
        parts: integer,
      }),
    ),
  ),
  text,
  /** `inbound` or `outbound`. */
  direction: text,
  ...times,
});
export type Message = z.infer<typeof message>;

export const recording = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `agent` or empty. */
  owner_type: text,
  owner_id: ref,
  activeflow_id: ref,
  /** `call` or `confbridge`. */
  reference_type: text,
  reference_id: ref,
  /** `initiating`, `recording`, `stopping`, `ended`. */
  status: text,
  format: text,
  on_end_flow_id: ref,
  tm_start: time,
  tm_end: time,
  ...times,
});
export type Recording = z.infer<typeof recording>;

/** Speech that is played into a call. */
export const speaking = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `call`, `confbridge`, or empty. */
  reference_type: text,
  reference_id: ref,
  /** `initiating`, `active`, `stopped`. */
  status: text,
  ...times,
});
export type Speaking = z.infer<typeof speaking>;
