/** `/accesskeys`: only admins; the key itself is shown once. */
import { invalid, missing, refuse } from '../http.ts';
import { newAccesskey } from '../ids.ts';
import { routesOf } from '../resource.ts';
import { ADMIN, type Call } from '../route.ts';
import { show } from '../tables/index.ts';

const MIN_EXPIRE_S = 86_400;

const besides = { expire: 'int' } as const;

/** Seconds; the platform keeps only the lowest 32 bits. */
function lifetime(call: Call): number {
  const { expire = 0 } = call.body(besides);
  const kept = Number(BigInt.asIntN(32, BigInt(expire)));
  if (kept < MIN_EXPIRE_S) throw invalid();
  return kept;
}

/** An unknown key is a 400, another customer's a 404, an own deleted one a 409; permissions are checked last. */
export const accesskeyRoutes = routesOf({
  table: 'accesskeys',
  unknown: invalid,
  foreign: missing,
  deleted: () => refuse('FAILED_PRECONDITION', 'STATE_INVALID'),
  bits: ADMIN,
  create: {
    fields: ['name', 'detail'],
    besides,
    check: lifetime,
    fill: (call, { tm_create }) => ({
      token: newAccesskey(call.world.random),
      tm_expire: tm_create + lifetime(call) * 1_000_000,
    }),
    view: (row) => ({ ...show('accesskeys', row), token: row.token }),
  },
  update: { kind: 'replace', fields: ['name', 'detail'] },
});
