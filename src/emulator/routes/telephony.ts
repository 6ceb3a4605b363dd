/** What calls leave behind, and what the emulator only shows. */
import { invalid, missing, ok, refuse } from '../http.ts';
import { gate } from '../identity.ts';
import { routesOf } from '../resource.ts';
import { ADMIN_OR_MANAGER, listPage, liveRows, type Route } from '../route.ts';
import { show } from '../tables/index.ts';

/** What the emulator only shows. */
const readOnly = [
  'conferences',
  'campaigns',
  'conversation_accounts',
  'webchat_widgets',
  'messages',
  'recordings',
] as const;

export const telephonyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/storage_account',
    handle(call) {
      const [row] = liveRows(call.world.tables.storage_accounts, call.identity.customerId);
      // Literally null, and before anybody asks for a permission.
      if (row === undefined) return ok(null);
      gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
      return ok(show('storage_accounts', row));
    },
  },
  ...routesOf({
    table: 'calls',
    unknown: 'CALL_NOT_FOUND',
    deleted: () => refuse('FAILED_PRECONDITION', 'STATE_INVALID'),
  }),
  ...routesOf({ table: 'activeflows', unknown: 'ACTIVEFLOW_NOT_FOUND', deleted: missing }),
  ...routesOf({ table: 'queuecalls', unknown: 'QUEUECALL_NOT_FOUND' }),
  {
    method: 'GET',
    path: '/v1.0/aggregated-events',
    handle(call) {
      if (call.query.has('activeflow_id') === call.query.has('call_id')) throw invalid();
      return ok({ result: [] });
    },
  },
  ...readOnly.map((name): Route => ({
    method: 'GET',
    path: `/v1.0/${name}`,
    handle: (call) => listPage(call, name, { customerId: call.identity.customerId, bits: ADMIN_OR_MANAGER }),
  })),
];
