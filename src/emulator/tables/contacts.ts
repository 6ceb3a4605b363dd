/** The outside world: contacts, conversations with them, and the resulting cases. */
import {
  addressShape,
  address,
  flag,
  inner,
  int,
  map,
  name,
  ref,
  refOrNull,
  refs,
  text,
  time,
} from '../columns.ts';
import { table } from './table.ts';

export const conversation_accounts = table({
  type: name('if-set'),
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  secret: text({ shown: 'never' }),
  token: text({ shown: 'never' }),
  provider_data: map('if-set'),
  message_flow_id: ref(),
});

export const conversations = table({
  owner_type: text(),
  owner_id: ref(),
  account_id: ref(),
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  type: text({ shown: 'if-set' }),
  self: address(),
  peer: address(),
});

export const conversation_messages = table({
  conversation_id: ref(),
  direction: text(),
  status: text(),
  reference_type: text(),
  reference_id: ref(),
  source: address(),
  destination: address(),
  text: text(),
});

export const webchat_widgets = table(
  {
    name: name(),
    status: text(),
    session_flow_id: ref(),
    message_flow_id: ref(),
    /** Seconds. */
    session_idle_timeout: int(),
    theme_config: map('if-set'),
    direct_hash: text(),
  },
  { timesIfSet: true },
);

export const webchat_sessions = table(
  {
    widget_id: ref(),
    status: text(),
    page_url: text({ shown: 'if-set' }),
    referrer: text({ shown: 'if-set' }),
    peer: address(),
    local: address(),
    tm_last_activity: time('if-set'),
  },
  { timesIfSet: true },
);

export const webchat_messages = table(
  {
    widget_id: ref(),
    session_id: ref(),
    direction: text(),
    status: text(),
    sender_id: ref(),
    text: text(),
  },
  { times: ['tm_create', 'tm_delete'] },
);

export const contacts = table({
  first_name: name(),
  last_name: name(),
  display_name: name(),
  company: name(),
  job_title: name(),
  source: name(),
  external_id: name(),
  notes: text(),
  tag_ids: refs('if-set'),
});

export const contact_addresses = table(
  {
    type: text({ shown: 'if-set' }),
    target: name('if-set'),
    contact_id: ref(),
    is_primary: flag(),
  },
  { times: ['tm_create'] },
);

export const contact_cases = table(
  {
    peer: address(),
    local: address(),
    name: name('if-set'),
    detail: text({ shown: 'if-set' }),
    reference_type: text({ shown: 'if-set' }),
    reference_id: refOrNull('if-set'),
    contact_id: refOrNull(),
    owner_type: text(),
    owner_id: ref(),
    status: text(),
    opened_at: time(),
    closed_at: time(),
    closed_reason: text(),
    closed_by_type: text(),
    closed_by_id: refOrNull(),
    previous_case_id: refOrNull(),
  },
  { times: ['tm_create', 'tm_update'] },
);

export const contact_case_notes = table({
  case_id: ref(),
  author_type: text(),
  author_id: refOrNull(),
  text: text(),
});

/** Chats between agents. */
export const talk_chats = table({
  type: text(),
  name: name(),
  detail: text({ shown: 'if-set' }),
});

export const talk_participants = table(
  { owner_type: text(), owner_id: ref(), chat_id: ref(), tm_joined: time() },
  { times: [] },
);

export const talk_messages = table({
  owner_type: text(),
  owner_id: ref(),
  chat_id: ref(),
  type: text(),
  text: text(),
  medias: inner<readonly unknown[]>(() => [], { bind: { list: addressShape } }),
  metadata: inner<{ readonly reactions: readonly Reaction[] }>(() => ({ reactions: [] })),
});
interface Reaction {
  emoji: string;
  owner_type: string;
  owner_id: string;
  tm_create: string | null;
}
