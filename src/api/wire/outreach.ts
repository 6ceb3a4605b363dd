/** Conferences, campaigns and their targets, and chats. */
import * as z from 'zod/mini';
import { action, address, integer, map, ref, text, time, times } from './parts.ts';

export const conference = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `conference`; the list leaves out those without it. */
  type: text,
  name: text,
  detail: text,
  /** `starting`, `progressing`, `terminating`, `terminated`. */
  status: text,
  /** Any data of its owner. */
  data: map,
  /** Seconds. */
  timeout: integer,
  pre_flow_id: ref,
  post_flow_id: ref,
  recording_id: ref,
  transcribe_id: ref,
  direct_hash: text,
  tm_end: time,
  ...times,
});
export type Conference = z.infer<typeof conference>;

/** How targets are called. The list holds deleted ones, too. */
export const outplan = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  source: z.nullish(address),
  /** Milliseconds. */
  dial_timeout: integer,
  /** Milliseconds. */
  try_interval: integer,
  /** Of the first destination of each target, and so on. */
  max_try_count_0: integer,
  max_try_count_1: integer,
  max_try_count_2: integer,
  max_try_count_3: integer,
  max_try_count_4: integer,
  ...times,
});
export type Outplan = z.infer<typeof outplan>;

/** A list of targets. The list holds deleted ones, too. */
export const outdial = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** The campaign that calls them; it writes this itself, and never removes it again. */
  campaign_id: ref,
  name: text,
  detail: text,
  data: text,
  ...times,
});
export type Outdial = z.infer<typeof outdial>;

export const outdialTarget = z.looseObject({
  id: z.string(),
  outdial_id: ref,
  name: text,
  detail: text,
  data: text,
  /** `idle`, `progressing`, `done`. */
  status: text,
  /** Tried one after the other; an empty object if there is none. */
  destination_0: z.nullish(address),
  destination_1: z.nullish(address),
  destination_2: z.nullish(address),
  destination_3: z.nullish(address),
  destination_4: z.nullish(address),
  try_count_0: integer,
  try_count_1: integer,
  try_count_2: integer,
  try_count_3: integer,
  try_count_4: integer,
  ...times,
});
export type OutdialTarget = z.infer<typeof outdialTarget>;

/** Calls to the targets of an outdial. The list holds deleted ones, too. */
export const campaign = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `call`, `flow`. */
  type: text,
  name: text,
  detail: text,
  /** `stop`, `stopping`, `run`. */
  status: text,
  /** Percent. */
  service_level: integer,
  /** `stop`, `continue`. */
  end_handle: text,
  actions: z.nullish(z.array(action)),
  outplan_id: ref,
  outdial_id: ref,
  queue_id: ref,
  next_campaign_id: ref,
  ...times,
});
export type Campaign = z.infer<typeof campaign>;

/** `secret` and `token` can be written, but are never returned. */
export const conversationAccount = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `line`, `sms`, `whatsapp`. */
  type: text,
  name: text,
  detail: text,
  /** `phone_number_id` and `app_secret`, which is a secret. */
  provider_data: map,
  message_flow_id: ref,
  ...times,
});
export type ConversationAccount = z.infer<typeof conversationAccount>;

export const webchatWidget = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  /** `active`, `inactive`. */
  status: text,
  session_flow_id: text,
  message_flow_id: text,
  /** Seconds. */
  session_idle_timeout: integer,
  theme_config: map,
  direct_hash: text,
  ...times,
});
export type WebchatWidget = z.infer<typeof webchatWidget>;
