/** A review as a meeting would see it: every part filled, with names that mean harm among the others. */
import type { Evidence } from '../../src/audit/report.ts';
import type { Severity } from '../../src/audit/rule.ts';
import type { PictureEdge, PictureNode } from '../../src/report/calls/picture.ts';
import type { CallPaths, Picture, Review, RuleInfo } from '../../src/report/format.ts';
import type { Ledger, Spending } from '../../src/snapshot/ledger.ts';
import { billingAccount, EXAMPLE_NOW, number } from '../../src/audit/examples.ts';
import { limitRows } from '../../src/usage/limit-rows.ts';
import { usageOf } from '../../src/usage/usage.ts';
import { findingOf, reviewWith, ruleInfo } from './audit-fixture.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-10-24T00:00:00Z');

export function withPicture(review: Review, picture: Partial<Picture>): Review {
  return {
    ...review,
    picture: () =>
      Promise.resolve({ ledger: undefined, limits: [], usage: undefined, paths: undefined, ...picture }),
  };
}

/** The same numbers every time: a wave over the week. */
export function ledgerOf(
  days: number,
  kinds: readonly string[] = ['call_pstn_outgoing', 'call_pstn_incoming', 'number', 'sms', 'call_vn'],
): Ledger {
  const used: Record<string, Record<string, Spending>> = {};
  const balances: Record<string, { credit: number; tokens: number }> = {};
  let credit = 42_000_000;
  let tokens = 2000;
  for (let index = 0; index < days; index++) {
    const day = new Date(START + index * DAY).toISOString().slice(0, 10);
    const busy = index % 7 < 5 ? 1 + (index % 5) * 0.3 : 0.2;
    const spent: Record<string, Spending> = {};
    for (const [place, kind] of kinds.entries()) {
      const token = kind === 'call_vn' || kind === 'sms';
      const count = Math.round((20 / (place + 1)) * busy);
      if (count === 0) continue;
      spent[kind] = { count, credit: token ? 0 : count * 61_300, tokens: token ? count * 3 : 0 };
      credit -= spent[kind].credit;
      tokens = Math.max(0, tokens - spent[kind].tokens);
    }
    if (index % 14 === 13) credit += 25_000_000;
    used[day] = spent;
    if (index % 6 !== 4) balances[day] = { credit, tokens };
  }
  const topUps = Array.from({ length: Math.floor(days / 14) }, (_, index) => ({
    at: START + (index * 14 + 13) * DAY + 3_600_000,
    credit: 25_000_000,
  })).toReversed();
  return { rows: days * kinds.length, days: used, balances, topUps };
}

/** A plan of which some limits are near, and numbers that are renewed. @param name of a number. */
export function limitsOf(name: string): Pick<Picture, 'limits' | 'usage'> {
  const account = billingAccount({ plan_type: 'free', balance_credit: 3_000_000 });
  const counts = { agents: 4, queues: 2, flows: 12, numbers: 1, tags: { reason: 'it rains' } };
  return {
    limits: limitRows(account, counts, EXAMPLE_NOW),
    usage: usageOf({
      account: { id: 'x', name },
      billing: account,
      numbers: [number({ number: name, name })],
      ledger: ledgerOf(30),
      by: 'kind',
      attributed: undefined,
      nameOf: () => undefined,
      since: START,
      until: undefined,
      now: EXAMPLE_NOW,
    }),
  };
}

const node = (id: string, kind: PictureNode['kind'], label: string, fault?: string): PictureNode => ({
  id,
  kind,
  label: fault === undefined ? label : `${label}: ${fault}`,
  lost: fault !== undefined,
});
const edge = (from: string, to: string, label = '', lost = false): PictureEdge => ({ from, to, label, lost });

/** Small enough to be drawn whole. */
export const smallPaths: CallPaths = {
  nodes: [
    node('1', 'number', '+15550100 Main line'),
    node('2', 'number', '+4930555010 Berlin'),
    node('3', 'number', '+15550199 Old campaign', 'has no call flow'),
    node('4', 'flow', 'Greeting & menu'),
    node('5', 'flow', 'After hours'),
    node('6', 'end', 'Sales'),
    node('7', 'end', 'Support'),
    node('8', 'end', 'Invoices', 'no agent has its tags, and nobody has had them since the tag was made'),
    node('9', 'end', 'sales'),
    node('10', 'end', 'support, 日本語'),
    node('11', 'end', 'invoices', 'no agent has it'),
    node('12', 'end', 'Kim Fischer'),
    node('13', 'end', 'Samira 🎉 Øst'),
    node('14', 'end', 'flow 6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c', 'the flow was deleted'),
    node('15', 'flow', 'A flow with a name that is very much longer than anybody would want it to be'),
  ],
  edges: [
    edge('1', '4'),
    edge('2', '15'),
    edge('15', '4', 'default'),
    edge('4', '6', '1'),
    edge('4', '7', 'press 2; press 3'),
    edge('4', '8', '4', true),
    edge('4', '14', '9', true),
    edge('4', '5', 'no answer'),
    edge('5', '7'),
    edge('6', '9'),
    edge('7', '10'),
    edge('8', '11', undefined, true),
    edge('9', '12'),
    edge('9', '13'),
    edge('10', '13'),
  ],
};

/** `numbers` numbers, each with its flow, queue and agent; every `dead`th leads to a queue without agents. */
export function manyPaths(numbers: number, dead = Number.POSITIVE_INFINITY): CallPaths {
  const nodes: PictureNode[] = [];
  const edges: PictureEdge[] = [];
  for (let index = 0; index < numbers; index++) {
    const ends = index % dead === dead - 1;
    nodes.push(
      node(`n${index}`, 'number', `+1555${String(index).padStart(7, '0')}`),
      node(`f${index % 9}-${Math.floor(index / 9)}`, 'flow', `Flow ${index}`),
      ends
        ? node(`q${index}`, 'end', `Queue ${index}`, 'no agent has its tags')
        : node(`q${index}`, 'end', `Queue ${index}`),
    );
    edges.push(
      edge(`n${index}`, `f${index % 9}-${Math.floor(index / 9)}`),
      edge(`f${index % 9}-${Math.floor(index / 9)}`, `q${index}`, String(index % 10), ends),
    );
    if (!ends) {
      nodes.push(node(`a${index}`, 'end', `Agent ${index}`));
      edges.push(edge(`q${index}`, `a${index}`));
    }
  }
  return { nodes, edges };
}

const sections = [
  'customer',
  'agents',
  'numbers',
  'flows',
  'queues',
  'tags',
  'billing_account',
  'billings',
  'calls',
];
const evidence: readonly Evidence[] = sections.map((section, index) => ({
  section,
  state: section === 'tags' ? 'not_read' : 'read',
  rows: section === 'tags' || section === 'customer' || section === 'billing_account' ? null : index * 37 + 4,
  requests: section === 'calls' ? 24 : 1 + (index % 2),
  reason: section === 'tags' ? 'the server answered 502 three times' : null,
  request_id: `3c9d1f70-0b2e-4b6c-8a55-${String(index).padStart(12, '0')}`,
}));

const rules: readonly RuleInfo[] = [
  ruleInfo('queue-no-agent', 'routing', 'critical', {
    title: 'a queue has no agent',
    why: 'Callers who are put into the queue wait until they give up: no agent has one of its tags, so nobody is ever offered the call.',
    fix: "give agents one of the queue's tags (PUT /agents/<id>/tag_ids)",
  }),
  ruleInfo('number-without-flow', 'numbers', 'high', {
    title: 'a number leads nowhere',
    why: 'A call to a number without a call flow fails: the caller hears an error or nothing. Deleting a flow takes it off its numbers without a word.',
    fix: 'link the number to a flow (PUT /numbers/<id>/flow_ids with both ids)',
  }),
  ruleInfo('webhook-not-https', 'account', 'medium', {
    title: 'the webhook is not encrypted',
    why: 'Events with numbers and names of callers travel as plain text, and whoever sits on the way reads them.',
    fix: 'voipbin customer update --webhook-uri https://...',
  }),
  ruleInfo('flow-empty', 'flows', 'low', { title: 'a flow does nothing' }),
  ruleInfo('admin-surplus', 'access', 'medium', { title: 'too many administrators' }),
  ruleInfo('tag-unused', 'routing', 'low', { title: 'a tag is used by nobody' }),
  ruleInfo('queue-tag-missing', 'routing', 'high', { title: 'a queue asks for a tag that does not exist' }),
  ruleInfo('balance-low', 'money', 'high', { title: 'the balance is low' }),
  ruleInfo('agent-stuck-busy', 'routing', 'medium', { title: 'an agent is stuck busy' }),
];
const [noAgent, noFlow, webhook, empty, surplus] = rules as [
  RuleInfo,
  RuleInfo,
  RuleInfo,
  RuleInfo,
  RuleInfo,
];

const subject = (kind: string, name: string, index: number): { kind: string; id: string; name: string } => ({
  kind,
  id: `6f1c2a9e-0d1b-4f5e-9a77-${String(index).padStart(12, '0')}`,
  name,
});
const runs: readonly Record<Severity, number>[] = [
  { critical: 3, high: 6, medium: 4, low: 2 },
  { critical: 3, high: 5, medium: 4, low: 3 },
  { critical: 2, high: 5, medium: 4, low: 3 },
  { critical: 2, high: 3, medium: 5, low: 1 },
  { critical: 0, high: 3, medium: 3, low: 1 },
];

/** Everything there is to show. */
export const meetingReview: Review = withPicture(
  reviewWith({
    rules,
    findings: [
      findingOf(noAgent, '', {
        subject: subject('queue', 'Invoices', 1),
        message: 'has the tag invoices, which no agent has: 14 callers gave up in 30 days',
        is_new: true,
        first_seen: '2026-11-23T20:04:05.678Z',
      }),
      ...['+15550199', '+15550142', '"><img src=x onerror=alert(1)>', 'safe\u202eexe.txt'].map(
        (name, index) =>
          findingOf(noFlow, '', {
            subject: subject('number', name, index + 2),
            message: 'has neither a call flow nor a message flow: callers reach no one',
            is_new: index === 1,
          }),
      ),
      findingOf(webhook, '', {
        subject: subject('customer', 'Northwind Dental Group', 8),
        message: 'sends events to http://hooks.example.com/voip without encryption',
        fix: 'voipbin customer update --webhook-uri https://hooks.example.com/voip',
      }),
      findingOf(surplus, '', {
        subject: subject('agent', 'Kim Fischer 🎉', 9),
        message: 'is an administrator and has not signed in for 90 days',
        fix: 'voipbin agent update 6f1c2a9e-0d1b-4f5e-9a77-000000000009 --permission manager',
      }),
      findingOf(surplus, '', {
        subject: subject('agent', 'x'.repeat(180), 10),
        message: 'is an administrator and answers calls only',
        fix: 'take the admin permission away',
      }),
      findingOf(empty, '', {
        subject: subject('flow', '<script>alert(1)</script>', 11),
        message: 'has no actions',
        severity: 'low',
      }),
    ],
    suppressed: [
      {
        ...findingOf(noFlow, '', { subject: subject('number', '+15550177', 20), message: 'has no flow' }),
        suppression: {
          reason: 'only shown as the caller id of outgoing calls',
          owner: 'kim',
          expires: '2026-12-31',
        },
      },
      {
        ...findingOf(empty, '', { subject: subject('flow', 'Draft', 21), message: 'has no actions' }),
        suppression: { reason: 'being written', owner: 'samira', expires: null },
      },
    ],
    not_checked: [
      { rule: 'tag-unused', reason: 'tags: the server answered 502 three times', sections: ['tags'] },
      { rule: 'queue-tag-missing', reason: 'tags: the server answered 502 three times', sections: ['tags'] },
    ],
    report: {
      account: {
        id: '0b4c2f9a-3a1e-4a55-8f0e-6d2c7b9e1f00',
        name: 'Northwind Dental Group',
        status: 'active',
      },
      requests: 37,
      evidence,
      policy_notes: ['the suppression of queue-empty matches nothing', 'one suppression ends in 8 days'],
      trend: runs.map((findings, index) => ({
        at: new Date(START + (index * 7 + 1) * DAY).toISOString(),
        findings,
      })),
      review: {
        agents: {
          available: true,
          count: 23,
          by_status: { available: 12, away: 4, busy: 3, offline: 4 },
          by_permission: { customer_admin: 5, customer_agent: 16, customer_manager: 2 },
        },
        numbers: {
          available: true,
          count: 18,
          by_type: { normal: 14, virtual: 4 },
          by_status: { active: 18 },
          linked: 14,
          unlinked: 4,
        },
        flows: {
          available: true,
          count: 11,
          with_actions: 10,
          without_actions: 1,
          last_updated: '2026-11-19T10:11:12.000000Z',
          referenced: null,
          unreferenced: null,
        },
        billing: {
          available: true,
          plan: 'professional',
          plan_status: 'active',
          credit: 12_400_000,
          tokens: 950,
          last_topup: '2026-11-20T10:00:00.000000Z',
          next_topup: null,
        },
      },
    },
  }),
  { ledger: ledgerOf(31), paths: smallPaths },
);
