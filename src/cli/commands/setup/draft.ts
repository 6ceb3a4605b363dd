/** Where answers are kept: in the state folder, one private file for each account. */
import { PRIVATE } from '../../../core/modes.ts';
import { join } from 'node:path';
import type { Answers } from '../../../setup/answers.ts';
import { formatDraft, parseDraft, type Draft, type Made } from '../../../setup/draft.ts';
import type { Context } from '../../context.ts';
import { stateFolder } from '../../system/config-store.ts';

export interface DraftStore {
  /** Whether anything is kept at all. */
  keeps: boolean;
  read: () => Promise<Draft | undefined>;
  /** What was made of the plan file stays as it was kept, unless it is said. */
  write: (answers: Answers, now: { finished: boolean; made?: Made }) => Promise<void>;
}

/** Of the example account nothing is kept, and a dry run keeps nothing either. */
export function draftStore(context: Context, customerId: string): DraftStore {
  const { host, flags } = context;
  const path = join(stateFolder(host), 'accounts', customerId.toLowerCase(), 'setup.json');
  const keeps = flags.demo === undefined && flags.dryRun !== true && /^[0-9a-f-]{36}$/i.test(customerId);
  let kept: Made | undefined;
  return {
    keeps,
    async read() {
      const text = flags.demo === undefined ? await host.files.read(path) : undefined;
      if (text === undefined) return undefined;
      const draft = parseDraft(text);
      if (draft === undefined) await context.warn(`${path} is broken: the answers in it are not used`);
      kept = draft?.made;
      return draft;
    },
    async write(answers, { finished, made = kept }) {
      if (!keeps) return;
      kept = finished && made !== undefined ? { ...made, open: false } : made;
      const saved_at = new Date(host.clock.now()).toISOString();
      await host.files.write(
        path,
        formatDraft({ format: 'voipbin.setup/1', saved_at, finished, answers, made: kept }),
        PRIVATE,
      );
    },
  };
}
