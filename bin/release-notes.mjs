// Prints what the changelog says of a version: `node bin/release-notes.mjs 0.3.0`. Exit code 1 if it says nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The section of a version, without its heading; undefined where there is none, or nothing in it. */
export function releaseNotes(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((one) => one.split('\n')[0].trim() === version);
  const text = section?.slice(section.indexOf('\n')).trim();
  return text === '' ? undefined : text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , version = ''] = process.argv;
  const changelog = readFileSync(join(fileURLToPath(import.meta.url), '../../CHANGELOG.md'), 'utf8');
  const notes = releaseNotes(changelog, version);
  if (notes === undefined) {
    console.error(`CHANGELOG.md has no section for version "${version}"`);
    process.exitCode = 1;
  } else console.log(notes);
}
