/** What earlier answers made, the present ones do not want, and the account has: setup deletes nothing, and says so. */
import { departmentsOf, peopleOf, type Scene } from './scene.ts';
import { tagNameOf } from './names.ts';
import type { Part } from './part.ts';
import { titleOf } from './three-way.ts';

interface Parts {
  document: Part;
  before: Part;
  now: Part;
  at: Scene;
}

export function leftOver(parts: Parts): string[] {
  return [...strayPeople(parts), ...strayObjects(parts)];
}

/** Who still has the tag of a department, though no answer puts him there. */
function strayPeople({ document, before, at }: Parts): string[] {
  const people = peopleOf(at);
  return departmentsOf(at).flatMap((department) => {
    const tag = tagNameOf(department);
    const wanted = new Set(
      people.filter(({ groups }) => groups.includes(department)).map(({ email }) => email),
    );
    return Object.entries(document.agents ?? {}).flatMap(([email, { tags }]) =>
      tags?.includes(tag) && before.agents?.[email]?.tags?.includes(tag) && !wanted.has(email)
        ? [`${email} still answers in ${department}: remove the tag ${tag} in the plan file`]
        : [],
    );
  });
}

function strayObjects({ document, before, now }: Parts): string[] {
  return (['numbers', 'queues', 'flows'] as const).flatMap((kind) =>
    Object.keys(before[kind] ?? {})
      .filter((name) => !(name in (now[kind] ?? {})) && name in (document[kind] ?? {}))
      .map((name) => `${titleOf(kind, name)} still exists, but no answer needs it: setup deletes nothing`),
  );
}
