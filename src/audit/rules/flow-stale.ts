import { isSetId } from '../../core/ids.ts';
import { DAY, parseTime } from '../../core/time.ts';
import { daysAgo, flow, id, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowStale = defineRule({
  id: 'flow-stale',
  title: 'callers hear a flow that no one has changed for years',
  category: 'flows',
  severity: 'low',
  since: '0.2.0',
  needs: ['flows', 'numbers'],
  why: 'Announcements age: opening hours, names, prices, the new website announced years ago. If a flow that answers a number was not changed for years, call it and listen.',
  fix: 'call the number and listen; save the flow again to confirm that it is current',
  messages: {
    stale: ({ days }: { days: number }) => `answers a number, and was last changed ${days} days ago`,
  },
  thresholds: { days: { default: 730, unit: 'days', what: 'without a change until a flow is stale' } },
  examples: {
    ok: () => [
      {
        name: 'a flow that answers a number was changed 300 days ago',
        account: {
          flows: [flow({ tm_create: daysAgo(1500), tm_update: daysAgo(300) })],
          numbers: [number()],
        },
      },
      {
        name: 'a flow that no number leads to has not been changed for 1,500 days',
        account: { flows: [flow({ tm_create: daysAgo(1500) })], numbers: [number({ call_flow_id: id(35) })] },
      },
    ],
    bad: () => [
      {
        name: 'a flow that answers a number has not been changed since it was created 800 days ago',
        account: { flows: [flow({ tm_create: daysAgo(800), tm_update: null })], numbers: [number()] },
      },
    ],
  },
  *check({ flows, numbers }, { now, thresholds }) {
    const answering = new Set(numbers.map((row) => row.call_flow_id).filter(isSetId));
    for (const row of flows) {
      const changed = parseTime(row.tm_update) ?? parseTime(row.tm_create);
      if (changed === undefined || !answering.has(row.id)) continue;
      const days = Math.floor((now - changed) / DAY);
      if (days <= thresholds.days) continue;
      yield { subject: flowSubject(row), messageId: 'stale', data: { days } };
    }
  },
});
