/** `/trunks`; and for platform staff, `/providers` and `/routes`. */
import { internal } from '../http.ts';
import { routesOf, type Gate, type Write } from '../resource.ts';
import { uuidOrNil } from '../ids.ts';
import { gate } from '../identity.ts';
import { isSetId } from '../../core/ids.ts';
import { isLive, STAFF, type Route } from '../route.ts';

const staff: Gate = {
  enter(call) {
    gate(call.identity, STAFF, '');
  },
  check: () => undefined,
};

const login = ['name', 'detail', 'auth_types', 'username', 'password', 'allowed_ips'] as const;

const provider: Write<'providers'> = {
  fields: ['type', 'hostname', 'tech_prefix', 'tech_postfix', 'tech_headers', 'name', 'detail', 'codecs'],
};
const route: Write<'routes'> = { fields: ['name', 'detail', 'provider_id', 'priority', 'target'] };
const customer = { customer_id: 'string' } as const;

export const trunkRoutes: readonly Route[] = [
  ...routesOf({
    table: 'trunks',
    unknown: 'TRUNK_NOT_FOUND',
    create: {
      fields: ['domain_name', ...login],
      limit: 'trunks',
      check(call, { domain_name = '' }) {
        const live = call.world.tables.trunks.all().filter(isLive);
        if (live.some((row) => row.domain_name === domain_name)) throw internal();
      },
    },
    update: { kind: 'replace', fields: login },
  }),
  ...routesOf({
    table: 'providers',
    unknown: 'PROVIDER_NOT_FOUND',
    gate: staff,
    list: { everybody: true },
    create: { ...provider, fill: () => ({ health_status: 'unknown' }) },
    update: { kind: 'replace', ...provider },
  }),
  ...routesOf({
    table: 'routes',
    unknown: 'ROUTE_NOT_FOUND',
    gate: staff,
    list: {
      everybody: true,
      wanted(call) {
        const id = uuidOrNil(call.query.get('customer_id'));
        return (row) => isLive(row) && (!isSetId(id) || row.customer_id === id);
      },
    },
    create: { ...route, besides: customer, owner: (call) => uuidOrNil(call.body(customer).customer_id) },
    update: { kind: 'replace', ...route },
  }),
  ...routesOf({ table: 'providercalls', ids: 'binding', unknown: 'PROVIDERCALL_NOT_FOUND', gate: staff }),
];
