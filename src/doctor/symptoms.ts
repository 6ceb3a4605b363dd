/** What people ask when something does not work, each answered by checks. The symptoms are those of the vendor's page. */
import type { Result, Status } from './check.ts';

interface Symptom {
  symptom: string;
  /** The same as what is looked at: true whatever the answer is. */
  about: string;
  /** In the order in which a fault of one explains those of the others. */
  checks: readonly string[];
  /** Where none of them has found anything. */
  otherwise: string;
}

export const symptoms: readonly Symptom[] = [
  {
    symptom: 'cannot access customer data',
    about: 'access to customer data',
    checks: ['settings', 'reachable', 'credential', 'accepted', 'expiry', 'may-read', 'status'],
    otherwise: 'the credential is accepted and may read the account',
  },
  {
    symptom: 'resources are not visible',
    about: 'visible resources',
    checks: ['credential', 'accepted', 'may-read', 'account', 'resources'],
    otherwise:
      'the credential sees what belongs to this account; `voipbin <noun> list` shows it, and what is deleted is not listed',
  },
  {
    symptom: 'account is suspended',
    about: 'account status',
    checks: ['credential', 'accepted', 'may-read', 'status', 'billing'],
    otherwise: 'it is active, and its credit is not used up',
  },
  {
    symptom: 'account cannot be updated',
    about: 'updates to the account',
    checks: ['credential', 'accepted', 'may-read', 'may-change', 'status'],
    otherwise:
      'the credential may change it with `voipbin customer update`; id, status, dates and verification are set by the platform',
  },
];

export interface Answer {
  symptom: string;
  about: string;
  status: Status;
  /** The check that found the answer. */
  check: string | undefined;
  answer: string;
  hint: string | undefined;
}

const worst: readonly Status[] = ['failure', 'warning', 'not checked'];

/** One answer for each symptom: the first check that found a fault, or could not be made. */
export function answersOf(results: readonly Result[]): Answer[] {
  return symptoms.map(({ symptom, about, checks, otherwise }) => {
    const looked = checks.flatMap((id) => results.filter((result) => result.id === id));
    const found = worst.flatMap((status) => looked.filter((result) => result.status === status))[0];
    return found === undefined
      ? { symptom, about, status: 'ok', check: undefined, answer: otherwise, hint: undefined }
      : { symptom, about, status: found.status, check: found.id, answer: found.message, hint: found.hint };
  });
}
