/** What a plan file of repairs says to its reader: what each change is for, and what is left to do by hand. */
import type { Finding } from '../../../../audit/finding.ts';
import { clean, plural } from '../../../../core/text.ts';
import type { YamlComment } from '../../../../core/yaml/comment.ts';
import type { Patch, Proposal } from './proposal.ts';

const MOST_REASONS = 5;
const MOST_NAMES = 5;

export function commentOn(patch: Patch | undefined): string {
  if (patch === undefined) return 'stays as it is, and is only named here';
  return reasonsOf(patch.for, patch.id);
}

/** The account has no name of its own in the file: its fields have the comments. */
export function accountComments(patch: Patch): YamlComment[] {
  return Object.keys(patch.fields).map((field) => {
    const own = patch.for.filter(({ repair }) =>
      repair.changes.some((change) => change.kind === 'account' && field in change.set),
    );
    return { path: ['account', field], comment: reasonsOf(own, undefined) };
  });
}

/** @param id The object that they stand before, which need not be named again. */
function reasonsOf(proposals: readonly Proposal[], id: string | undefined): string {
  const shown = proposals.slice(0, MOST_REASONS);
  const lines = shown.flatMap(({ finding, repair }, index) => {
    const { rule, subject, message } = finding;
    const itself = subject.id === id || subject.kind === 'customer';
    const what = itself ? message : `${subject.kind} ${subject.name} ${message}`;
    // A comment that applies to several in a row is written once, after them.
    const saidLater = shown[index + 1]?.repair.because === repair.because;
    return [`${rule}: ${clean(what)}`, ...(saidLater ? [] : [`  ${clean(repair.because)}`])];
  });
  const more = proposals.length - shown.length;
  return [...lines, ...(more > 0 ? [`and ${plural(more, 'finding')} more`] : [])].join('\n');
}

/** What is not in the file: findings that go with others, and those that are left. */
export interface Told {
  repaired: readonly Finding[];
  /** Of them, those that were not repaired themselves. */
  along: readonly Finding[];
  left: readonly Finding[];
  /** Why a finding was not repaired, where there is something to say. */
  refused: ReadonlyMap<Finding, string>;
}

export function closingComment({ repaired, along, left, refused }: Told): string {
  const all = repaired.length + left.length;
  return [
    `${repaired.length} of ${plural(all, 'finding')} ${repaired.length === 1 ? 'is' : 'are'} repaired by this file.`,
    ...(along.length > 0 ? ['Some of them go with the others:', ...byRule(along)] : []),
    ...(left.length > 0
      ? [
          `${left.length} ${left.length === 1 ? 'is' : 'are'} left for you; \`voipbin audit\` says how to fix them:`,
        ]
      : []),
    ...byRule(left, refused),
  ].join('\n');
}

/** One line for all findings of a rule that have the same reason. */
function byRule(findings: readonly Finding[], reasons?: ReadonlyMap<Finding, string>): string[] {
  const groups = new Map<string, { rule: string; reason: string; names: string[] }>();
  for (const finding of findings) {
    const { rule, subject } = finding;
    const reason = reasons?.get(finding) ?? '';
    const group = groups.get(`${rule} ${reason}`) ?? { rule, reason, names: [] };
    groups.set(`${rule} ${reason}`, { ...group, names: [...group.names, clean(subject.name)] });
  }
  return [...groups.values()]
    .sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
    .map(({ rule, reason, names }) => {
      const count = names.length > 1 ? ` (${names.length})` : '';
      const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), '...'] : names;
      return `  ${rule}${count}: ${shown.join(', ')}${reason === '' ? '' : ` - ${reason}`}`;
    });
}
