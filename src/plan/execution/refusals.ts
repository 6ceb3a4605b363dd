/** Explains refusals to the author of the plan. */
import { isApiError } from '../../api/client.ts';
import { ApiError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { ManyKind } from '../../resources/kind.ts';
import { isAnswered } from './certainty.ts';

const taken: Readonly<Record<string, string>> = {
  AGENT_ALREADY_EXISTS: 'user names are unique on the whole platform: take another e-mail address',
  ADDRESS_ALREADY_ASSIGNED: 'an address can belong to one agent only',
};

/** The same error; if a name or address is taken, with what is taken and what to do. */
export function explainTaken(error: unknown): unknown {
  if (!isApiError(error, { status: 409 })) return error;
  return new ApiError(error.code, ExitCode.conflict, error.message, error.facts, {
    hint: taken[error.reason ?? ''] ?? error.hint,
    cause: error,
  });
}

/** For an object that should have been created, but does not exist. */
export function explainRefusal(error: unknown, { suspect }: ManyKind): unknown {
  if (!(error instanceof ApiError)) return error;
  const [what, hint] = isAnswered(error)
    ? [`refused, and does not exist: ${error.message}`, `the server may be failing, ${suspect}`]
    : [
        `${error.message}; it does not exist yet`,
        'run the same command again: it looks for the object before it repeats the request',
      ];
  return new ApiError(error.code, error.exitCode, what, error.facts, { hint, cause: error });
}
