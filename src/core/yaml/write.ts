/** YAML from plain data. */
import { Document, isMap, isNode, stringify, visit } from 'yaml';
import { yamlLines } from './lines.ts';
import { shorten, written } from './style.ts';

/** YAML 1.2; texts that look like something else are quoted. */
export const toYaml = (value: unknown): string => yamlLines(value, byLibrary) ?? byLibrary(value);

const byLibrary = (value: unknown): string =>
  stringify(value, { ...written, lineWidth: 0, aliasDuplicateObjects: false });

/** The same for a file that people read and write: sections apart, short lists on one line. */
export function toYamlFile(value: unknown): string {
  const document = new Document(value, { ...written, aliasDuplicateObjects: false });
  lighten(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function lighten(document: Document): void {
  const { contents } = document;
  if (isMap(contents)) {
    for (const { key } of contents.items.slice(1)) if (isNode(key)) key.spaceBefore = true;
  }
  visit(document, {
    Seq: (_key, list) => {
      shorten(list);
    },
  });
}
