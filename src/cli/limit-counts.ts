/** How many an account has of what a plan limits, and of what none does, as its sections show it. */
import type { ListedRow } from '../api/pages.ts';
import { manyKinds } from '../resources/all.ts';
import type { Wire } from '../resources/kind.ts';
import { readSections, type ReadSection, type Snapshot } from '../snapshot/snapshot.ts';
import { freeResources, type Countable, type Counted } from '../usage/limit-rows.ts';
import { liveCount } from '../usage/limits.ts';

/** The sections of what a plan counts, each with what of its rows counts. */
const counted = manyKinds.flatMap(({ kind, limited }) => {
  const section = readSections.find((name) => name === kind);
  return limited === undefined || section === undefined ? [] : { section, ...limited };
});

/** What has to be read for `countsOf`. */
export const countedSections: readonly ReadSection[] = [
  ...counted.map(({ section }) => section),
  ...freeResources,
];

/** Trunks are in no section: who wants them counts them. */
export function countsOf(
  sections: Snapshot['sections'],
): Readonly<Record<Exclude<Countable, 'trunks'>, Counted>> {
  const count = (name: ReadSection, counts: (row: Wire) => boolean = () => true): Counted => {
    const section = sections[name];
    return section.state === 'loaded'
      ? liveCount((section.value as unknown as readonly (Wire & ListedRow)[]).filter(counts))
      : { reason: section.reason };
  };
  return Object.fromEntries([
    ...counted.map(({ as, section, counts }) => [as, count(section, counts)]),
    ...freeResources.map((name) => [
      name,
      count(name, name === 'numbers' ? ({ type }) => type === 'normal' : undefined),
    ]),
  ]) as ReturnType<typeof countsOf>;
}
