/** "New Company LLC": an account on its first day, as the server makes it. */
import type { Seed } from '../records.ts';
import { Builder } from './builder.ts';

export const emptySeed: Seed = {
  name: 'empty',
  about: 'New Company LLC: a new account with its default admin and nothing else',
  make(world) {
    const builder = new Builder(
      world,
      'empty',
      { name: 'New Company LLC', email: 'owner@newcompany.example', identity_verification_status: 'none' },
      { plan_type: 'free' },
    );
    return builder.finish();
  },
};
