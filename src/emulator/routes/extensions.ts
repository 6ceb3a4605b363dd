/** `/extensions`: SIP accounts. Any text is accepted as a number, even an empty one; the password is shown. */
import { internal } from '../http.ts';
import { routesOf } from '../resource.ts';
import { liveRows } from '../route.ts';

export const extensionRoutes = routesOf({
  table: 'extensions',
  unknown: 'EXTENSION_NOT_FOUND',
  create: {
    fields: ['extension', 'password', 'name', 'detail'],
    // A reached limit and a taken number are both internal errors.
    limit: 'extensions',
    check(call, { extension = '' }) {
      const live = liveRows(call.world.tables.extensions, call.identity.customerId);
      if (live.some((row) => row.extension === extension)) throw internal();
    },
    fill: (call, { extension }) => ({ domain_name: call.identity.customerId, username: extension }),
  },
  update: { kind: 'replace', fields: ['name', 'detail', 'password'] },
  directHash: 'direct-hash-regenerate',
});
