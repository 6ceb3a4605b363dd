/** Our own ids: always the same for the same words, and unique. */
import { v5 } from 'uuid';

/** Ours, made once. */
const NAMESPACE = '6f1c1d0c-6f4e-5d0b-9a3c-3d1d5f0c7a11';

export function stableId(words: string): string {
  return v5(words, NAMESPACE);
}

/**
 * The id that these words have within another one, as the platform makes it of what it bills: `target-0` of a message.
 * @param namespace An id in canonical form.
 */
export const idWithin = (namespace: string, words: string): string => v5(words, namespace);
