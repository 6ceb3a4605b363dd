/** How many random cases a law is tried with: all of them by `npm run test:long`, a tenth by `npm test`. */
export const runs = (all: number): { numRuns: number } => ({
  numRuns: process.env['LAWS'] === 'whole' ? all : Math.ceil(all / 10),
});
