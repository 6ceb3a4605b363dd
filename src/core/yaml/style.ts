/** How texts are written, and short lists, whoever writes them. */
import { isScalar, type ScalarTag, type Tags, type YAMLSeq } from 'yaml';
import { escaped, isUnwritable } from '../text.ts';

const TEXT = 'tag:yaml.org,2002:str';

/** YAML 1.2; texts, keys among them, are in quotes and escaped where one could not see what they are. */
export const written = {
  schema: 'core',
  customTags: (tags: Tags): Tags =>
    tags.map((tag) => (typeof tag === 'object' && tag.tag === TEXT ? visibly(tag as ScalarTag) : tag)),
} as const;

const visibly = (tag: ScalarTag): ScalarTag => ({
  ...tag,
  stringify: (item, ...rest) =>
    typeof item.value === 'string' && (isUnwritable(item.value) || beginsWithBlanks(item.value))
      ? escaped(item.value)
      : (tag.stringify?.(item, ...rest) ?? ''),
});

/** Of several lines, and the library writes its first blanks so that nobody reads them back. */
const beginsWithBlanks = (text: string): boolean => /^\n*[ \t]/.test(text) && text.includes('\n');

/** Lists of short words stand on one line. */
const ONE_LINE = 72;

export function shorten(list: YAMLSeq): undefined {
  const words = list.items.map((item) => (isScalar(item) ? String(item.value) : undefined));
  if (words.includes(undefined) || words.join(', ').length > ONE_LINE) return;
  if (!words.some((word) => word?.includes('\n'))) list.flow = true;
}

export function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}
