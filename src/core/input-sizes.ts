/** How much is read of one file, or of standard input: what is longer is a mistake, and would fill the memory. */

/** What people write, and what programs make for us. */
export const MOST_READ = 50_000_000;
/** What this program writes of a whole account, or of many: a text of JavaScript can hold no more. */
export const MOST_OF_OURS = 500_000_000;
