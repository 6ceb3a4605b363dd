/** Test calls and their expected results: the content of a calls file. */
import type { KeyPress } from '../calls/call.ts';

/** The name under which it is looked for. */
export const CALLS_FILE = 'voipbin.calls.yaml';

export const CALLS_VERSION = 1;

/** How a call can end. */
export const endings = ['hangup', 'agent', 'conference', 'recording', 'cut-off', 'waiting'] as const;
export type Ending = (typeof endings)[number];

export const endingMeanings: Readonly<Record<Ending, string>> = {
  hangup: 'the platform hangs up normally, after whatever was said',
  agent: 'the caller is connected with someone',
  conference: 'the caller is in a conference',
  recording: 'the caller can leave a message, and then the platform hangs up',
  'cut-off': 'the call is hung up without a word: something failed, or 100 actions were used',
  waiting: 'the caller waits in silence without end',
};

export interface TestCall {
  /** Unique within the file. */
  name: string;
  /** A number or a flow, by name or id. */
  to: string;
  /** Milliseconds since 1970; undefined: when the test runs. */
  at: number | undefined;
  from: string | undefined;
  /** What the caller presses at each question. */
  presses: readonly string[];
  /** And at fixed times of the call. */
  keys: readonly KeyPress[];
  /** No one who is rung answers. */
  nobodyAnswers: boolean;
  /** No agent of a queue becomes free. */
  nobodyFree: boolean;
  variables: Readonly<Record<string, string>>;
  expect: Expected;
  /** Its place in the file. */
  line: number;
}

/** What is undefined is not looked at, but for the end: a caller must not be lost. */
export interface Expected {
  /** All of them are said. */
  says: readonly Wording[];
  /** The caller gets into it. Name or id. */
  queue?: string | undefined;
  /** Is among those who are rung. Name, user name or id. */
  agent?: string | undefined;
  /** Is rung: of a telephone, an extension, or a SIP address. */
  number?: string | undefined;
  /** One of them. */
  ends?: readonly Ending[] | undefined;
  /** The call is over, or answered, by then. Milliseconds. */
  within?: number | undefined;
}

/** A part of what is said. */
export interface Wording {
  /** As written in the file. */
  written: string;
  isIn: (spoken: string) => boolean;
}

export interface CallsFile {
  /** As messages name it. */
  file: string;
  /** For times that people read; undefined where the file names none. */
  timeZone: string | undefined;
  calls: readonly TestCall[];
}
