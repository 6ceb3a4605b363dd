/** The name of the account in its profile, for `profile list` and `profile use`: they ask no server. */
import type { Context } from '../context.ts';

/**
 * Keeps it as it is now, wherever the account is read or renamed.
 * @param account The own one, or another, which changes nothing.
 */
export async function keepAccountName(
  context: Context,
  { id, name }: { id: string; name?: string | null | undefined },
): Promise<void> {
  const { profileName } = await context.settings();
  if (profileName === undefined || !name) return;
  const { profiles } = await context.config();
  if (profiles[profileName]?.customer_id !== id || profiles[profileName].customer_name === name) return;
  // It is for people only: a configuration that cannot be written stops nothing.
  await context
    .changeConfig((latest) => {
      const profile = latest.profiles[profileName];
      if (profile?.customer_id !== id) return latest;
      return {
        ...latest,
        profiles: { ...latest.profiles, [profileName]: { ...profile, customer_name: name } },
      };
    })
    .catch(() => undefined);
}
