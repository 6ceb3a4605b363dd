/** Notes on objects that the file sets to null: some people take that for a deletion. */
import type { Change } from '../change.ts';
import { kinds } from '../../resources/all.ts';
import type { Match } from './match.ts';
import type { PlanFile } from '../file/read.ts';
import { noteOn } from '../title.ts';

const STAYS = 'null declares nothing of it and deletes nothing: it stays as it is';

export function nullNotes({ nulls }: PlanFile, { targets }: Match): Change[] {
  return [
    ...kinds
      .filter(({ kind }) => nulls.has(kind))
      .map((kind) => ({
        ...noteOn(kind, kind.kind, STAYS),
        address: kind.kind,
        title: kind.kind,
      })),
    ...targets
      .filter(({ address, live }) => nulls.has(address) && live !== undefined)
      .map(({ kind, name, live }) =>
        noteOn(
          kind,
          name,
          `${STAYS}; --prune deletes what \`apply\` made and the file no longer names`,
          live?.id,
        ),
      ),
  ];
}
