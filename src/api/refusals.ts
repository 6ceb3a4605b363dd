/** Explains refusals for which the server says only "permission denied" or "invalid". */
import { ApiError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isApiError } from './client.ts';

/** For requests that only platform staff may send. */
export function explainStaffOnly(error: unknown): unknown {
  if (!isApiError(error, { status: 403, reason: 'PERMISSION_DENIED' })) return error;
  return new ApiError(
    'NOT_PERMITTED',
    ExitCode.denied,
    'only platform staff may work on the accounts of customers',
    error.facts,
    {
      hint: 'sign in with the user name and password of a platform agent, which an access key cannot replace; `voipbin customer get` shows your own account',
      cause: error,
    },
  );
}

/**
 * For resources whose server answers 400 for an id that does not exist.
 * @param one The word for one object; the command is its plural with an s.
 */
export function explainUnknown(error: unknown, one: string, id: string): unknown {
  if (!isApiError(error, { status: 400, reason: 'INVALID_ARGUMENT' })) return error;
  return new ApiError('NOT_FOUND', ExitCode.notFound, `${one} ${id} does not exist`, error.facts, {
    hint: `\`voipbin ${one}s list\` shows those that exist`,
    cause: error,
  });
}

/** Of the request that lets another billing account pay. */
export function explainBillingAccount(error: unknown): unknown {
  if (!(error instanceof ApiError) || !error.facts.path.endsWith('/billing_account_id')) return error;
  const say = (code: string, exitCode: ExitCode, message: string, hint: string): ApiError =>
    new ApiError(code, exitCode, message, error.facts, { hint, cause: error });
  switch (error.status) {
    case 404:
      return say(
        'NOT_FOUND',
        ExitCode.notFound,
        'the billing account that should pay does not exist',
        '`voipbin billing get` shows the id of yours; platform staff sees others with `voipbin customers billing <customer>`',
      );
    case 403:
      return say(
        'NOT_PERMITTED',
        ExitCode.denied,
        'the billing account that should pay belongs to another account',
        'only platform staff may let another account pay',
      );
    default:
      return error;
  }
}
