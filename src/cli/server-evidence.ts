/** What kind of server this is, as the newest runs of the account show. */
import type { Api } from '../api/api.ts';
import { activeflows } from '../resources/activeflows.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { addEvidence, evidenceOf, type ServerEvidence } from '../snapshot/server-evidence.ts';

/** What the runs of a snapshot show; nothing where it has none. */
export const evidenceIn = ({ activeflows }: Snapshot['sections']): ServerEvidence =>
  activeflows.state === 'loaded' ? (activeflows.value.server ?? {}) : {};

/**
 * One page of runs is enough, and one request.
 * @param now Milliseconds since 1970.
 * @returns Nothing if the credential may not read them: then nothing is known.
 */
export async function recentEvidence(api: Api, now: number): Promise<ServerEvidence> {
  try {
    const pages = api.of(activeflows).pages();
    const first = await pages.next();
    if (first.done === true) return {};
    return first.value.reduce<ServerEvidence>((known, row) => addEvidence(known, evidenceOf(row, now)), {});
  } catch {
    return {};
  }
}
