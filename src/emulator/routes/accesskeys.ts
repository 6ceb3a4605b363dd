/** `/accesskeys`: only admins; the key itself is shown once. */
import { invalid, missing, ok, refuse } from '../http.ts';
import { newAccesskey } from '../ids.ts';
import { gate, isStaff } from '../identity.ts';
import type { AccesskeyRow } from '../records.ts';
import { ADMIN, listPage, markDeleted, newRow, pathId, touch, type Call, type Route } from '../route.ts';
import { views } from '../view.ts';

const MIN_EXPIRE_S = 86_400;

/** Unknown is a 400, another customer's a 404, one's own deleted one a 409: in this order, the permission last. */
function find(call: Call): AccesskeyRow {
  const row = call.world.tables.accesskeys.get(pathId(call));
  if (row === undefined) throw invalid();
  if (row.customer_id !== call.identity.customerId && !isStaff(call.identity)) throw missing();
  if (row.tm_delete !== null) throw refuse('FAILED_PRECONDITION', 'STATE_INVALID');
  gate(call.identity, ADMIN, row.customer_id);
  return row;
}

export const accesskeyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/accesskeys',
    handle: (call) => listPage(call, 'accesskeys', { customerId: call.identity.customerId, bits: ADMIN }),
  },
  {
    method: 'POST',
    path: '/v1.0/accesskeys',
    handle(call) {
      const {
        name = '',
        detail = '',
        expire = 0,
      } = call.body({ name: 'string', detail: 'string', expire: 'int' });
      gate(call.identity, ADMIN, call.identity.customerId);
      if (expire < MIN_EXPIRE_S) throw invalid();
      const common = newRow(call.world, call.identity.customerId);
      const row: AccesskeyRow = {
        ...common,
        name,
        detail,
        token: newAccesskey(call.world.random),
        tm_expire: common.tm_create + expire * 1_000_000,
      };
      call.world.tables.accesskeys.insert(row);
      return ok({ ...views.accesskeys(row), token: row.token });
    },
  },
  { method: 'GET', path: '/v1.0/accesskeys/{id}', handle: (call) => ok(views.accesskeys(find(call))) },
  {
    method: 'PUT',
    path: '/v1.0/accesskeys/{id}',
    handle(call) {
      pathId(call);
      const { name = '', detail = '' } = call.body({ name: 'string', detail: 'string' });
      const row = find(call);
      Object.assign(row, { name, detail });
      touch(call.world, row);
      return ok(views.accesskeys(row));
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/accesskeys/{id}',
    handle(call) {
      const row = find(call);
      markDeleted(call.world, row);
      return ok(views.accesskeys(row));
    },
  },
];
