/** From the answers to the document: the file as it was, and what each topic adds to it. */
import type { NamedKind, PlanDocument } from '../plan/document.ts';
import { manyKinds } from '../plan/kinds/index.ts';
import type { Part, Step } from './question.ts';
import type { Scene } from './scene.ts';

/** The document that the answers come to. */
export function documentOf(steps: readonly Step[], at: Scene): PlanDocument {
  const added = merge(steps.map(({ contribute }) => contribute(at)));
  return { version: 1, ...merge([at.facts.file.document, added]) };
}

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
