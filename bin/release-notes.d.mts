/** The section of a version, without its heading; undefined where there is none, or nothing in it. */
export function releaseNotes(changelog: string, version: string): string | undefined;
