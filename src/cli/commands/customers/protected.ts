import { ConflictError } from '../../../core/errors.ts';

/** One fixed customer of the platform (bin-customer-manager, models/customer). */
const GUEST_CUSTOMER = 'a856c986-4b06-4496-9641-4d0ecbc67df5';

/** @param ownId The account of the one who asks. */
export function refuseProtected({ id }: { id: string }, ownId: string): void {
  const why =
    id === ownId
      ? 'this is the account that you are signed in to'
      : id === GUEST_CUSTOMER
        ? 'this is the guest account of the platform, which the server protects'
        : undefined;
  if (why !== undefined) throw new ConflictError(why, { hint: 'nothing was changed' });
}
