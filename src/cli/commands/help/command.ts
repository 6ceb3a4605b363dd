import { command } from '../../program/command.ts';
import { helpTopics } from '../../program/help-topics.ts';

export const helpCommand = command({
  name: 'help [topic...]',
  values: { topic: () => Object.keys(helpTopics) },
  summary: `more help: ${Object.keys(helpTopics).join(', ')}`,
  about:
    `Explain a topic (${Object.keys(helpTopics).join(', ')}), or a command as its --help does. ` +
    'Without a topic: list them.',
  examples: ['voipbin help exit-codes', 'voipbin help agents list'],
  run: async () => (await import('./help.ts')).help,
});
