export interface Use {
  word: string;
  /** From the root of the project. */
  path: string;
  line: number;
}

export interface Prose {
  line: number;
  text: string;
}

export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const RETIRED: Readonly<Record<string, RegExp>>;
export function retiredWords(): Use[];
export function countByFolder(uses: readonly Use[]): Counts;
export function totals(counts: Counts): Record<string, number>;
export function storedCounts(): Counts;
export function proseOfCode(source: string): Prose[];
export function proseOfMarkdown(source: string): Prose[];
