/** What a refusal means for the one who made the plan. */
import { isApiError } from '../../api/client.ts';
import { ApiError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { ManyKind } from '../../resources/kind.ts';
import { isAnswered } from './certainty.ts';

const taken: Readonly<Record<string, string>> = {
  AGENT_ALREADY_EXISTS: 'user names are unique on the whole platform: take another e-mail address',
  ADDRESS_ALREADY_ASSIGNED: 'an address can belong to one agent only',
};

/** The same error; where something is taken already, with what and what to do. */
export function explainTaken(error: unknown): unknown {
  if (!isApiError(error, { status: 409 })) return error;
  return new ApiError(error.code, ExitCode.conflict, error.message, error.facts, {
    hint: taken[error.reason ?? ''] ?? error.hint,
    cause: error,
  });
}

/** For something that was to be made, and is not there. */
export function explainRefusal(error: unknown, { suspect }: ManyKind): unknown {
  if (!(error instanceof ApiError)) return error;
  const [what, hint] = isAnswered(error)
    ? [`refused, and does not exist: ${error.message}`, `the server is in trouble, ${suspect}`]
    : [`${error.message}; it does not exist so far`, 'before it is repeated, it is looked for again'];
  return new ApiError(error.code, error.exitCode, what, error.facts, { hint, cause: error });
}
