/** What is there, for those who want to add to it: which number leads where, who answers. */
import type { NamedKind } from '../resources/index.ts';
import { knownObjects, textOf, type Facts, type Known } from './facts.ts';

/** Of one kind. */
const SHOWN = 8;

export function overviewOf(facts: Facts): (readonly [label: string, value: string])[] {
  const flows = new Map(knownObjects(facts, 'flows').map(({ object, name }) => [object.id, name]));
  const tags = new Map(knownObjects(facts, 'tags').map(({ object, name }) => [object.id, name]));
  const tagNames = (ids: unknown): string[] =>
    (Array.isArray(ids) ? ids : []).flatMap((id) => tags.get(textOf(id)) ?? []);
  return [
    ...chapter(facts, 'numbers', 'Numbers', ({ name, object }) => {
      const label = [name, textOf(object['name'])]
        .filter((word, index) => index === 0 || word !== name)
        .join(' ');
      return `${label.trim()}: ${flows.get(textOf(object['call_flow_id'])) ?? 'leads nowhere'}`;
    }),
    ...chapter(facts, 'queues', 'Queues', ({ name, object }) => {
      const wanted = tagNames(object['tag_ids']);
      return `${name}: ${wanted.length === 0 ? 'every agent answers' : `answered by agents with the tag ${wanted.join(', ')}`}`;
    }),
    ...chapter(facts, 'agents', 'People', ({ name, object }) => {
      const person = textOf(object['name']);
      const who = person === '' ? name : `${person} (${name})`;
      return [who, tagNames(object['tag_ids']).join(', ')].filter((word) => word !== '').join(': ');
    }),
    ...chapter(facts, 'flows', 'Flows', ({ name }) => name),
  ];
}

function chapter(
  facts: Facts,
  kind: NamedKind,
  title: string,
  line: (known: Known) => string,
): (readonly [string, string])[] {
  const known = knownObjects(facts, kind);
  // A line that says "1 more" has room for it.
  const shown = known.length > SHOWN + 1 ? known.slice(0, SHOWN) : known;
  const more = shown.length < known.length ? [`and ${known.length - shown.length} more`] : [];
  return [...shown.map(line), ...more].map((text, index) => [index === 0 ? title : '', text] as const);
}
