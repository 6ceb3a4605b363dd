/** Far more messages from one number than usual. */
import { plural } from '../../core/text.ts';
import { DAY, utcDay } from '../../core/time.ts';
import { day, messages, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

const OWN = '+14155550120';
const example = (sent: Readonly<Record<string, number>>) => ({
  numbers: [number()],
  messages: messages({ sent: { [OWN]: sent } }),
});
const everyDay = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: 30 }, (_, before) => [day(before), count]));

type Burst = Readonly<{
  message_count: number;
  /** UTC. */
  on: string;
  /** The median of the other days on which it sent any; 0 where there are none. */
  usual_count: number;
}>;

export const messageBurst = defineRule({
  id: 'message-burst',
  title: 'one number sent far more messages than usual',
  category: 'money',
  severity: 'high',
  since: '0.4.0',
  needs: ['numbers', 'messages'],
  counted: { messages: ['sent'] },
  why: 'Whoever gets hold of an access key sends advertising and phishing in the name of the account: each message costs money, and carriers block the number for everyone.',
  fix: 'ask who sent them (`voipbin messages list --number <number>`); if no one did, replace each access key: `voipbin accesskeys create <name>`, then `voipbin accesskeys delete <old name>`',
  messages: {
    burst: ({ message_count, on, usual_count }: Burst) =>
      `sent ${plural(message_count, 'message')} on ${on}; ${
        usual_count === 0 ? 'it sent none on other days' : `the usual number per day is ${usual_count}`
      }`,
  },
  traffic: { from: 'activity', direction: 'out', places: ['messages sent from the number'], days: 28 },
  thresholds: {
    messages_per_day: { default: 100, unit: 'messages', what: 'from one number on one day are a burst' },
    factor: { default: 5, unit: 'times', what: 'as many as usual are a burst' },
    days: { default: 7, unit: 'days', what: 'after which a burst is no longer reported' },
  },
  examples: {
    ok: () => [
      { name: 'a number sent 40 messages yesterday', account: example({ [day(1)]: 40 }) },
      { name: 'a number sent 400 messages every day', account: example(everyDay(400)), decoy: true },
      {
        name: 'a number sent 900 messages on one day, but 20 days ago',
        account: example({ [day(20)]: 900 }),
        decoy: true,
      },
      {
        name: 'a number that is not in the account sent 900 messages yesterday',
        account: { numbers: [number()], messages: messages({ sent: { '+14155550999': { [day(1)]: 900 } } }) },
        decoy: true,
      },
    ],
    bad: () => [
      {
        name: 'a number that usually sends 3 or 4 messages a day sent 240 yesterday',
        account: example({ [day(9)]: 3, [day(5)]: 4, [day(1)]: 240 }),
      },
      {
        name: 'a number sent 150 messages two days ago and nothing on other days',
        account: example({ [day(2)]: 150 }),
      },
    ],
  },
  *check({ numbers, messages: texts }, { now, thresholds }) {
    const since = utcDay(now - thresholds.days * DAY);
    for (const row of numbers) {
      const sent = Object.entries(texts.sent?.[row.number ?? ''] ?? {});
      const [most] = sent.filter(([on]) => on >= since).sort(([, a], [, b]) => b - a);
      if (most === undefined || row.tm_delete) continue;
      const [on, count] = most;
      const usual = medianOf(sent.filter(([other]) => other !== on).map(([, one]) => one));
      if (count < thresholds.messages_per_day || count < usual * thresholds.factor) continue;
      yield {
        subject: numberSubject(row),
        messageId: 'burst',
        data: { message_count: count, on, usual_count: usual },
      };
    }
  },
});

function medianOf(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
