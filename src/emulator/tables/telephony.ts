/** Numbers, flows, queues, extensions, and what calls leave behind. */
import type { Action, Address } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import {
  actions,
  address,
  addresses,
  flag,
  inner,
  int,
  map,
  name,
  oneOf,
  ref,
  refs,
  text,
  texts,
  time,
} from '../columns.ts';
import { EMPTY_ACTION, FINISH_ACTION } from '../platform.ts';
import { table } from './table.ts';

export const numbers = table({
  number: name(),
  type: oneOf<'normal' | 'virtual'>(),
  call_flow_id: ref(),
  message_flow_id: ref(),
  name: name(),
  detail: text(),
  status: text(),
  t38_enabled: flag(),
  emergency_enabled: flag(),
  rtp_debug: flag({ as: 'metadata', show: (rtp_debug) => ({ rtp_debug }) }),
  tm_purchase: time(),
  tm_renew: time(),
});

/** `id` and `next_id` are always UUIDs in a stored action. */
export const flows = table({
  type: text(),
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  actions: actions('if-set'),
  direct_hash: text({ shown: 'if-set' }),
  on_complete_flow_id: ref(),
});

export const queues = table({
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  routing_method: text({ longest: 16, shown: 'if-set' }),
  tag_ids: refs('if-set'),
  direct_hash: text({ shown: 'if-set' }),
  wait_flow_id: ref(),
  /** Milliseconds. */
  wait_timeout: int('if-set'),
  /** Milliseconds. */
  service_timeout: int('if-set'),
  wait_queuecall_ids: refs('if-set'),
  service_queuecall_ids: refs('if-set'),
  total_incoming_count: int('if-set'),
  total_serviced_count: int('if-set'),
});

export const queuecalls = table({
  reference_type: text(),
  reference_id: ref(),
  status: text(),
  service_agent_id: ref(),
  /** Milliseconds. */
  duration_waiting: int('if-set'),
  /** Milliseconds. */
  duration_service: int('if-set'),
  tm_service: time(),
});

export const extensions = table({
  name: name(),
  detail: text(),
  extension: name(),
  domain_name: text(),
  username: text(),
  password: name(),
  direct_hash: text(),
});

export const calls = table(
  {
    owner_type: text(),
    owner_id: ref(),
    flow_id: ref(),
    activeflow_id: ref(),
    type: text(),
    source: address(),
    destination: address(),
    status: text(),
    direction: oneOf<'incoming' | 'outgoing'>(),
    hangup_by: text({ shown: 'if-set' }),
    hangup_reason: text({ shown: 'if-set' }),
    tm_ringing: time('if-set'),
    tm_progressing: time('if-set'),
    tm_hangup: time('if-set'),
  },
  {
    timesIfSet: true,
    constants: {
      master_call_id: NIL_UUID,
      recording_id: NIL_UUID,
      groupcall_id: NIL_UUID,
      action: EMPTY_ACTION,
    },
  },
);

export const activeflows = table(
  {
    flow_id: ref(),
    status: oneOf<'running' | 'ended'>(),
    reference_type: text(),
    reference_id: ref(),
    reference_activeflow_id: ref(),
    on_complete_flow_id: ref(),
    current_action: inner<Action>(() => FINISH_ACTION),
    executed_actions: actions('if-set'),
  },
  { constants: { forward_action_id: NIL_UUID } },
);

export const groupcalls = table(
  {
    owner_type: text(),
    owner_id: ref(),
    status: text(),
    flow_id: ref(),
    source: address(),
    destinations: addresses(),
    master_call_id: ref(),
    master_groupcall_id: ref(),
    ring_method: text(),
    answer_method: text(),
    answer_call_id: ref(),
    call_ids: refs('if-set'),
    answer_groupcall_id: ref(),
  },
  { timesIfSet: true },
);

export const recordings = table(
  {
    owner_type: text(),
    owner_id: ref(),
    activeflow_id: ref(),
    reference_type: text(),
    reference_id: ref(),
    status: text(),
    format: text(),
    on_end_flow_id: ref(),
    tm_start: time('if-set'),
    tm_end: time('if-set'),
  },
  { timesIfSet: true },
);

export const conferences = table({
  type: text({ shown: 'if-set' }),
  status: text(),
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  data: map('if-set'),
  /** Seconds. */
  timeout: int('if-set'),
  pre_flow_id: ref(),
  post_flow_id: ref(),
  recording_id: ref(),
  transcribe_id: ref(),
  direct_hash: text(),
  tm_end: time(),
});

export const messages = table({
  type: text(),
  source: address(),
  targets: inner<readonly MessageTarget[]>(() => []),
  text: text(),
  direction: oneOf<'inbound' | 'outbound'>(),
});
export interface MessageTarget {
  destination: Address;
  status: string;
  parts: number;
  tm_update: string | null;
}

export const emails = table({
  source: address(),
  destinations: addresses(),
  status: text(),
  subject: text(),
  content: text(),
  attachments: inner<readonly unknown[]>(() => [], { bind: { list: {} } }),
});

export const trunks = table({
  name: name(),
  detail: text(),
  domain_name: name(),
  auth_types: texts(),
  username: name(),
  password: name(),
  allowed_ips: texts(),
});

export const providers = table(
  {
    type: name(),
    hostname: name(),
    tech_prefix: name(),
    tech_postfix: name(),
    tech_headers: map(),
    name: name(),
    detail: text(),
    metadata: map(),
    codecs: name(),
    health_status: text(),
    health_checked_at: time(),
  },
  { owned: false },
);

export const routes = table({
  name: name(),
  detail: text(),
  provider_id: ref(),
  priority: int(),
  target: name(),
});
