/** An error as text, and as the object that programs read. */
import { describe, expect, it } from 'vitest';
import { renderError } from '../../src/cli/render-error.ts';
import { ApiError, DeclinedError, UsageError } from '../../src/core/errors.ts';
import { ExitCode } from '../../src/core/exit-codes.ts';

const limited = new ApiError(
  'RATE_LIMITED',
  ExitCode.limited,
  'the server\u202e is busy',
  {
    method: 'GET',
    path: '/v1.0/agents',
    status: 429,
    reason: 'RATE_LIMITED',
    requestId: 'req_1',
    retryable: true,
  },
  { hint: 'wait\u001b[2J a minute' },
);

describe('an error', () => {
  it('is none for people where a person said no, and the same object for programs', () => {
    const declined = new DeclinedError('nothing was changed');

    expect(renderError(declined, { json: false, version: '1.0.0' })).toEqual({
      text: 'nothing was changed\n',
      exitCode: ExitCode.refused,
    });
    expect(JSON.parse(renderError(declined, { json: true, version: '1.0.0' }).text)).toMatchObject({
      error: { code: 'REFUSED', message: 'nothing was changed' },
    });
  });

  it('is one object for programs, with what the server said', () => {
    const { text, exitCode } = renderError(limited, { json: true, version: '1.0.0' });

    expect(exitCode).toBe(ExitCode.limited);
    expect(JSON.parse(text)).toEqual({
      error: {
        code: 'RATE_LIMITED',
        message: 'the server\u202e is busy',
        hint: 'wait\u001b[2J a minute',
        retryable: true,
        status: 429,
        reason: 'RATE_LIMITED',
        request_id: 'req_1',
      },
    });
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('that no server sent cannot be tried again, and has no facts of one', () => {
    const { text } = renderError(new UsageError('no'), { json: true, version: '1.0.0' });

    expect(JSON.parse(text)).toEqual({ error: { code: 'USAGE', message: 'no', retryable: false } });
  });

  it('shows people nothing that one cannot see', () => {
    const { text } = renderError(limited, { json: false, version: '1.0.0' });

    expect(text).toBe('error: the server\\u202e is busy\nhint: wait\\x1b[2J a minute\nrequest id: req_1\n');
  });
});
