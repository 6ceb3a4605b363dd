/** Several parts of a document as one. */
import type { NamedKind } from '../resources/index.ts';
import { manyKinds } from '../resources/all.ts';
import type { Part } from './part.ts';

/** Later parts say more of the same objects, field by field. */
export function merge(parts: readonly Part[]): Part {
  return parts.reduce<Part>((whole, part) => {
    const singles = (['account', 'outbound'] as const).flatMap((kind) =>
      part[kind] === undefined ? [] : [[kind, { ...whole[kind], ...part[kind] }]],
    );
    const many = manyKinds.flatMap(({ kind }) => {
      const objects = part[kind];
      return objects === undefined ? [] : [[kind, mergeNamed(whole, kind, objects)]];
    });
    return { ...whole, ...(Object.fromEntries([...singles, ...many]) as Part) };
  }, {});
}

function mergeNamed(whole: Part, kind: NamedKind, objects: Readonly<Record<string, object>>): object {
  const before: Readonly<Record<string, object>> = whole[kind] ?? {};
  const changed = Object.entries(objects).map(([name, spec]) => [name, { ...before[name], ...spec }]);
  return { ...before, ...(Object.fromEntries(changed) as object) };
}
