/** The text of a file of passwords: `name  password`, one a line, among whatever else its owner has written there. */

/** The password of this name, or undefined. */
export function passwordIn(text: string, name: string): string | undefined {
  const line = text.split('\n').find((one) => isOf(one, name));
  return line?.slice(name.length + GAP.length);
}

/** The text with this password of the name and no other; without any where there is none. */
export function withPassword(text: string, name: string, password: string | undefined): string {
  const line = password === undefined ? [] : [`${name}${GAP}${password}`];
  const lines = text.split('\n');
  const at = lines.findIndex((one) => isOf(one, name));
  if (at !== -1) {
    return lines.flatMap((one, index) => (index === at ? line : isOf(one, name) ? [] : [one])).join('\n');
  }
  // What follows the last line break is a line of the owner.
  const before = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return [...before, ...line, ''].join('\n');
}

const GAP = '  ';

/** A password has no blanks; a name may have some. */
const isOf = (line: string, name: string): boolean =>
  line.startsWith(`${name}${GAP}`) && /^\S+$/.test(line.slice(name.length + GAP.length));
