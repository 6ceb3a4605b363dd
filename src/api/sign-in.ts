/** Tokens: for a user name and password, and for staff who act for a customer. */
import { ApiError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isApiError, type Client } from './client.ts';
import { checkedId } from './collection.ts';
import * as wire from './wire.ts';

export const signInApi = (client: Client) => ({
  /** A token for a user name and password; every refusal, outages included, is an empty 400. */
  login: (username: string, password: string) =>
    client
      .request({
        method: 'POST',
        path: '/auth/login',
        outside: true,
        body: { username, password },
        schema: wire.login,
      })
      .catch((error: unknown) => {
        throw explainLogin(error, username);
      }),
  /** A token to act for a tenant: platform staff only, good for eight hours, `reason` is kept on record. */
  delegate: (customerId: string, reason: string) =>
    client
      .request({
        method: 'POST',
        path: '/auth/delegate',
        outside: true,
        body: { customer_id: checkedId(customerId), reason },
        schema: wire.delegate,
      })
      .catch((error: unknown) => {
        throw explainDelegate(error, customerId);
      }),
});

function explainLogin(error: unknown, username: string): unknown {
  if (!isApiError(error, { status: 400 })) return error;
  return new ApiError(
    'NOT_SIGNED_IN',
    ExitCode.denied,
    `the server did not accept user name and password of ${username}`,
    error.facts,
    { hint: 'check both; the server gives the same answer while its user directory is down', cause: error },
  );
}

function explainDelegate(error: unknown, customerId: string): unknown {
  if (!(error instanceof ApiError)) return error;
  const say = (code: string, exitCode: ExitCode, message: string, hint: string): ApiError =>
    new ApiError(code, exitCode, message, error.facts, { hint, cause: error });
  switch (error.status) {
    case 403:
      return say(
        'NOT_PERMITTED',
        ExitCode.denied,
        'only platform staff may act for another account',
        'leave --as-customer out',
      );
    case 404:
      return say('NOT_FOUND', ExitCode.notFound, `there is no customer ${customerId}`, 'check the id');
    case 422:
      return say(
        'USAGE',
        ExitCode.usage,
        'the server did not accept the reason',
        'give 10 to 200 characters of plain ASCII with --reason',
      );
    default:
      return error;
  }
}
