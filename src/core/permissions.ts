/** Permission bits of an agent (the server's models/agent). */
export const Permission = {
  superAdmin: 0x01,
  projectBits: 0x0f,
  agent: 0x10,
  admin: 0x20,
  manager: 0x40,
} as const;

/** Names of a mask for people: what they do not know says so. */
export const permissionText = (names: string): string =>
  names.replace(/\b0x[\da-f]+/g, 'unknown permission $&');

/** `admin`, `manager`, `agent`, `platform`: what a mask holds, strongest first; unknown bits as hexadecimal. */
export function permissionNames(mask: number | null | undefined): string[] {
  const bits = mask ?? 0;
  const names: string[] = [];
  if (bits & Permission.projectBits) names.push('platform');
  if (bits & Permission.admin) names.push('admin');
  if (bits & Permission.manager) names.push('manager');
  if (bits & Permission.agent) names.push('agent');
  const rest = bits & ~(Permission.projectBits | Permission.admin | Permission.manager | Permission.agent);
  if (rest !== 0) names.push(`0x${(rest >>> 0).toString(16)}`);
  return names;
}
