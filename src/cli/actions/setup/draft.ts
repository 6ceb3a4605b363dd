/** Where answers are kept: in the state folder, one file for each account, for nobody else to read. */
import { join } from 'node:path';
import type { Answers } from '../../../setup/answers.ts';
import { formatDraft, parseDraft, type Draft } from '../../../setup/draft.ts';
import type { Context } from '../../context.ts';
import { stateFolder } from '../../system/config-store.ts';

const PRIVATE = 0o600;

export interface DraftStore {
  /** Whether anything is kept at all. */
  keeps: boolean;
  read: () => Promise<Draft | undefined>;
  write: (answers: Answers, finished: boolean) => Promise<void>;
  /** Whether this run has written something. */
  hasKept: () => boolean;
}

/** Of the example account nothing is kept, and a dry run keeps nothing either. */
export function draftStore(context: Context, customerId: string): DraftStore {
  const { host, flags } = context;
  const path = join(stateFolder(host), 'accounts', customerId.toLowerCase(), 'setup.json');
  const keeps = flags.demo === undefined && flags.dryRun !== true && /^[0-9a-f-]{36}$/i.test(customerId);
  let kept = false;
  return {
    keeps,
    hasKept: () => kept,
    async read() {
      const text = flags.demo === undefined ? await host.files.read(path) : undefined;
      if (text === undefined) return undefined;
      const draft = parseDraft(text);
      if (draft === undefined) await context.warn(`${path} is broken: the answers in it are not used`);
      return draft;
    },
    async write(answers, finished) {
      if (!keeps) return;
      kept = true;
      const saved_at = new Date(host.clock.now()).toISOString();
      await host.files.write(
        path,
        formatDraft({ format: 'voipbin.setup/1', saved_at, finished, answers }),
        PRIVATE,
      );
    },
  };
}
