/** One section of the picture while it is read: what fails becomes a reason, and holds up no other section. */
import type { Api } from '../api/api.ts';
import { lossText, type Loss } from '../api/pages.ts';
import { ApiError, CancelledError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { plural } from '../core/text.ts';
import type { Kept } from './counted.ts';
import type { ReadSection, Section, Sections, Unavailable } from './snapshot.ts';
import { sources, type ReadOptions, type Source } from './sources.ts';

/** How reading a section ended. */
export interface Ended {
  name: ReadSection;
  section: Section<Sections[ReadSection]>;
  /** Null for a single object, and where nothing came. */
  rows: number | null;
  /** Of traffic that was counted. */
  kept?: Kept<unknown> | undefined;
}

export interface StartedSection {
  name: ReadSection;
  /** Resolves when its length is known, or it has failed. */
  ready: Promise<void>;
  /** Why it failed, as far as that is known. */
  failure: () => ApiError | undefined;
  /** Requests that are still to be made, about. */
  remaining: () => number;
  /**
   * Reads the rest, once `go` lets it.
   *
   * @throws ApiError when the credential is refused; CancelledError.
   */
  finish: (go?: Promise<void>) => Promise<Ended>;
}

/** Begins to read: the first page of a list, or the object. */
export function startSection(
  api: Api,
  name: ReadSection,
  options: ReadOptions,
  all: AbortSignal,
): StartedSection {
  const losses: Loss[] = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, all]);
  const opening = sources[name]({ api, options, onLoss: (loss) => losses.push(loss), signal });
  let source: Source<Sections[ReadSection]> | undefined;
  let failure: ApiError | undefined;
  const ready = opening.then(
    (made) => {
      source = made;
    },
    (error: unknown) => {
      if (error instanceof ApiError) failure = error;
    },
  );
  const remaining = (): number => source?.remaining() ?? 0;
  return {
    name,
    ready,
    failure: () => failure,
    remaining,
    async finish(go) {
      try {
        const opened = await opening;
        // Short lists are read immediately; long lists wait until their lengths are known.
        if (opened.remaining() > 0) await go;
        const { value, rows, kept } = await opened.read();
        const reason = lossText(losses);
        if (reason === undefined) return { name, section: { state: 'loaded', value }, rows, kept };
        return { name, section: { state: 'unavailable', reason, code: 'INCOMPLETE', denied: false }, rows };
      } catch (error) {
        stop.abort(error);
        if (error instanceof CancelledError || !(error instanceof ApiError) || error.status === 401)
          throw error;
        return failed(name, error, remaining());
      }
    },
  };
}

/** Who may read a section (the gates of bin-api-manager). */
const ADMIN_ONLY: ReadonlySet<ReadSection> = new Set([
  'billing_account',
  'billings',
  'outbound_config',
  'accesskeys',
]);

/** @param remaining Requests that were still to be made. */
export function failed(name: ReadSection, error: ApiError, remaining = 0): Ended {
  const section = error.code === 'REQUEST_LIMIT' ? leftOut(name, remaining) : unavailable(name, error);
  return { name, section, rows: null };
}

function unavailable(name: ReadSection, error: ApiError): Unavailable {
  const denied = error.exitCode === ExitCode.denied;
  const gate = ADMIN_ONLY.has(name) ? 'needs the admin permission' : 'needs the admin or manager permission';
  const reason =
    error.reason === 'ACCOUNT_FROZEN' ? 'the account is frozen' : error.status === 403 ? gate : error.message;
  return { state: 'unavailable', reason, code: error.code, denied };
}

/** @param requests About how many it would take; 0 if unknown. */
export function leftOut(name: ReadSection, requests: number): Unavailable {
  const needed = requests === 0 ? 'more requests' : `about ${plural(requests, 'more request')}`;
  return {
    state: 'unavailable',
    reason: `--max-requests leaves out ${name}, which would take ${needed}`,
    code: 'REQUEST_LIMIT',
    denied: false,
  };
}

/** A section that was not requested. */
export const notAsked: Unavailable = {
  state: 'unavailable',
  reason: 'it was not asked for',
  code: 'NOT_ASKED',
  denied: false,
};
