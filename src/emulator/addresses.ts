/** Addresses as the platform tidies and checks them (bin-common-handler, models/address). */
import type { Address } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { readAddress } from './columns.ts';
import { parseUuid } from './ids.ts';

/** Numbers keep their digits, hosts and e-mail addresses become lower-case; nothing is checked. */
export function normalTarget(type: string, target: string): string {
  switch (type) {
    case 'tel':
    case 'whatsapp': {
      const digits = target.trim().replace(/(?!^\+)[^0-9]/g, '');
      // Words such as "anonymous" stay as they are.
      return /\d/.test(digits) ? digits : target;
    }
    case 'email':
      return target.trim().toLowerCase();
    case 'sip':
      return normalSip(target.trim());
    default:
      return target;
  }
}

/** The user part, and what follows the host, keep their case. */
function normalSip(target: string): string {
  const [head = '', ...rest] = target.split(/(?=[;?])/);
  const at = head.lastIndexOf('@');
  return at < 0 ? target : head.slice(0, at) + head.slice(at).toLowerCase() + rest.join('');
}

export function normalAddress(given: Address): Address {
  return readAddress({ ...given, target: normalTarget(given.type ?? '', given.target ?? '') });
}

/** Whether a target is valid for its type. */
export function isTarget(type: string, target: string): boolean {
  switch (type) {
    case '':
      return true;
    case 'tel':
    case 'whatsapp':
      return /^\+[0-9]{7,15}$/.test(target);
    case 'email':
      return /^[^\s@<>]+@[^\s@<>]+$/.test(target.replace(/^.*<(.*)>$/, '$1'));
    case 'sip':
      return /^[^@]+@.+$/.test(target);
    case 'agent':
    case 'conference':
    case 'line':
    case 'extension':
      return isSetId(parseUuid(target));
    default:
      return false;
  }
}

export const keyOf = ({ type, target }: Pick<Address, 'type' | 'target'>): string =>
  `${type ?? ''} ${target ?? ''}`;
