/** How many requests each section took. */
import type { Attempt } from '../api/client.ts';
import type { ReadSection } from './snapshot.ts';

/** Counts the requests of each section. */
export interface Meter {
  onAttempt: (attempt: Attempt) => void;
  readonly total: number;
  /** Attempts that the server answered, whatever it said. */
  readonly answered: number;
  of: (section: ReadSection) => { requests: number; request_id: string | null };
}

export function createMeter(): Meter {
  const bySection = new Map<string, { requests: number; request_id: string }>();
  let total = 0;
  let answered = 0;
  return {
    onAttempt({ path, requestId, status }) {
      total += 1;
      if (status !== undefined) answered += 1;
      const name = path.split('/')[2] ?? '';
      // Older servers know the own account by its id only.
      const section = name === 'customers' ? 'customer' : name;
      bySection.set(section, {
        requests: (bySection.get(section)?.requests ?? 0) + 1,
        request_id: requestId,
      });
    },
    get total() {
      return total;
    },
    get answered() {
      return answered;
    },
    of: (section) => bySection.get(section) ?? { requests: 0, request_id: null },
  };
}
