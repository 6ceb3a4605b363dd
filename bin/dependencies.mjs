// What is known of each package that this one is built on: why it is here, and what it takes the place of.
// `npm run docs` makes the tables of docs/dependencies.md from it, and fails for a package that is not here.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestOf, packagesIn } from './licenses.mjs';

/** Packages that are named in package.json: why, and what they take the place of. */
export const WHY = {
  '@inquirer/prompts': ['asks questions at a terminal', 'raw key handling with node:readline'],
  jmespath: ['`--query`, which people know from other command lines', 'a language of our own'],
  '@microsoft/jest-sarif': ['checks our SARIF by the schema of the format', 'a check of our own'],
  '@types/d3-scale': ['types of d3-scale', 'nothing: the compiler needs them'],
  '@types/d3-shape': ['types of d3-shape', 'nothing: the compiler needs them'],
  '@types/jmespath': ['types of jmespath', 'nothing: the compiler needs them'],
  '@types/node': ['types of Node.js 20, the oldest that we take', 'nothing: the compiler needs them'],
  '@viz-js/viz': [
    'draws calls and links as SVG (Graphviz as WebAssembly)',
    'a program that users would have to install',
  ],
  '@zxcvbn-ts/core': [
    'counts how many guesses a password takes',
    'rules about characters, which prove nothing',
  ],
  '@zxcvbn-ts/language-common': ['passwords and keyboards for these guesses', 'lists of our own'],
  '@zxcvbn-ts/language-en': ['English words and names for these guesses', 'lists of our own'],
  ajv: ['checks that answers fit the JSON Schemas that we ship', 'a second validator written by hand'],
  'ajv-formats': ['dates and addresses in these schemas', 'the same'],
  chalk: ['colors, where a terminal has them', 'escape sequences in the code'],
  commander: ['commands, flags and their help', '`util.parseArgs`, which knows no commands and no help'],
  'csv-parse': ['reads our CSV as another program would', 'reading it with the code that wrote it'],
  'csv-stringify': ['writes CSV', 'quoting rules by hand'],
  'd3-scale': ['round values and places on the axes of the HTML report', 'counting out both by hand'],
  'd3-shape': ['bars, lines and areas of these charts', 'adding up and joining them by hand'],
  'date-holidays': ['public holidays of all countries and regions', 'a service on the network'],
  esbuild: ['bundles the program', 'hundreds of files that each start would load'],
  eslint: ['finds mistakes that types do not show', 'finding them in reviews'],
  'fast-check': ['tests laws with random input', 'examples alone'],
  'fastest-levenshtein': ['"did you mean": how far two words are apart', 'the same thirty lines'],
  knip: ['finds exports, files and packages that nothing uses', 'finding them in reviews'],
  'libphonenumber-js': ['countries and forms of phone numbers', 'a table of prefixes that grows old'],
  prettier: ['one format for all files', 'formatting by hand'],
  saxes: ['checks that a spoken text is well-formed XML', 'regular expressions'],
  'simple-ascii-chart': ['draws the chart of `usage` on a terminal', 'layout of axes by hand'],
  'string-width': [
    'how many columns a text takes on a terminal',
    '`length`, which is wrong for Chinese and emoji',
  ],
  typescript: [
    'types; it also reads the code for the tests of the architecture',
    'nothing: it is the language',
  ],
  'typescript-eslint': ['rules for eslint that know types', 'rules that know only the text'],
  undici: [
    'HTTP: connections, proxies, timeouts',
    'the fetch of Node.js, which has no proxies before Node.js 24',
  ],
  uuid: ['ids made from names', 'the same with node:crypto'],
  wasmparser: ['finds what of Graphviz is never called, so that it is left out', 'binaryen, of 104 MB'],
  vite: ['loads the tests; vitest runs on it', 'nothing: vitest needs it'],
  vitest: ['runs the tests', 'node:test, which has no snapshots of files and no projects'],
  yaml: [
    'reads YAML with places, and writes it without touching other bytes',
    'a parser that loses comments',
  ],
  zod: ['checks what the server and files say (`zod/mini`)', 'type assertions'],
};

/** The rows of the three tables: what is bundled, what comes with that, and what only development needs. */
export async function dependencyTables(root, metafile, named) {
  const unexplained = named.filter((name) => WHY[name] === undefined);
  if (unexplained.length > 0)
    throw new Error(`${unexplained.join(', ')}: say in bin/dependencies.mjs what it is for`);
  const inside = await packagesIn(root, metafile);
  const isNamed = ({ name }) => named.includes(name);
  const bundledNames = new Set(inside.map(({ name }) => name));
  const tools = await Promise.all(
    named
      // Of this one everything is taken from the packages that it gathers.
      .filter((name) => !bundledNames.has(name) && name !== '@inquirer/prompts')
      .map((name) => manifestOf(root, `node_modules/${name}`)),
  );
  return {
    bundled: [
      ['package', 'license', 'size', 'for', 'in place of', 'kept at'],
      ...inside.filter(isNamed).map((one) => row(one, amount(one.bytes), ...WHY[one.name])),
    ],
    'bundled-with-them': [
      ['package', 'license', 'size', 'kept at'],
      ...inside.filter((one) => !isNamed(one)).map((one) => row(one, amount(one.bytes))),
    ],
    development: [
      ['package', 'license', 'size', 'for', 'in place of', 'kept at'],
      ...(await Promise.all(
        tools.map(async (one) => row(one, amount(await sizeOf(one.folder)), ...WHY[one.name])),
      )),
    ],
  };
}

const row = ({ name, version, license, repository }, ...cells) => [
  `\`${name}\` ${version}`,
  license,
  ...cells,
  `[${repository.replace(/^https?:\/\/(github\.com\/)?/, '')}](${repository})`,
];

/** To two digits, so that it does not change with every function that is used. */
function amount(bytes) {
  const kilobytes = Number((bytes / 1000).toPrecision(2));
  if (bytes === 0) return 'data only';
  return kilobytes < 1 ? 'under 1 kB' : `${kilobytes.toLocaleString('en-US')} kB`;
}

/** Without the packages that are installed inside of it, and without binaries, which differ from machine to machine. */
async function sizeOf(folder) {
  let size = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (['bin', 'node_modules'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    size += entry.isDirectory() ? await sizeOf(path) : (await stat(path)).size;
  }
  return size;
}
