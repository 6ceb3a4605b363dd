/** `/storage_account` with the files in it, and `/speakings`. */
import { invalid, missing, ok } from '../http.ts';
import { gate } from '../identity.ts';
import { refuseOthers, routesOf } from '../resource.ts';
import { ADMIN_OR_MANAGER, liveRows, STAFF, type Route } from '../route.ts';
import { show } from '../tables/index.ts';

export const storageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/storage_account',
    handle(call) {
      const [row] = liveRows(call.world.tables.storage_accounts, call.identity.customerId);
      // Literally null, and before any permission check.
      if (row === undefined) return ok(null);
      gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
      return ok(show('storage_accounts', row));
    },
  },
  ...routesOf({
    table: 'storage_accounts',
    unknown: missing,
    list: false,
    remove: false,
  }),
  ...routesOf({
    table: 'storage_accounts',
    unknown: missing,
    get: false,
    bits: STAFF,
    list: { everybody: true },
    // Always for the caller's own customer, which already has one.
    create(call) {
      call.body({ customer_id: 'string' });
      gate(call.identity, STAFF, '');
      throw invalid();
    },
  }),
  ...routesOf({ table: 'storage_files', unknown: 'FILE_NOT_FOUND', gate: { check: refuseOthers } }),
  ...routesOf({
    table: 'speakings',
    unknown: missing,
    create(call) {
      const { reference_id } = call.body({ reference_type: 'string', reference_id: 'string' });
      gate(call.identity, ADMIN_OR_MANAGER, call.identity.customerId);
      // The emulator has nothing that could be spoken to.
      throw reference_id ? missing() : invalid();
    },
  }),
];
