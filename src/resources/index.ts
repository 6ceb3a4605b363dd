import type { NamedKind } from './document.ts';
import type { ManyKind, SingleKind } from './kind.ts';
import { accountKind } from './account.ts';
import { agentsKind } from './agents.ts';
import { extensionsKind } from './extensions.ts';
import { flowsKind } from './flows.ts';
import { hoursKind } from './hours.ts';
import { numbersKind } from './numbers.ts';
import { outboundKind } from './outbound.ts';
import { queuesKind } from './queues.ts';
import { tagsKind } from './tags.ts';

/** In the order of a file. */
export const singleKinds: readonly SingleKind[] = [accountKind, outboundKind];

/** In the order of a file, and of work: what is named by others comes first, what callers reach last. */
export const manyKinds: readonly ManyKind[] = [
  tagsKind,
  extensionsKind,
  hoursKind,
  flowsKind,
  queuesKind,
  agentsKind,
  numbersKind,
];

export const kinds: readonly (SingleKind | ManyKind)[] = [...singleKinds, ...manyKinds];

export function manyKind(kind: NamedKind): ManyKind {
  const found = manyKinds.find((one) => one.kind === kind);
  if (found === undefined) throw new RangeError(`no kind ${kind}`);
  return found;
}
