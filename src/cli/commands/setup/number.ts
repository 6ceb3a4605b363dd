/** Phone numbers: one of the account's, a virtual one, or one that is looked for and bought. */
import type { Api } from '../../../api/api.ts';
import type { AvailableNumber } from '../../../api/wire.ts';
import { ApiError } from '../../../core/errors.ts';
import { formatUsd, perTerm } from '../../../core/money.ts';
import { countryOf, isCountry } from '../../../core/phone.ts';
import { cannotBuy, kindOf, wantedNumbers } from '../../../setup/numbers.ts';
import type { Asked, Choice } from '../../../setup/question.ts';
import { askChoice, goesBack, type Answer, type Asking } from './ask.ts';

/** Values that no answer can have. */
const LIST_VIRTUAL = '?virtual';
const LIST_NORMAL = '?normal';
const AGAIN = '?again';
/** How many virtual numbers are shown at a time. */
const SHOWN = 8;

export async function askNumber(asked: Asked, asking: Asking): Promise<Answer> {
  const { question, subject } = asked;
  const [any, ...others] = question.choices?.(asking.at, subject) ?? [];
  const choices: Choice[] = [
    ...(any === undefined ? [] : [any]),
    {
      value: LIST_VIRTUAL,
      name: 'A virtual number that I choose',
      detail: 'from a list of free ones; costs nothing',
    },
    {
      value: LIST_NORMAL,
      name: 'A phone number that anyone can call',
      detail: priceText(asked, asking),
    },
    ...others,
    {
      value: '+',
      name: 'A number that I type',
      detail: 'one of yours, a virtual one (+899 and nine digits), or one to buy',
      typed: { ask: 'The number, with + and country:', prefix: '' },
    },
  ];
  for (;;) {
    const answer = await askChoice(searching(asked), asking, choices);
    if (answer === LIST_VIRTUAL) {
      const chosen = await chooseVirtual(asked, asking);
      if (chosen !== undefined) return chosen;
    } else if (answer === LIST_NORMAL) {
      const chosen = await chooseNormal(asked, asking);
      if (chosen !== undefined) return chosen;
    } else return answer;
  }
}

/** The same question, which takes the ways to a list for answers. */
function searching(asked: Asked): Asked {
  const { question } = asked;
  return {
    ...asked,
    question: {
      ...question,
      check: (answer, at, subject) =>
        answer.startsWith('?') ? undefined : question.check(answer, at, subject),
    },
  };
}

function bought({ at }: Asking, { question, subject }: Asked): number {
  return wantedNumbers(at).filter(
    ({ path, answer }) =>
      (path.key !== question.key || path.subject !== subject) && kindOf(at.facts, answer) === 'bought',
  ).length;
}

function priceText(asked: Asked, asking: Asking): string {
  const { facts } = asking.at;
  const price = `${formatUsd(facts.price)} now and ${perTerm(facts.price)}`;
  const obstacle = cannotBuy(facts, bought(asking, asked) + 1);
  return obstacle === undefined ? price : `${price}; not yet: ${obstacle}`;
}

/** Undefined for the way back. */
async function chooseVirtual(asked: Asked, asking: Asking): Promise<Answer> {
  for (;;) {
    const chosen = await chooseFrom(asked, asking, 'Others', {
      find: (api) => api.availableNumbers({ type: 'virtual', page_size: String(SHOWN) }),
      choiceOf: ({ number }) => ({ value: number ?? '', name: number ?? '' }),
    });
    if (chosen !== AGAIN) return chosen;
  }
}

/** Undefined for the way back. */
async function chooseNormal(asked: Asked, asking: Asking): Promise<Answer> {
  const { at, say } = asking;
  const obstacle = cannotBuy(at.facts, bought(asking, asked) + 1);
  if (obstacle !== undefined) {
    await say(obstacle);
    return undefined;
  }
  for (;;) {
    const country = await askCountry(asking);
    if (country === undefined) return undefined;
    const chosen = await chooseFrom(asked, asking, 'Another country', {
      find: (api) => api.availableNumbers({ type: 'normal', country_code: country }),
      choiceOf: ({ number, region, features }) => ({
        value: number ?? '',
        name: [number, region, features?.join(', ')].filter(Boolean).join('  '),
        detail: priceText(asked, asking),
      }),
    });
    if (chosen !== AGAIN) return chosen;
  }
}

async function askCountry({ context, at }: Asking): Promise<string | undefined> {
  const phone = at.answers['phone_number'] ?? at.facts.live.customer.phone_number ?? '';
  const typed = await context.host.prompter.input({
    ask: 'In which country? Two letters, such as us or de:',
    default: countryOf(phone) ?? 'us',
    check: (text) =>
      goesBack(text) ||
      isCountry(text.trim().toLowerCase()) ||
      `${JSON.stringify(text)} is not a country, such as us or de`,
  });
  return goesBack(typed) ? undefined : typed.trim().toLowerCase();
}

interface Search {
  find: (api: Api) => ReturnType<Api['availableNumbers']>;
  choiceOf: (number: AvailableNumber) => Choice;
}

/**
 * Undefined for the way back, AGAIN for another search. Nothing is reserved: it is bought, or made, only when the
 * plan is carried out.
 */
async function chooseFrom(asked: Asked, asking: Asking, again: string, search: Search): Promise<Answer> {
  const found = await findNumbers(asking, search);
  if (found.length === 0) return undefined;
  const fresh = searching({ ...asked, question: { ...asked.question, preset: () => undefined } });
  const { [asked.path]: _before, ...answers } = asking.at.answers;
  return askChoice(fresh, { ...asking, at: { ...asking.at, answers }, back: true }, [
    ...found,
    { value: AGAIN, name: again },
  ]);
}

async function findNumbers({ context, say }: Asking, { find, choiceOf }: Search): Promise<Choice[]> {
  try {
    const { result } = await find(await context.api({ readOnly: true }));
    if (result?.length) return result.map(choiceOf);
    await say('none is available at the moment');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await say(`the search failed: ${error.message}`);
  }
  return [];
}
