/**
 * `/webchat_widgets`, `/webchat_sessions`, `/webchat_messages`. A session starts the widget's flow, and a
 * conversation with it.
 */
import type { Shape } from '../body.ts';
import { addMessage, conversationOf, startConversation } from '../conversations.ts';
import { denied, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { uuidOrNil } from '../ids.ts';
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { delays } from '../platform.ts';
import { finder, routesOf, type Find, type Write } from '../resource.ts';
import { ADMIN_OR_MANAGER, isLive, queryId, touch, type Call, type Route } from '../route.ts';
import { gate } from '../identity.ts';
import { addRow } from '../rows.ts';
import { show, type RowOf } from '../tables/index.ts';
import { checkFlow } from './flows.ts';

const DEFAULT_IDLE_S = 1800;
const MOST_URL = 2048;

const widget: Find<'webchat_widgets'> = {
  table: 'webchat_widgets',
  ids: 'binding',
  unknown: missing,
  deleted: missing,
};
const session: Find<'webchat_sessions'> = {
  table: 'webchat_sessions',
  ids: 'binding',
  unknown: missing,
  deleted: missing,
};

const COLOR = /^#[0-9a-fA-F]{6}$/;
const isColor = (value: unknown): boolean => typeof value === 'string' && COLOR.test(value);
const isShort = (most: number) => (value: unknown) =>
  typeof value === 'string' && Buffer.byteLength(value) <= most;
const isOneOf =
  (...words: string[]) =>
  (value: unknown) =>
    typeof value === 'string' && words.includes(value);
/** The members of a theme that are checked; others are stored as given. */
const themeChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  primary_color: isColor,
  secondary_color: isColor,
  header_background_color: isColor,
  header_text_color: isColor,
  theme_mode: isOneOf('light', 'dark', 'auto'),
  header_title: isShort(100),
  header_subtitle: isShort(200),
  connecting_indicator_text: isShort(100),
  border_radius: isOneOf('sharp', 'rounded', 'pill'),
  font_size: isOneOf('compact', 'default', 'large'),
};

function checkTheme({ theme_config = {} }: Partial<RowOf<'webchat_widgets'>>): void {
  for (const [name, value] of Object.entries(theme_config)) {
    if (value !== null && themeChecks[name]?.(value) === false) throw invalid('INVALID_THEME_CONFIG');
  }
}

const writeWidget: Write<'webchat_widgets'> = {
  fields: ['name', 'session_flow_id', 'message_flow_id', 'session_idle_timeout', 'theme_config'],
  early: (_call, given) => {
    checkTheme(given);
  },
  check(call, given, row) {
    for (const id of [given.session_flow_id, given.message_flow_id]) {
      const flow = checkFlow(call, id);
      if (flow !== undefined && flow.customer_id !== row.customer_id) throw denied();
    }
    if ((given.session_idle_timeout ?? 0) <= 0) given.session_idle_timeout = DEFAULT_IDLE_S;
  },
};

/** A delegate may read a visitor's messages, and nothing else. */
function refuseDelegate(call: Call): void {
  if (call.identity.kind === 'delegate') throw denied();
}

/** Reads a required id from the body. */
function bodyId(call: Call, name: string, reason: string): string {
  const shape: Shape = { [name]: 'string' };
  const id = uuidOrNil(call.body(shape)[name]);
  if (id === NIL_UUID) throw invalid(reason);
  return id;
}

/** The row of another table that a body or a query names. */
function named<T extends 'webchat_widgets' | 'webchat_sessions'>(call: Call, table: T, id: string): RowOf<T> {
  const row = call.world.tables[table].get(id);
  if (row === undefined || !isLive(row)) throw missing();
  gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
  return row;
}

function createSession(call: Call): EmulatorReply {
  const { page_url = '', referrer = '' } = call.body({
    widget_id: 'string',
    page_url: 'string',
    referrer: 'string',
  });
  const widgetId = bodyId(call, 'widget_id', 'INVALID_WIDGET_ID');
  if (page_url.length > MOST_URL || !/^(https?:\/\/|$)/.test(page_url)) throw invalid();
  refuseDelegate(call);
  const owner = named(call, 'webchat_widgets', widgetId);
  const row = addRow(
    call,
    'webchat_sessions',
    owner.customer_id,
    { page_url, referrer },
    ({ id, tm_create }) => ({
      widget_id: owner.id,
      status: 'active',
      peer: { type: 'web_session', target: id },
      local: { type: 'webchat', target: owner.id },
      tm_last_activity: tm_create,
    }),
  );
  if (isSetId(owner.session_flow_id)) {
    call.world.later(delays.webchat, () => {
      startConversation(call.world, row, owner.session_flow_id);
    });
  }
  return ok(show('webchat_sessions', row));
}

/** Always outbound, whatever the body says: a visitor has no token here. */
function createMessage(call: Call): EmulatorReply {
  const { text = '' } = call.body({ session_id: 'string', direction: 'string', text: 'string' });
  const sessionId = bodyId(call, 'session_id', 'INVALID_SESSION_ID');
  refuseDelegate(call);
  const row = named(call, 'webchat_sessions', sessionId);
  if (row.status !== 'active') throw missing();
  const message = addRow(call, 'webchat_messages', row.customer_id, {
    widget_id: row.widget_id,
    session_id: row.id,
    direction: 'outbound',
    status: 'sent',
    sender_id: call.identity.agentId ?? NIL_UUID,
    text,
  });
  const conversation = conversationOf(call.world, row);
  if (conversation !== undefined) addMessage(call.world, conversation, text, message.id);
  return ok(show('webchat_messages', message));
}

function endSession(call: Call): EmulatorReply {
  const row = finder({ ...session, gate: { enter: refuseDelegate, check: checkManager } })(call);
  if (row.status !== 'ended') {
    row.status = 'ended';
    touch(call.world, row);
  }
  return ok(show('webchat_sessions', row));
}

function checkManager(call: Call, customerId: string): void {
  gate(call.identity, ADMIN_OR_MANAGER, customerId);
}

export const webchatRoutes: readonly Route[] = [
  ...routesOf({
    ...widget,
    create: { ...writeWidget, fill: () => ({ status: 'active' }) },
    update: { kind: 'replace', ...writeWidget },
    directHash: 'direct_hash_regenerate',
  }),
  ...routesOf({
    ...session,
    list: {
      wanted(call) {
        const id = queryId(call, 'widget_id');
        if (id !== undefined && named(call, 'webchat_widgets', id).customer_id !== call.identity.customerId)
          throw denied();
        return (row) => isLive(row) && (id === undefined || row.widget_id === id);
      },
    },
    create: createSession,
  }),
  { method: 'POST', path: '/v1.0/webchat_sessions/{id}/end', handle: endSession },
  ...routesOf({
    table: 'webchat_messages',
    ids: 'binding',
    unknown: missing,
    list: {
      wanted(call) {
        const id = queryId(call, 'session_id');
        if (id !== undefined && named(call, 'webchat_sessions', id).customer_id !== call.identity.customerId)
          throw denied();
        return (row) => isLive(row) && (id === undefined || row.session_id === id);
      },
    },
    create: createMessage,
  }),
];
