/** One number that is dialled again and again. */
import type { Flow } from '../../api/wire.ts';
import { plural } from '../../core/text.ts';
import { DAY, utcDay } from '../../core/time.ts';
import type { Dialled } from '../../snapshot/patterns.ts';
import { DIALLED_LEAST } from '../../snapshot/patterns.ts';
import { action, agent, calls, customer, EXAMPLE_NOW, flow, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

/** Calls of one day of an example, so many days ago. */
const dialled = (count: number, before: number): Dialled => ({
  count,
  first: EXAMPLE_NOW - before * DAY,
  last: EXAMPLE_NOW - before * DAY + 3_600_000,
});

type Redialled = Readonly<{
  /** E.164. */
  number: string;
  call_count: number;
  /** UTC. */
  on: string;
}>;

const OTHER = '+14155550199';
const example = (count: number, more: { agents?: ReturnType<typeof agent>[]; flows?: Flow[] } = {}) => ({
  calls: calls({ dialled: { [OTHER]: dialled(count, 2) } }),
  customer: customer(),
  agents: more.agents ?? [agent()],
  numbers: [number()],
  flows: more.flows ?? [],
});

export const numberRedialled = defineRule({
  id: 'number-redialled',
  title: 'one number is called over and over',
  category: 'money',
  severity: 'high',
  since: '0.4.0',
  needs: ['calls', 'customer', 'agents', 'numbers', 'flows'],
  counted: { calls: ['dialled'] },
  why: 'A dialer that never stops, a flow that calls in a loop, or someone who is paid for calls to a number: each attempt costs money, and people who are called so often complain. Phones of agents, numbers of the account, and numbers in its flows do not count: calls are put through to them.',
  fix: 'look at these calls (`voipbin calls list --number <number>`), and stop what makes them; if no one knows it, change the passwords of extensions and the access keys',
  messages: {
    redialled: ({ number: to, call_count, on }: Redialled) =>
      `called ${to} ${plural(call_count, 'time')} on ${on}`,
  },
  fixes: {
    redialled: ({ number: to, on }) =>
      `look at these calls (\`voipbin calls list --number ${to} --since ${on}\`), and stop what makes them; if no one knows it, change the passwords of extensions and the access keys`,
  },
  traffic: { from: 'activity', direction: 'out', places: ['calls to phone numbers'], days: 28 },
  thresholds: {
    calls_per_day: {
      default: 50,
      unit: 'calls',
      what: `to one number on one day are too many (at least ${DIALLED_LEAST}; fewer are not counted)`,
    },
  },
  examples: {
    ok: () => [
      { name: 'an account called one number 12 times in a day', account: example(12) },
      {
        name: 'an account called the phone of an agent 300 times in a day',
        account: example(300, { agents: [agent({ addresses: [{ type: 'tel', target: OTHER }] })] }),
        decoy: true,
      },
      {
        name: 'an account called one of its own numbers 300 times in a day',
        account: { ...example(300), numbers: [number({ number: OTHER })] },
        decoy: true,
      },
      {
        name: 'an account called a number to which a flow connects callers 300 times in a day',
        account: example(300, {
          flows: [
            flow({ actions: [action(31, 'connect', { destinations: [{ type: 'tel', target: OTHER }] })] }),
          ],
        }),
        decoy: true,
      },
    ],
    bad: () => [{ name: 'an account called one number 60 times in a day', account: example(60) }],
  },
  *check({ calls: traffic, customer: owner, agents, numbers, flows }, { thresholds }) {
    const often = Object.entries(traffic.dialled ?? {}).filter(
      ([, { count }]) => count >= thresholds.calls_per_day,
    );
    if (often.length === 0) return;
    const own = new Set([
      ...agents.flatMap(({ addresses }) => (addresses ?? []).map(({ target }) => target)),
      ...numbers.map((row) => row.number),
      ...flows.flatMap(({ actions }) => (actions ?? []).flatMap(({ option }) => targetsIn(option))),
    ]);
    for (const [to, { count, first }] of often) {
      if (own.has(to)) continue;
      yield {
        subject: customerSubject(owner),
        key: to,
        messageId: 'redialled',
        data: { number: to, call_count: count, on: utcDay(first) },
      };
    }
  },
});

/** Every `target` in an option, however deep. */
function targetsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'target' && typeof inner === 'string' ? [inner] : targetsIn(inner),
  );
}
