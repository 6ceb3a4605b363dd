/** Permission bits of files that the program writes. */

/** What holds data of an account. */
export const PRIVATE = 0o600;
/** What holds no secret, and is kept in a repository, or read by other programs. */
export const PUBLIC = 0o644;
