/** The three versions of a plan file that a further run of setup brings together. */

export type Fate = 'replaced' | 'kept' | 'rewritten';

/** A value as the file has it, as setup made it last time, and as the answers now want it. */
export interface Versions<T> {
  file: T | undefined;
  before: T | undefined;
  now: T;
}

export interface Merged<T> {
  value: T;
  /** Whether edits by people were lost, or are kept against the answers; flows that lost callers are rebuilt. */
  fate?: Fate;
}
