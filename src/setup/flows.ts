/** The flows that the wizard builds: what callers hear, and where they come to. Every way ends with a hang-up. */
import type { ActionSpec } from '../plan/document.ts';
import { ALWAYS } from './hours.ts';
import { hoursActions } from './hours-actions.ts';
import { phrasesIn } from './phrases.ts';

/** How long a caller may think before a key is pressed. */
const THINKING_MS = 5000;
/** How often the menu is said again. */
const ROUNDS = 2;
const PAUSE_MS = 10_000;

type Say = (text: string, more?: Partial<ActionSpec>) => ActionSpec;

const speaker =
  (language: string): Say =>
  (text, more = {}) => ({ ...more, type: 'talk', option: { text, language, ...more.option } });

const answer: ActionSpec = { type: 'answer', option: {} };
const hangup = (label?: string): ActionSpec => ({
  ...(label !== undefined && { label }),
  type: 'hangup',
  option: {},
});

/** What callers hear while they wait, over and over: it takes time, or the platform would end the call. */
export function waitActions(language: string): ActionSpec[] {
  return [speaker(language)(phrasesIn(language).hold), { type: 'sleep', option: { duration: PAUSE_MS } }];
}

export interface Entrance {
  greeting: string;
  queue: string;
  language: string;
  /** As people write them. */
  hours: string;
  /** Minutes that their zone is ahead of UTC. */
  offset: number;
}

/** A department's own way in: greeting, queue, goodbye; outside of its hours an announcement. */
export function entranceActions({ greeting, queue, language, hours, offset }: Entrance): ActionSpec[] {
  const say = speaker(language);
  const { goodbye, closed } = phrasesIn(language);
  const always = hours === ALWAYS;
  return [
    answer,
    ...(always ? [] : hoursActions(hours, offset)),
    say(greeting, always ? {} : { label: 'open' }),
    { type: 'queue_join', option: { queue } },
    say(goodbye),
    hangup(),
    ...(always ? [] : [say(closed, { label: 'closed' }), hangup()]),
  ];
}

/** A choice of the menu: a queue that is always open, or the flow that knows when it is. */
export interface MenuItem {
  department: string;
  to: { queue: string } | { flow: string };
}

export interface Menu {
  greeting: string;
  language: string;
  items: readonly MenuItem[];
  /** Whom callers get that press nothing; undefined: nobody. */
  fallback: string | undefined;
}

/** The main menu: asked a few times, then the fallback or goodbye. */
export function menuActions({ greeting, language, items, fallback }: Menu): ActionSpec[] {
  const say = speaker(language);
  const { option, again, connecting, goodbye } = phrasesIn(language);
  const choices = items.map(({ department }, index) => option(department, index + 1));
  const fallbackKey = items.findIndex(({ department }) => department === fallback) + 1;
  return [
    answer,
    say([greeting, ...choices].join(' '), { label: 'menu', option: { digits_handle: 'next' } }),
    { type: 'digits_receive', option: { duration: THINKING_MS, length: 1 } },
    {
      type: 'branch',
      option: {
        targets: Object.fromEntries(items.map((_, index) => [String(index + 1), `key-${index + 1}`])),
        default_target: 'again',
      },
    },
    say(again, { label: 'again' }),
    { type: 'goto', option: { target: 'menu', loop_count: ROUNDS } },
    fallback === undefined || fallbackKey === 0
      ? say(goodbye, { next: 'end' })
      : say(connecting(fallback), { next: `key-${fallbackKey}` }),
    ...items.map(({ to }, index): ActionSpec => ({
      label: `key-${index + 1}`,
      type: 'queue' in to ? 'queue_join' : 'fetch_flow',
      option: to,
      next: 'goodbye',
    })),
    say(goodbye, { label: 'goodbye' }),
    hangup('end'),
  ];
}
