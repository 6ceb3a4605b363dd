/** What this version knows of the paths of the API. */
import { likeness } from '../../../core/suggest.ts';
import { isUuid } from '../../../core/ids.ts';
import { sentenceList } from '../../../core/text.ts';
import { KNOWN_PATHS } from './known-paths.ts';

export interface KnownPath {
  /** `/agents/{id}`. */
  path: string;
  methods: readonly string[];
  /** The fields that its PUT takes. */
  puts: readonly string[] | undefined;
}

/** In no description of the API, and known from its answers. */
const UNDESCRIBED: Readonly<Record<string, string>> = {
  '/auth/delegate': 'POST',
  '/auth/email-verify': 'GET',
  '/auth/login': 'POST',
};

/** An absent field stays as it is (seen in scenarios 16, 24, 25 and 30); every other PUT empties it. */
const PARTIAL: ReadonlySet<string> = new Set([
  '/contacts/{id}',
  '/conversation_accounts/{id}',
  '/conversations/{id}',
  '/outbound_config',
  '/outbound_configs/{id}',
  '/service_agents/contacts/{id}',
  '/service_agents/conversations/{id}',
]);

export const isPartial = ({ path }: KnownPath): boolean => PARTIAL.has(path);

export function knownPaths(): readonly KnownPath[] {
  const described = KNOWN_PATHS.trim()
    .split('\n')
    .map((line) => line.split(' '));
  const alone = Object.keys(UNDESCRIBED).filter((path) => !described.some(([known]) => known === path));
  return [...described, ...alone.map((path) => [path])].map(([path = '', ...words]) => {
    const methods = [...words.map((word) => word.split(':')[0] ?? ''), UNDESCRIBED[path] ?? ''];
    const puts = words.find((word) => word.startsWith('PUT:'));
    return {
      path,
      methods: methods.filter((method) => method !== ''),
      puts: puts?.slice('PUT:'.length).split(','),
    };
  });
}

/** The one that a path is; a fixed path goes before one with an id in the same place. */
export function findKnown(paths: readonly KnownPath[], path: string): KnownPath | undefined {
  return paths.find((known) => known.path === path) ?? paths.find((known) => fits(known.path, path));
}

function fits(template: string, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')];
  return (
    parts.length === given.length &&
    parts.every((part, at) => part === given[at] || (part.startsWith('{') && given[at] !== ''))
  );
}

/** So many are named, and none that is less alike than this. */
const NEAREST = 3;
const ALIKE = 0.6;

/** What to say of a path that is unknown, or has no such method; undefined where nothing is. */
export function strangeness(paths: readonly KnownPath[], method: string, path: string): string | undefined {
  const known = findKnown(paths, path);
  if (known === undefined) {
    const near = nearest(paths, method, path);
    const guess = near.length === 0 ? '' : `; the nearest: ${sentenceList(near, 'or')}`;
    return `${path} is not a path that this version knows${guess}`;
  }
  if (known.methods.includes(method)) return undefined;
  return `the API has no ${method} of ${known.path}; it has ${sentenceList(known.methods)}`;
}

/** Those with the method first, where they are as alike. */
function nearest(paths: readonly KnownPath[], method: string, path: string): readonly string[] {
  const plain = path
    .split('/')
    .map((part) => (isUuid(part) ? '{id}' : part))
    .join('/');
  return paths
    .map((known) => ({
      path: known.path,
      like: likeness(plain, known.path),
      has: known.methods.includes(method),
    }))
    .filter(({ like }) => like >= ALIKE)
    .sort((a, b) => b.like - a.like || Number(b.has) - Number(a.has))
    .slice(0, NEAREST)
    .map((known) => known.path);
}
