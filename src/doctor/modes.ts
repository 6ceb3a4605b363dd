/** Permission bits of files, for people. */

/** Windows has others. */
export const isOpenToOthers = (mode: number | undefined, platform: NodeJS.Platform): boolean =>
  platform !== 'win32' && mode !== undefined && (mode & 0o077) !== 0;

/** `0644`. */
export const octal = (mode: number): string => `0${(mode & 0o777).toString(8)}`;
