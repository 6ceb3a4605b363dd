// The packages of a bundle, and the licenses under which they may be passed on.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Packages of which only data is bundled, under a name of its own. */
const AS_DATA = ['@zxcvbn-ts/language-common', '@zxcvbn-ts/language-en'];

/** What may be bundled. The others need what NOTICES says of them: a package with one of those must be named there. */
const FREE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0'];

const ISC = `Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR
IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;

/** What has to be said in addition to the license file of a package, or in place of one that it does not bring. */
const NOTICES = {
  '@viz-js/viz':
    'Copyright (c) Michael Daines\n\n' +
    'It contains Graphviz under the Eclipse Public License 1.0 ' +
    '(https://www.eclipse.org/legal/epl-v10.html; source code: https://gitlab.com/graphviz/graphviz),\n' +
    'without what only layouts other than dot call (bin/light-graphviz.mjs in the source code of this program),\n' +
    'and Expat, under the MIT license (https://github.com/libexpat/libexpat).',
  'date-holidays':
    'Its data of public holidays is under CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/);\n' +
    'the attribution is above. Of it are the public holidays, named in the languages of each country and in English.',
  saxes: `Copyright (c) Louis-Dominique Dubeau\nCopyright (c) Isaac Z. Schlueter and Contributors\n\n${ISC}`,
  undici: 'It contains llhttp, under the MIT license. Copyright Fedor Indutny, 2018.',
};

/**
 * Every package of which something is in the outputs, by name. `bytes`: what it takes in them, before compression.
 * Throws for a license that does not allow to pass it on as part of this program.
 */
export async function packagesIn(root, { outputs }) {
  const bytes = new Map(AS_DATA.map((name) => [`node_modules/${name}`, 0]));
  for (const { inputs } of Object.values(outputs))
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const [, folder] = /^(?:wasm:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
      if (folder !== undefined && bytesInOutput > 0)
        bytes.set(folder, (bytes.get(folder) ?? 0) + bytesInOutput);
    }
  const packages = [];
  for (const [folder, size] of bytes) packages.push({ ...(await manifestOf(root, folder)), bytes: size });
  packages.sort((a, b) => (a.name < b.name ? -1 : 1));
  const refused = packages.filter(({ name, license }) => !mayBeBundled(name, license));
  if (refused.length > 0)
    throw new Error(
      `not to be bundled: ${refused.map(({ name, license }) => `${name} (${license})`).join(', ')}; see bin/licenses.mjs`,
    );
  return packages;
}

/** Where package.json names another license than the text that comes with it (findings/holidays-share-alike.sh). */
const BY_TEXT = { 'date-holidays': '(ISC AND CC-BY-SA-3.0)' };

/** Whether a package may be part of this program. */
export const mayBeBundled = (name, license) =>
  FREE.includes(license) || (name in NOTICES && license === BY_TEXT[name]);

/** What is known of an installed package. */
export async function manifestOf(root, folder) {
  const { name, version, license, repository } = JSON.parse(
    await readFile(join(root, folder, 'package.json'), 'utf8'),
  );
  const own = { name, version, license: BY_TEXT[name] ?? license };
  return { ...own, folder: join(root, folder), repository: pageOf(repository) };
}

/** The page of a repository, which package.json names in many ways. */
function pageOf(repository) {
  const url = (typeof repository === 'string' ? repository : (repository?.url ?? '')).replace(/\.git$/, '');
  const [, host = 'github.com', path = url] = /([\w-]+\.(?:com|org))[:/](.*)/.exec(url) ?? [];
  return `https://${host}/${path.replace(/^github:/, '')}`;
}

/** The license of each package, with its notices. Throws where there is no text. */
export async function licenseTexts(packages) {
  const texts = [];
  for (const { name, version, license, folder } of packages) {
    const files = (await readdir(folder))
      .filter((file) => /^(licen[cs]e|copying|notice)([-.]|$)/i.test(file))
      .sort();
    const parts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    if (NOTICES[name] !== undefined) parts.push(NOTICES[name]);
    if (parts.length === 0) throw new Error(`${name} brings no license text: add one to bin/licenses.mjs`);
    texts.push([`${name} ${version} (${license})`, ...parts].map((part) => part.trim()).join('\n\n'));
  }
  return `This program contains:\n\n${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** What the program is made of, as CycloneDX: for those who look for packages with known faults. The same for one commit. */
export function billOfMaterials(version, packages) {
  const component = ({ name, version, license }) => ({
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: [/^\(|\s/.test(license) ? { expression: license } : { license: { id: license } }],
  });
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', name: 'voipbin', version, purl: `pkg:npm/voipbin@${version}` },
    },
    components: packages.map(component),
  };
}
