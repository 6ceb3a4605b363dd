import { command } from '../../program/command.ts';

/** Here and not with the scripts: the words cost every start their loading. */
const shells = ['bash', 'zsh', 'fish', 'powershell'];

export const completionCommand = command({
  name: 'completion <shell>',
  values: { shell: () => shells },
  summary: 'print a script that completes commands, flags and values with Tab',
  about:
    'Print a script for bash, zsh, fish or PowerShell that completes commands, flags, their values, audit rules, ' +
    'profiles and paths of the API. It asks `voipbin` itself, which reads no account and no server for this. ' +
    'To have it in every session: bash: put the first example into ~/.bashrc; zsh: write it to a file _voipbin in a ' +
    'folder of $fpath; fish: the third example; PowerShell: put the last one into $PROFILE.',
  examples: [
    'source <(voipbin completion bash)',
    'voipbin completion zsh > ~/.zfunc/_voipbin',
    'voipbin completion fish > ~/.config/fish/completions/voipbin.fish',
    'voipbin completion powershell | Out-String | Invoke-Expression',
  ],
  run: async () => (await import('./completion.ts')).printScript,
});
