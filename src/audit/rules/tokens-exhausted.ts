/** No tokens left in an account that uses what tokens pay for. */
import { utcDay } from '../../core/time.ts';
import { daily, spent } from '../example-spending.ts';
import { billingAccount, ledger } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { nextTopUp } from '../../usage/spending.ts';
import { billingAccountSubject } from '../subjects.ts';

/** What tokens pay for, and credit without them. */
const TOKEN_KINDS: ReadonlySet<string> = new Set(['call_vn', 'tts', 'recording']);
/** Micro-USD that a call or a recording needs if there are no tokens (bin-billing-manager, balance.go). */
const CALL_CREDIT = 10_000;

/** A day in UTC. */
type NextTopUp = Readonly<{ next_topup_on: string }>;

export const tokensExhausted = defineRule({
  id: 'tokens-exhausted',
  title: 'the tokens of the month are used up',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['billing_account', 'billings'],
  why: 'Tokens are granted monthly, and pay for calls to virtual numbers, speech, and recordings. Without tokens these cost credit, and without credit they are refused.',
  fix: 'keep enough credit until the next tokens arrive, or choose a larger plan in the console',
  messages: {
    refused: ({ next_topup_on }: NextTopUp) =>
      `has no tokens left until ${next_topup_on}: without credit calls to virtual numbers and recordings are refused`,
    credit_pays: ({ next_topup_on }: NextTopUp) =>
      `has no tokens left until ${next_topup_on}: credit pays for calls to virtual numbers, speech and recordings`,
  },
  traffic: {
    from: 'activity',
    direction: 'both',
    places: ['charges for calls to virtual numbers, speech and recordings'],
    days: 28,
  },
  examples: {
    ok: () => [
      {
        name: 'an account has 500 tokens left',
        account: {
          billing_account: billingAccount(),
          billings: ledger({ days: daily(10, { call_vn: spent(0, 5) }) }),
        },
      },
      {
        name: 'an account has no tokens, but does nothing that they pay for',
        decoy: true,
        account: {
          billing_account: billingAccount({ balance_token: 0 }),
          billings: ledger({ days: daily(10, { call_pstn_outgoing: spent(30_000) }) }),
        },
      },
      {
        name: 'an account has no tokens, but its calls to virtual numbers were not answered',
        account: {
          billing_account: billingAccount({ balance_token: 0 }),
          billings: ledger({ days: daily(10, { call_vn: spent(0) }) }),
        },
      },
      {
        name: 'an account on the unlimited plan has no tokens',
        account: {
          billing_account: billingAccount({ plan_type: 'unlimited', balance_token: 0 }),
          billings: ledger({ days: daily(10, { tts: spent(30_000) }) }),
        },
      },
    ],
    bad: () => [
      {
        name: 'an account has used up its tokens for calls to virtual numbers',
        account: {
          billing_account: billingAccount({ balance_token: 0, tm_next_topup: '2026-12-01T00:00:00Z' }),
          billings: ledger({ days: daily(10, { call_vn: spent(0, 50) }) }),
        },
      },
      {
        name: 'an account without tokens pays for recordings from its credit, which is also used up',
        account: {
          billing_account: billingAccount({ balance_token: null, balance_credit: 0 }),
          billings: ledger({ days: daily(10, { recording: spent(30_000) }) }),
        },
      },
    ],
  },
  *check({ billing_account: account, billings }, { now }) {
    if (account.plan_type === 'unlimited' || (account.balance_token ?? 0) > 0) return;
    const used = Object.values(billings.days).some((kinds) =>
      Object.entries(kinds).some(
        ([kind, { credit, tokens }]) => tokens > 0 || (TOKEN_KINDS.has(kind) && credit > 0),
      ),
    );
    if (!used) return;
    yield {
      subject: billingAccountSubject(account),
      messageId: (account.balance_credit ?? 0) < CALL_CREDIT ? 'refused' : 'credit_pays',
      data: { next_topup_on: utcDay(nextTopUp(account, now)) },
    };
  },
});
