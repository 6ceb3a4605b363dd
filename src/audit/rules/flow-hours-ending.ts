import { plural } from '../../core/text.ts';
import { DAY } from '../../core/time.ts';
import { isoOf } from '../../hours/days.ts';
import { storedHours, WARNED_DAYS } from '../../hours/flow.ts';
import { day, flow, hoursFlow } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowHoursEnding = defineRule({
  id: 'flow-hours-ending',
  title: 'generated opening hours are about to run out',
  category: 'flows',
  severity: 'medium',
  since: '0.4.0',
  needs: ['flows'],
  why: "A flow cannot check the weekday, only dates: the opening hours that this program generates cover 365 days. After that they use last year's dates, so that callers ring an empty office on a Sunday and hear on a Monday that it is closed.",
  fix: 'run `voipbin hours renew` (it reads the plan file, which `voipbin export` writes), and have cron run it every week',
  messages: {
    ended: ({ last_on }: { last_on: string }) => `ended on ${last_on}; since then last year's dates apply`,
    ending: ({ days, last_on }: { days: number; last_on: string }) =>
      `ends ${days === 0 ? 'today' : `in ${plural(days, 'day')}`}, on ${last_on}`,
  },
  variants: [{ severity: 'critical', when: 'the last day is over' }],
  repair: { does: 'renews the hours for 365 days from today, with the same times' },
  thresholds: {
    days: { default: WARNED_DAYS, unit: 'days', what: 'before the last day, when reports begin' },
  },
  examples: {
    ok: () => [
      { name: 'the opening hours in a flow end in 184 days', account: { flows: [hoursFlow(day(180))] } },
      { name: 'the opening hours in a flow end in 46 days', account: { flows: [hoursFlow(day(364 - 46))] } },
      { name: 'a flow contains no opening hours', account: { flows: [flow()] } },
    ],
    bad: () => [
      { name: 'the opening hours in a flow end in 45 days', account: { flows: [hoursFlow(day(364 - 45))] } },
      { name: 'the opening hours in a flow end today', account: { flows: [hoursFlow(day(364))] } },
      { name: 'the opening hours in a flow ended yesterday', account: { flows: [hoursFlow(day(365))] } },
    ],
  },
  *check({ flows }, { now, thresholds }) {
    const today = Math.floor(now / DAY);
    for (const row of flows) {
      const stored = row.tm_delete ? undefined : storedHours(row.actions);
      if (stored === undefined) continue;
      const { last } = stored.covered;
      const left = last - today;
      if (left > thresholds.days) continue;
      yield {
        subject: flowSubject(row),
        ...(left < 0
          ? { messageId: 'ended', data: { last_on: isoOf(last) }, severity: 'critical' }
          : { messageId: 'ending', data: { days: left, last_on: isoOf(last) } }),
        repair: {
          because: 'the hours stay as they are, and are right for another year',
          changes: [{ kind: 'hours', id: row.id }],
        },
      };
    }
  },
});
