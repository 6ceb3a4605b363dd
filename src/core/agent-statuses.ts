/** The statuses that the platform itself gives an agent, and looks at. The server stores any other text, too. */
export const AGENT_STATUSES = ['available', 'away', 'busy', 'offline', 'ringing'] as const;
