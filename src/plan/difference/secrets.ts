/** Secrets of existing objects: changed if the server shows them and the file has another one, otherwise noted. */
import type { Secret } from '../../core/secret.ts';
import type { Change } from '../change.ts';
import type { FieldChange } from '../../resources/field.ts';
import type { AskedSecret } from '../../resources/document.ts';
import { secretName, type SecretField } from '../../resources/kind.ts';
import type { Match, Target } from './match.ts';
import { noteOn } from '../title.ts';

/** The secrets that the file refers to, by address and field; undefined for those that cannot be found now. */
export type KnownSecrets = (address: string, key: string) => Secret | undefined;

/** By field name. */
export type Secrets = ReadonlyMap<string, Secret>;

/** Where the file says that a secret is found. */
export const sourceOf = ({ spec }: Pick<Target, 'spec'>, { key }: SecretField): AskedSecret | undefined =>
  spec[key] as AskedSecret | undefined;

/** Whether the file has a password generated for it. */
export const isGenerated = (target: Pick<Target, 'kind' | 'spec'>): boolean =>
  (target.kind.secrets ?? []).some((field) => sourceOf(target, field)?.from === 'generate');

/**
 * New secrets of this object; without unchanged and unknown ones.
 * @param isCommand A command always sets the secret; a file only if it visibly differs from the current one.
 */
export function changedSecrets(target: Target, known: KnownSecrets, isCommand: boolean): Secrets {
  const { live, kind, address } = target;
  const changed = (kind.secrets ?? []).flatMap((field) => {
    const wanted =
      isCommand || sourceOf(target, field)?.from !== 'generate' ? known(address, field.key) : undefined;
    const shown = live && field.shown?.(live);
    const isOther = isCommand || (shown !== undefined && shown !== wanted?.reveal());
    return isOther && wanted !== undefined ? [[field.key, wanted] as const] : [];
  });
  return new Map(changed);
}

/** Shows only where a secret comes from. */
export function secretChanges(target: Target, secrets: Secrets): FieldChange[] {
  return fieldsOf(target, secrets).map((field) => ({
    path: field.key,
    from: '***',
    to: sourceText(sourceOf(target, field)),
  }));
}

function sourceText(source: AskedSecret | undefined): string {
  if (source?.from === 'env') return `env:${source.name}`;
  if (source?.from === 'file') return `file:${source.path}`;
  return source?.from === 'generate' ? 'generate' : '***';
}

/** Consequences of new secrets, for people. */
export const afterwardsOf = (target: Target, secrets: Secrets): string =>
  [...new Set(fieldsOf(target, secrets).map(({ afterwards }) => afterwards))].join('; ');

const fieldsOf = ({ kind }: Target, secrets: Secrets): SecretField[] =>
  (kind.secrets ?? []).filter(({ key }) => secrets.has(key));

/** Notes on secrets of existing objects that cannot be compared. */
export function secretNotes({ targets }: Match, known: KnownSecrets): Change[] {
  return targets.flatMap((target) =>
    (target.kind.secrets ?? []).flatMap((field) => {
      const because = unsaid(target, field, known);
      return because === undefined ? [] : [noteOn(target.kind, target.name, because, target.live?.id)];
    }),
  );
}

function unsaid(target: Target, field: SecretField, known: KnownSecrets): string | undefined {
  const { live, address, locked } = target;
  const source = sourceOf(target, field);
  if (source === undefined || live === undefined) return undefined;
  const keeps = `the ${secretName(field)} stays as it is`;
  if (source.from === 'generate') {
    return locked?.generated === true ? undefined : `${keeps}: \`generate\` makes one for a new object only`;
  }
  if (field.shown?.(live) === undefined) {
    return `${keeps}: the server does not show it, so it cannot be compared with the file`;
  }
  return known(address, field.key) === undefined
    ? `${keeps}: the one that the file refers to is not available here`
    : undefined;
}
