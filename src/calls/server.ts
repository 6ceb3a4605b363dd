/** Kinds of servers: what the published one does not do as documented, and a newer one may. */
export interface Server {
  /** Whether timeouts fire. */
  timeouts: boolean;
}
