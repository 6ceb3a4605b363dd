/** Whether a package may be part of this program. */
export function mayBeBundled(name: string, license: string): boolean;
/** The license of each package, with its notices. Throws where there is no text. */
export function licenseTexts(
  packages: readonly { name: string; version: string; license: string; folder: string }[],
): Promise<string>;
