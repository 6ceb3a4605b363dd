/** What is nearly as many as the plan allows. */
import { fieldWords } from '../../core/text.ts';
import { agent, billingAccount, id, number } from '../examples.ts';
import { limitUses, liveCount, NEAR_PERCENT, virtualOnes } from '../../usage/limits.ts';
import { defineRule } from '../rule.ts';
import { billingAccountSubject } from '../subjects.ts';

type Used = Readonly<{ resource: string; used: number; limit: number; plan_type: string }>;

const usedWords = ({ resource, used, limit, plan_type }: Used): string =>
  `has ${used} of the ${limit} ${fieldWords(resource)} that the ${plan_type} plan allows`;

const none = { agents: [], queues: [], numbers: [], extensions: [], conferences: [] };
const agents = (count: number) => Array.from({ length: count }, (_, index) => agent({ id: id(100 + index) }));
const on = (plan_type: string) => ({ ...none, billing_account: billingAccount({ plan_type }) });

export const planLimitNear = defineRule({
  id: 'plan-limit-near',
  title: 'a limit of the plan is near',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['billing_account', 'agents', 'queues', 'numbers', 'extensions', 'conferences'],
  why: 'At the limit, nothing more can be created. For agents the platform says so; for queues, virtual numbers, extensions, and conferences it answers with an internal error, which looks like an outage.',
  fix: 'delete what is not used, or choose a larger plan in the console',
  messages: {
    near: (data: Used) => usedWords(data),
    full: (data: Used) => `${usedWords(data)}: no more can be created`,
  },
  variants: [{ severity: 'high', when: 'the limit is reached' }],
  thresholds: {
    percent: { default: NEAR_PERCENT, unit: 'percent', what: 'of a limit, at which it is reported' },
  },
  examples: {
    ok: () => [
      {
        name: 'an account has 3 of the 5 agents that the free plan allows',
        account: { ...on('free'), agents: agents(3) },
      },
      {
        name: 'an account on the unlimited plan has 600 agents',
        account: { ...on('unlimited'), agents: agents(600) },
      },
      {
        name: 'an account on an unknown plan has 600 agents',
        account: { ...on('enterprise'), agents: agents(600) },
      },
      {
        name: 'an account on the free plan has 3 agents, a deleted agent and 9 normal numbers',
        account: {
          ...on('free'),
          agents: [...agents(3), agent({ id: id(2), tm_delete: '2026-11-01T00:00:00Z' })],
          numbers: Array.from({ length: 9 }, (_, index) => number({ id: id(200 + index) })),
        },
      },
    ],
    bad: () => [
      {
        name: 'an account has 4 of the 5 agents that the free plan allows',
        account: { ...on('free'), agents: agents(4) },
      },
      {
        name: 'an account has all 50 agents that the basic plan allows',
        account: { ...on('basic'), agents: agents(50) },
      },
      {
        name: 'an account on the free plan has reached the limits of virtual numbers and conferences',
        account: {
          ...on('free'),
          numbers: Array.from({ length: 5 }, (_, index) => number({ id: id(200 + index), type: 'virtual' })),
          conferences: [{ id: id(300) }, { id: id(301) }],
        },
      },
    ],
  },
  *check({ billing_account: account, numbers, ...lists }, { thresholds }) {
    const plan = account.plan_type ?? '';
    const counts = {
      agents: liveCount(lists.agents),
      queues: liveCount(lists.queues),
      virtual_numbers: liveCount(virtualOnes(numbers)),
      extensions: liveCount(lists.extensions),
      conferences: liveCount(lists.conferences),
    };
    for (const { resource, used, limit, state } of limitUses(plan, counts, thresholds.percent) ?? []) {
      if (state === 'ok') continue;
      yield {
        subject: billingAccountSubject(account),
        key: resource,
        messageId: state,
        data: { resource, used, limit, plan_type: plan },
        ...(state === 'full' && { severity: 'high' }),
      };
    }
  },
});
