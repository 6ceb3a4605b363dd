/** A noun for each resource. Its verbs load when it is used: they follow from its whole description. */
import { commandOf, resourceIndex } from '../../../resources/index.ts';
import type { NounSpec } from '../../program/command.ts';

/** One noun for each resource that people look at. */
export const resourceCommands: readonly NounSpec[] = resourceIndex
  .flatMap((line) => {
    const word = commandOf(line.noun);
    return !('summary' in line)
      ? []
      : [
          {
            name: word,
            summary: line.summary,
            verbs: async () => (await import('./verbs.ts')).verbsOf(line.noun, word),
          },
        ];
  })
  .sort((a, b) => (a.name < b.name ? -1 : 1));
