export function createNormalizer(): {
  walk: (value: unknown, key?: string) => unknown;
  text: (text: string) => string;
};
