/** Saved sign-ins: what the configuration file holds, and what can be done with it. */
import { UsageError } from '../../core/errors.ts';
import { escaped } from '../../core/text.ts';

/** One saved sign-in. Exactly one of the three ways to a credential is there, or none after a logout. */
export interface Profile {
  /** Without `/v1.0`. */
  api_url: string;
  access_key?: string;
  /** RFC 3339: when the key ends, as far as it was known at the login. */
  access_key_expires?: string;
  /** A program and its arguments, run without a shell, that prints an access key. */
  access_key_command?: string[];
  /** From a login with user name and password; good for seven days. */
  token?: string;
  customer_id?: string;
  customer_name?: string;
  /** Who signed in, for a token. */
  username?: string;
  output?: string;
  /** Seconds. */
  timeout?: number;
  /** Requests per second. */
  rate?: number;
  ca_file?: string;
}

/** The configuration file. */
export interface Config {
  current?: string;
  profiles: Readonly<Record<string, Profile>>;
  /** Profiles of the file that make no sense: kept there as they are, and used for nothing. */
  unread?: Readonly<Record<string, unknown>>;
}

/** Names of profiles come from outside: none of them may find something that an object has by birth. */
export function emptyConfig(): Config {
  return { profiles: Object.create(null) as Record<string, Profile> };
}

/** @throws UsageError for what cannot be the name of a new profile. */
export function checkProfileName(name: string): void {
  if (/^[A-Za-z0-9._-]{1,64}$/.test(name) && name !== '__proto__') return;
  const shown = name.length > 64 ? 'a name of more than 64 characters' : escaped(name);
  throw new UsageError(`${shown} cannot be the name of a profile`, {
    hint: 'a name has 1 to 64 letters, digits, dots, underscores and hyphens',
  });
}

/** The one place where sign-ins are kept: a file of mode 0600 in a folder of mode 0700. */
export interface ConfigStore {
  /** Where it is, for people. */
  path: string;
  /**
   * An empty configuration where there is no file. A broken file is moved aside and told of through `warn`;
   * a file or folder that others may read is tightened and told of.
   */
  load: (warn: (message: string) => void) => Promise<Config>;
  /**
   * Changes what the file says at that moment, with no other command between, and answers with what it says then. What
   * `change` gives back untouched is not written; what it throws, nothing is written for.
   */
  update: (change: (config: Config) => Config, warn: (message: string) => void) => Promise<Config>;
}
