/** Writes a document as the text of a plan file. */
import { mergeYaml } from '../../core/yaml/merge.ts';
import type { Kinship } from '../../core/yaml/partners.ts';
import { schemaLine } from '../../core/yaml/schema-line.ts';
import { toYamlFile } from '../../core/yaml/write.ts';
import { isRecord } from '../../resources/actions/words.ts';
import type { PlanDocument, SecretRef } from '../../resources/document.ts';
import { fieldsOfFile, type ManyKind, type SingleKind, type Values } from '../../resources/kind.ts';
import { manyKinds, singleKinds } from '../../resources/all.ts';
import { readPlan } from './read.ts';

/** The document as plain data, in the order of a file. */
export function toPlain(document: PlanDocument): Readonly<Record<string, unknown>> {
  const singles = singleKinds.flatMap((kind) => {
    const spec = document[kind.kind];
    return spec === undefined ? [] : [[kind.kind, specToPlain(kind, spec as Values)] as const];
  });
  const many = manyKinds.flatMap((kind) => {
    const specs = document[kind.kind] as Readonly<Record<string, Values>> | undefined;
    if (specs === undefined) return [];
    const objects = Object.entries(specs).map(([name, spec]) => [name, specToPlain(kind, spec)] as const);
    return [[kind.kind, Object.fromEntries(objects)] as const];
  });
  return { version: document.version, ...Object.fromEntries([...singles, ...many]) };
}

/**
 * The document with a new declaration of one object.
 * @param spec Undefined removes the declaration.
 */
export function withSpec(
  document: PlanDocument,
  { kind, name }: { kind: string; name?: string | undefined },
  spec: Values | undefined,
): PlanDocument {
  if (name === undefined) return { ...document, [kind]: spec };
  const specs = (document[kind as keyof PlanDocument] ?? {}) as Readonly<Record<string, Values>>;
  const { [name]: _old, ...others } = specs;
  return { ...document, [kind]: spec === undefined ? others : { ...specs, [name]: spec } };
}

/** One object as a plan file writes it. */
export function specToPlain(kind: ManyKind | SingleKind, spec: Values): Values {
  const { id, virtual } = spec;
  const secrets = 'key' in kind ? (kind.secrets ?? []) : [];
  const fields = fieldsOfFile(kind).flatMap((field) => {
    const value = spec[field.key];
    return value === undefined ? [] : [[field.key, value === null ? null : field.toPlain(value)] as const];
  });
  return {
    ...(id !== undefined && { id }),
    ...(virtual !== undefined && { virtual }),
    ...(Object.fromEntries(fields) as Values),
    ...Object.fromEntries(
      secrets.flatMap(({ key }) =>
        spec[key] === undefined ? [] : [[key, secretText(spec[key] as SecretRef)]],
      ),
    ),
  };
}

function secretText(secret: SecretRef): string {
  switch (secret.from) {
    case 'env':
      return `env:${secret.name}`;
    case 'file':
      return `file:${secret.path}`;
    case 'generate':
      return 'generate';
  }
}

/** The text of a new plan file. @param schema The address of its JSON Schema. */
export function writePlan(document: PlanDocument, schema: string): string {
  return `${schemaLine(schema)}\n${toYamlFile(toPlain(document))}`;
}

/** Edits the text of an existing plan file to match the document; text that already matches is not touched. */
export function rewritePlan(text: string, document: PlanDocument): string {
  const before = toPlain(readPlan(text, '').document);
  return mergeYaml(text, toPlain(document), { before, kinship });
}

/** Matches list items: actions by label, or by type and position; addresses by target. */
const kinship: Kinship = (list, before, after) => {
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const [one, other] = [before, after];
  if (one['type'] !== other['type']) return undefined;
  if (list !== 'actions') return one['target'] === other['target'] ? 'sure' : undefined;
  if (one['label'] === undefined || other['label'] === undefined) return 'maybe';
  return one['label'] === other['label'] ? 'sure' : undefined;
};
