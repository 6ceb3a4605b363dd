/** Values of one level, put where the API has them, and found there again. */
import { describe, expect, it } from 'vitest';
import { manyKind, singleKind } from '../../src/resources/all.ts';
import { valuesOf, withValues, type Values, type Wire } from '../../src/resources/kind.ts';

const id = '11111111-1111-4111-8111-111111111111';

describe('an object with other values', () => {
  it.each<[string, Wire, Values, object]>([
    ['queues', { id, tag_ids: ['a', 'b'] }, { tag_ids: ['c'], name: 'X' }, { tag_ids: ['c'], name: 'X' }],
    [
      'numbers',
      { id, metadata: { rtp_debug: true, other: 1 } },
      { rtp_debug: false },
      { metadata: { rtp_debug: false, other: 1 } },
    ],
    ['numbers', { id, metadata: null }, { rtp_debug: true }, { metadata: { rtp_debug: true } }],
    [
      'numbers',
      { id, metadata: { rtp_debug: true } },
      { name: 'X' },
      { name: 'X', metadata: { rtp_debug: true } },
    ],
    [
      'conversation_accounts',
      { id, provider_data: { phone_number_id: '1', app_secret: 's' } },
      { phone_number_id: '2' },
      { provider_data: { phone_number_id: '2', app_secret: 's' } },
    ],
    ['account', { id }, { rtp_debug: true }, { metadata: { rtp_debug: true } }],
  ])('of %s', (noun, live, values, wanted) => {
    const kind = noun === 'account' ? singleKind('account') : manyKind(noun as 'numbers');
    const changed = withValues(kind, live, values);
    expect(changed).toEqual({ ...live, ...wanted });
    expect(valuesOf(kind, changed)).toMatchObject(values);
  });
});
