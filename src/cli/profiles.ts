/** Saved sign-ins: what the configuration file holds, and what can be done with it. */

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
  save: (config: Config) => Promise<void>;
}
