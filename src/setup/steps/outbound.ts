import { allRefused, ineffective, landLinesRefused } from '../../core/destinations.ts';
import { countryOf, isAssigned, isCountry } from '../../core/phone.ts';
import { platformCountryOf } from '../../core/platform-country.ts';
import { listOf, NONE, wordsOf } from '../answers.ts';
import { planProblem } from '../check.ts';
import type { Question, Step } from '../question.ts';
import { addressesOf, addressIn, wants, type Scene } from '../scene.ts';

/** Only where the settings are there, and this sign-in may see them. */
const when = (at: Scene): boolean =>
  wants(at, 'outbound') && (!at.facts.known || Boolean(at.facts.live.outbound));

const countries: Question = {
  key: 'countries',
  kind: 'text',
  when,
  help: () =>
    'Two letters each, such as us, ca; or none. Calls to all other countries are refused, so that someone who steals a password cannot call the expensive ones.',
  ask: () => 'Which countries may be called?',
  preset(at) {
    const known = [...new Set([...allowed(at), ...countriesOfPeople(at)])];
    const number = at.answers['phone_number'] ?? '';
    const own = entryFor(number) ?? countryOf(number);
    return [...(known.length === 0 && own !== undefined ? [own] : known)].join(', ') || NONE;
  },
  tidy: (answer) => [...new Set(wordsOf(answer).map(asCode))].join(', ') || NONE,
  check(answer, at) {
    const codes = listOf(answer);
    const wrong = planProblem({ outbound: { destination_whitelist: codes } });
    if (wrong !== undefined) return wrong;
    const useless = uselessIn(codes, at);
    if (useless !== undefined) return useless;
    const missing = countriesOfPeople(at).filter((code) => !codes.includes(code));
    return missing.length === 0
      ? undefined
      : `some of your people are called at numbers of ${missing.join(', ')}: without it their telephones do not ring`;
  },
  note: (answer) => stillRefused(listOf(answer)),
};

/** What is not a country stays as typed, for the message. */
const asCode = (word: string): string => {
  const code = word.toLowerCase();
  return code === NONE || isCountry(code) ? code : word;
};

/** What no entry of the list opens; undefined where there is nothing of that kind. */
export function stillRefused(codes: readonly string[]): string | undefined {
  const refused = [allRefused(codes), landLinesRefused(codes)].filter((text) => text !== undefined);
  return refused.length === 0 ? undefined : refused.join('; ');
}

/** The first entry that would let no call pass. Those that the account has are left alone. */
function uselessIn(codes: readonly string[], at: Scene): string | undefined {
  const known = allowed(at);
  const [found] = codes.flatMap((code) => (known.includes(code) ? [] : (ineffective(code, codes) ?? [])));
  if (found === undefined) return undefined;
  const { entry, why, instead } = found;
  return `${why}; ${instead === undefined ? `leave ${entry} out` : `answer ${instead}, or ${entry}, ${instead}`}`;
}

const allowed = ({ facts }: Scene): string[] =>
  (facts.live.outbound?.destination_whitelist ?? []).map((code) => code.toLowerCase());

/** For digits that are not a valid number, the platform names the last matching country, which may be far away. */
const entryFor = (number: string): string | undefined =>
  isAssigned(number) ? platformCountryOf(number) : undefined;

/** To call an agent at a phone number is an outgoing call like any other, judged by the platform's country. */
function countriesOfPeople(at: Scene): string[] {
  const found = [...addressesOf(at).values()].flatMap((address) => {
    const { type, target } = addressIn(address);
    const country = type === 'tel' ? entryFor(target) : undefined;
    return country === undefined ? [] : [country];
  });
  return [...new Set(found)];
}

/** Where calls may go. */
export const outboundStep: Step = {
  topic: 'outbound',
  title: 'Outgoing calls',
  questions: [countries],
  contribute(at) {
    const answer = at.answers['countries'];
    if (!when(at) || answer === undefined) return {};
    const codes = listOf(answer);
    const same = codes.toSorted().join() === allowed(at).toSorted().join();
    return same ? {} : { outbound: { destination_whitelist: codes } };
  },
};
