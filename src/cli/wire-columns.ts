import { flatFields } from '../api/flat-fields.ts';
import * as wire from '../api/wire.ts';
import type { Column } from '../report/format.ts';
import { plainColumns } from '../report/tabular/csv-columns.ts';

/** The columns of CSV for an object of the API: its fields, whether this one has them or not. */
export const wireColumns = (name: 'customer' | 'billingAccount' | 'outboundConfig'): readonly Column[] =>
  plainColumns(flatFields(wire[name]));
