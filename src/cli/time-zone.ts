/** The flag `--time-zone`. */
import { UsageError } from '../core/errors.ts';
import { zoneFault } from '../hours/zones.ts';

/** @throws UsageError for a time zone that does not exist. */
export function checkTimeZone(zone: string): void {
  const fault = zoneFault(zone);
  if (fault === undefined) return;
  const hint = fault.suggestion ?? 'name one such as Europe/Berlin or America/New_York';
  throw new UsageError(`--time-zone ${fault.message}`, { hint });
}
