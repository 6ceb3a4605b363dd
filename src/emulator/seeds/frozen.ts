/** "Frozen Foods": frozen twelve days ago, to be deleted in eighteen. */
import type { Seed } from '../records.ts';
import { Builder } from './builder.ts';
import { addDepartment } from './departments.ts';

export const frozenSeed: Seed = {
  name: 'frozen',
  about: 'Frozen Foods: an account that was frozen twelve days ago',
  make(world) {
    const builder = new Builder(
      world,
      'frozen',
      { name: 'Frozen Foods', detail: 'Order line', email: 'owner@frozen.example', status: 'frozen' },
      { plan_type: 'basic' },
    );
    builder.customer.tm_deletion_scheduled = builder.daysAgo(12);
    builder.customer.tm_update = builder.daysAgo(12);
    addDepartment(builder, 'Orders', 2, '+18005554444', 'frozen.example');
    return builder.finish();
  },
};
