/**
 * The flows that the wizard builds: what callers hear, and where they lead. They go by events alone (a text is over, a
 * key is pressed, an agent is free), since on the published server no timeout ever fires: a `sleep`, or a
 * `digits_receive` that waits for a key, would be endless silence. Every path ends with words and a hang-up.
 */
import type { ActionSpec } from '../resources/document.ts';
import type { Phrases } from './phrases.ts';
import { speech, type Pause } from '../core/speech.ts';

/** How long a caller may think before a key is pressed. */
const THINKING: Pause = { pause: 5 };
/** Between two texts of the waiting, and how many texts one round of it has. */
const HOLDING: Pause = { pause: 50 };
const HOLD_TEXTS = 2;
/** How long a message may last. */
const RECORDING: Pause = { pause: 120 };

/** What a caller gets whom no agent answered: asked to try again, a goodbye, or a message to leave. */
export type Afterwards = 'retry' | 'announcement' | 'voicemail';

interface Voice {
  language: string;
  phrases: Phrases;
}

type Say = (parts: readonly (string | Pause)[], more?: Partial<ActionSpec>) => ActionSpec;

const speaker =
  ({ language }: Voice): Say =>
  (parts, more = {}) => ({
    ...more,
    type: 'talk',
    option: { text: speech(...parts), language, ...more.option },
  });

const answer: ActionSpec = { type: 'answer', option: {} };
const hangup: ActionSpec = { type: 'hangup', option: {} };
/** Keys end the text, and count for the branch after it. */
const endsByKey = { option: { digits_handle: 'next' } } as const;

/**
 * What callers hear while they wait, over and over. Each round costs three of the 100 actions that a call has, so the
 * rounds are long: what is left to a caller who came through menu and opening hours must last for half an hour.
 */
export function waitActions(voice: Voice): ActionSpec[] {
  const round = Array.from({ length: HOLD_TEXTS }, () => [voice.phrases.hold, HOLDING]).flat();
  return [speaker(voice)(round)];
}

export interface Entrance extends Voice {
  greeting: string;
  queue: string;
  /** The name of the opening hours in the plan file; undefined: always open. */
  hours: string | undefined;
  /** After the queue: the agent may not have answered. */
  noAnswer: Afterwards;
  closed: 'announcement' | 'voicemail';
}

/** A department's own way in: greeting, queue, and what comes after it; outside of its hours an announcement. */
export function entranceActions(entrance: Entrance): ActionSpec[] {
  const { greeting, queue, hours, phrases } = entrance;
  const say = speaker(entrance);
  return [
    answer,
    ...(hours === undefined ? [] : [{ type: 'hours', option: { hours, closed: 'closed' } }]),
    say([greeting]),
    { type: 'queue_join', option: { queue } },
    ...afterQueue(entrance),
    ...(hours === undefined
      ? []
      : entrance.closed === 'voicemail'
        ? recorded(entrance, 'closed', phrases.closedMessage)
        : [say([phrases.closed], { label: 'closed' }), hangup]),
  ];
}

function afterQueue(entrance: Entrance): ActionSpec[] {
  const { queue, phrases, noAnswer } = entrance;
  const say = speaker(entrance);
  switch (noAnswer) {
    case 'voicemail':
      return recorded(entrance, 'after', phrases.message);
    case 'announcement':
      return [say([phrases.goodbye]), hangup];
    case 'retry':
      return [
        say([phrases.retry, THINKING], endsByKey),
        { type: 'branch', option: { targets: { '1': 'again' }, default_target: 'goodbye' } },
        { label: 'again', type: 'queue_join', option: { queue } },
        say([phrases.goodbye], { label: 'goodbye' }),
        hangup,
      ];
  }
}

/** A message: the recording needs something after it that takes the time, and a key ends that. */
function recorded(voice: Voice, label: string, text: string): ActionSpec[] {
  const say = speaker(voice);
  return [
    say([text], { label }),
    { type: 'beep', option: {} },
    { type: 'recording_start', option: { format: 'wav', duration: RECORDING.pause } },
    say([RECORDING], endsByKey),
    { type: 'recording_stop', option: {} },
    say([voice.phrases.thanks]),
    hangup,
  ];
}

/** A choice of the menu: the flow of a department, which knows when it is open. */
export interface MenuItem {
  department: string;
  flow: string;
}

export interface Menu extends Voice {
  greeting: string;
  items: readonly MenuItem[];
  /** Where callers go who press nothing; undefined: a goodbye. */
  fallback: string | undefined;
}

/** How often the menu is said. */
const ROUNDS = 3;
const roundLabel = (round: number): string => (round === 1 ? 'menu' : `menu-${round}`);

/** The main menu: said three times, then the fallback or a goodbye. */
export function menuActions(menu: Menu): ActionSpec[] {
  const { greeting, items, fallback, phrases } = menu;
  const say = speaker(menu);
  const choices = items.map(({ department }, index) => phrases.option(department, index + 1));
  const fallbackKey = items.findIndex(({ department }) => department === fallback) + 1;
  const targets = Object.fromEntries(items.map((_, index) => [String(index + 1), keyLabel(index + 1)]));
  const rounds = Array.from({ length: ROUNDS }, (_, index): ActionSpec[] => [
    say([index === 0 ? greeting : phrases.again, ...choices, THINKING], {
      label: roundLabel(index + 1),
      ...endsByKey,
    }),
    {
      type: 'branch',
      option: { targets, default_target: index + 1 < ROUNDS ? roundLabel(index + 2) : 'no-key' },
    },
  ]);
  return [
    answer,
    ...rounds.flat(),
    fallback === undefined || fallbackKey === 0
      ? say([phrases.goodbye], { label: 'no-key', next: 'end' })
      : say([phrases.connecting(fallback)], { label: 'no-key', next: keyLabel(fallbackKey) }),
    ...items.map(({ flow }, index): ActionSpec => ({
      label: keyLabel(index + 1),
      type: 'fetch_flow',
      option: { flow },
      next: 'end',
    })),
    { label: 'end', ...hangup },
  ];
}

const keyLabel = (key: number): string => `key-${key}`;

/**
 * A menu that exists, with one choice more. People may have changed its texts: the choice is added to whatever is said
 * right before a branch on the keys, and to each of these branches.
 *
 * @returns Undefined for actions that are not such a menu, or where the key is taken.
 */
export function joinMenu(
  actions: readonly ActionSpec[],
  { department, flow }: MenuItem,
  key: number,
  phrases: Phrases,
): ActionSpec[] | undefined {
  const branches = actions.filter(isKeyBranch);
  const ends = actions.findIndex(({ label }) => label === 'end');
  const isTaken = branches.some(({ option }) => Object.keys(option['targets'] ?? {}).includes(String(key)));
  if (branches.length === 0 || ends < 0 || isTaken) return undefined;
  const choice = speech(phrases.option(department, key));
  const joined = actions.map((action, index): ActionSpec => {
    const next = actions[index + 1];
    if (isKeyBranch(action)) {
      const targets = { ...(action.option['targets'] as object), [String(key)]: keyLabel(key) };
      return { ...action, option: { ...action.option, targets } };
    }
    if (action.type !== 'talk' || next === undefined || !isKeyBranch(next)) return action;
    return {
      ...action,
      option: { ...action.option, text: withChoice(String(action.option['text']), choice) },
    };
  });
  return [
    ...joined.slice(0, ends),
    { label: keyLabel(key), type: 'fetch_flow', option: { flow }, next: 'end' },
    ...joined.slice(ends),
  ];
}

const isKeyBranch = ({ type, option }: ActionSpec): boolean =>
  type === 'branch' && option['variable'] === undefined;

/** Before the pause at its end, where it has one. */
function withChoice(text: string, choice: string): string {
  const pause = /\s*(?:<break[^>]*\/>\s*)*<\/speak>\s*$/.exec(text);
  return pause === null
    ? `${text} ${choice}`
    : `${text.slice(0, pause.index)} ${choice}${text.slice(pause.index)}`;
}
