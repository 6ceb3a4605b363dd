/** The passwords of what exists: changed where the server shows them and the file has another one, else reported. */
import type { Secret } from '../../core/secret.ts';
import type { Change } from '../change.ts';
import type { FieldChange } from '../../resources/field.ts';
import type { SecretRef } from '../../resources/document.ts';
import type { Match, Target } from './match.ts';
import { noteOn } from '../title.ts';

/** The passwords that the file refers to, by address; undefined for those that cannot be found now. */
export type KnownPasswords = (address: string) => Secret | undefined;

const refOf = ({ spec }: Target): SecretRef | undefined => spec['password'] as SecretRef | undefined;

/** The one that this object should get in place of another; undefined where it has it, or nobody knows. */
export function changedPassword(target: Target, known: KnownPasswords): Secret | undefined {
  const { live, kind, address } = target;
  const shown = live && kind.shownPassword?.(live);
  const wanted = refOf(target)?.from === 'generate' ? undefined : known(address);
  return shown === undefined || shown === wanted?.reveal() ? undefined : wanted;
}

/** Of a password only where it comes from. */
export function passwordField(target: Target): FieldChange {
  const ref = refOf(target);
  return { path: 'password', from: '***', to: ref === undefined ? '***' : sourceText(ref) };
}

function sourceText(ref: SecretRef): string {
  if (ref.from === 'env') return `env:${ref.name}`;
  return ref.from === 'file' ? `file:${ref.path}` : ref.from;
}

/** Tokens stay valid for seven days, whatever becomes of the password. */
export const afterNewPassword = ({ kind }: Target): string =>
  kind.kind === 'agents'
    ? 'the old password no longer works; who is signed in stays so for up to seven days'
    : 'whatever signs in with the old password no longer can';

/** What nobody can say of the passwords of what exists. */
export function passwordNotes({ targets }: Match, known: KnownPasswords): Change[] {
  return targets.flatMap((target) => {
    const because = unsaid(target, known);
    return because === undefined ? [] : [noteOn(target.kind, target.name, because, target.live?.id)];
  });
}

function unsaid(target: Target, known: KnownPasswords): string | undefined {
  const { live, kind, address } = target;
  const ref = refOf(target);
  if (ref === undefined || live === undefined) return undefined;
  if (ref.from === 'generate') return 'keeps its password: `generate` makes one for a new object only';
  if (kind.shownPassword?.(live) === undefined) {
    return 'keeps its password: the server does not show it, so it cannot be compared with the file';
  }
  return known(address) === undefined
    ? 'keeps its password: the one that the file refers to is not available here'
    : undefined;
}
