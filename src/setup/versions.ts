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
  /** Whether somebody's own words were lost, or stay although the answers have others; what lost callers is built again. */
  fate?: Fate;
}
