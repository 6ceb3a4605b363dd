// The word lists of zxcvbn as one list that is small and quick to load: for the build, and for tests, which run without it.
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';

/** As `src/core/word-ranks.d.ts` declares it: esbuild and vite ask for it by this name. */
export const WORD_RANKS = 'virtual:word-ranks';

/** Ranks are kept as powers of this: guesses are compared by their order of magnitude. */
const STEP = 1.3;
const FIRST_RANK = 48;
const SHORTEST = 3;
/** Words that begin with the same letters are one group: a password looks into few of them. */
const GROUPED = 2;
/**
 * Of passwords all are kept; other words, and last names, are rarer than this hardly ever chosen, and take up most of the
 * room. A fixed list of passwords is judged as with all of them (test/core/password-strengths.json).
 */
const COMMON = 25_000;
const COMMON_NAMES = 30_000;
const mostOf = (list) =>
  list.startsWith('passwords') ? Infinity : list.startsWith('lastnames') ? COMMON_NAMES : COMMON;

/** Sequences of words, such as months: zxcvbn knows their lists by name. */
const isSequence = (list) => list.length < 100;

const lists = Object.entries({ ...common, ...english });

/** What `src/core/word-ranks.d.ts` declares: `words` sorted, each as a capital letter (how much of the last one it begins with, A is none) and the rest. */
function wordLists() {
  const best = new Map();
  for (const [name, list] of lists.filter(([, words]) => !isSequence(words))) {
    list.forEach((word, index) => {
      const [text, rank] = [String(word).toLowerCase(), index + 1];
      // Where chance finds it sooner, a list is of no use.
      if (text.length < SHORTEST || rank >= 10 ** text.length) return;
      if (rank > mostOf(name)) return;
      if (rank < (best.get(text) ?? Infinity)) best.set(text, rank);
    });
  }
  const groups = new Map();
  let previous = '';
  for (const word of [...best.keys()].sort()) {
    const first = word.slice(0, GROUPED);
    const known = groups.get(first);
    const group = known ?? { words: '', ranks: '' };
    groups.set(first, group);
    let shared = 0;
    if (known === undefined) previous = '';
    while (shared < 25 && shared < previous.length && word[shared] === previous[shared]) shared += 1;
    group.words += String.fromCharCode(65 + shared) + word.slice(shared);
    group.ranks += String.fromCharCode(FIRST_RANK + Math.round(Math.log(best.get(word)) / Math.log(STEP)));
    previous = word;
  }
  return {
    words: [...groups.values()].map(({ words }) => words),
    ranks: [...groups.values()].map(({ ranks }) => ranks),
    longest: Math.max(...[...best.keys()].map(({ length }) => length)),
    grouped: GROUPED,
    step: STEP,
    firstRank: FIRST_RANK,
    sequences: Object.fromEntries(lists.filter(([, list]) => isSequence(list))),
    graphs: adjacencyGraphs,
  };
}

const moduleOf = (exports) =>
  Object.entries(exports)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join('\n');

/** All of it as the text of a module. */
export const wordRanksModule = () => moduleOf(wordLists());

/** For esbuild. `apart`: the long texts are a file of their own, which nobody has to compile. */
export function wordRanks({ apart }) {
  return {
    name: 'word-ranks',
    setup({ onResolve, onLoad }) {
      const { words, ranks, ...rest } = wordLists();
      // Each group is a line.
      const text = [...words, ...ranks].join('\n');
      const read = `import bytes from './words.txt';
        const lines = bytes.utf8Slice().split('\\n');
        export const words = lines.slice(0, ${words.length});
        export const ranks = lines.slice(${words.length});`;
      onResolve({ filter: new RegExp(`^${WORD_RANKS}$`) }, () => ({ path: WORD_RANKS, namespace: 'words' }));
      onLoad({ filter: /.*/, namespace: 'words' }, () => ({
        contents: apart ? `${read}\n${moduleOf(rest)}` : moduleOf({ words, ranks, ...rest }),
      }));
      onResolve({ filter: /^\.\/words\.txt$/, namespace: 'words' }, () => ({
        path: 'words.txt',
        namespace: 'word-texts',
      }));
      onLoad({ filter: /.*/, namespace: 'word-texts' }, () => ({
        contents: text,
        loader: 'copy',
      }));
    },
  };
}
