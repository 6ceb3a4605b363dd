import type { SecretRef } from '../../resources/document.ts';
import type { Question } from '../question.ts';
import { newExtensions, peopleOf, type Scene } from '../scene.ts';

/** Where passwords of new people and telephones come from; typed ones would have to be written down. */
export const firstPasswords: Question = {
  key: 'first_passwords',
  kind: 'choice',
  when: (at) => secrets(at).length > 0,
  ask: () => 'Where do the first passwords come from?',
  choices: (at) => [
    {
      value: 'generate',
      name: 'Make strong ones for me',
      detail: 'shown once while they are made, or written to the file of --passwords',
    },
    {
      value: 'env',
      name: 'From environment variables',
      detail: variablesOf(secrets(at)),
    },
  ],
  preset: () => 'generate',
  check(answer, at) {
    if (answer === 'generate') return undefined;
    if (answer !== 'env') return `${JSON.stringify(answer)} is not one of generate, env`;
    const unset = at.facts.known ? secrets(at).filter(({ variable }) => !at.facts.isSet(variable)) : [];
    if (unset.length > 0) return `set these first, they have no value yet: ${variablesOf(unset)}`;
    const weak = secrets(at).filter(({ variable }) => at.facts.isWeak(variable));
    return weak.length === 0
      ? undefined
      : `these can be guessed within hours, and anyone who guesses one calls at your expense: ${variablesOf(weak)}; put longer ones there`;
  },
};

const variablesOf = (some: readonly { variable: string }[]): string =>
  some.map(({ variable }) => variable).join(', ');

/** Whether a variable may be one of them. */
export const isPasswordVariable = (name: string): boolean =>
  /^(?:AGENT|EXTENSION)_\w*_PASSWORD(?:_\d+)?$/.test(name);

/** What gets a password when it is made, and the variable that may hold it. */
function secrets(at: Scene): { of: string; variable: string }[] {
  const fresh = peopleOf(at).filter(({ agent }) => agent === undefined);
  const all = [
    ...fresh.map(({ email }) => ({ of: email, base: `AGENT_${variableWord(email)}_PASSWORD` })),
    ...newExtensions(at).map(({ extension }) => ({
      of: extension,
      base: `EXTENSION_${variableWord(extension)}_PASSWORD`,
    })),
  ];
  return all.map(({ of, base }, index) => {
    const before = all.slice(0, index).filter((other) => other.base === base).length;
    return { of, variable: before === 0 ? base : `${base}_${before + 1}` };
  });
}

const variableWord = (name: string): string =>
  name
    .replace(/@.*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

/** As written in the plan file. */
export function passwordOf(at: Scene, of: string): SecretRef {
  const variable = secrets(at).find((secret) => secret.of === of)?.variable;
  return at.answers['first_passwords'] === 'env' && variable !== undefined
    ? { from: 'env', name: variable }
    : { from: 'generate' };
}
