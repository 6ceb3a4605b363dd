/** The questions that are asked, and nothing else of the library: the bundle would carry a whole editor, too. */
export { checkbox, confirm, input, password, select } from '@inquirer/prompts';
