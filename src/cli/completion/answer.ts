/** What the shells' scripts call on every TAB: no command tree, no settings, no network. */
import { ExitCode } from '../../core/exit-codes.ts';
import type { Host } from '../../core/ports.ts';
import { createConfigStore } from '../system/config-store.ts';
import { complete } from './complete.ts';
import { completionTable } from './table.ts';

/**
 * Writes a line that says what follows, and a line for each word, with its help after a tab.
 *
 * @param argv The place of the word that is being typed, then the words after `voipbin`. An empty word at the end may
 * be missing: not every shell can pass it.
 */
export async function answerShell([place = '0', ...words]: readonly string[], host: Host): Promise<ExitCode> {
  const at = Number(place);
  const typed = [...words.slice(0, at), words[at] ?? ''];
  const { kind, words: found } = await complete(await completionTable(), typed, () => profileNames(host));
  const lines = found.map(({ word, help }) => (help === '' ? word : `${word}\t${help}`));
  await host.io.stdout.write(`${[kind, ...lines].join('\n')}\n`);
  return ExitCode.done;
}

/** Only what a shell takes as it is: a name is put into a command line that is run with Enter. */
async function profileNames(host: Host): Promise<string[]> {
  try {
    const text = (await host.files.read(createConfigStore(host).path)) ?? '{}';
    const { profiles } = JSON.parse(text) as { profiles?: object };
    return Object.keys(profiles ?? {}).filter((name) => /^\w[\w.-]*$/.test(name));
  } catch {
    // Commands say what is wrong with the file; a TAB does not.
    return [];
  }
}
