/** The scripts that connect a shell to `voipbin __complete`. They never change with the commands. */

/** Runs in bash 3.2, too, which macOS has: no compopt, no negative places in lists. */
const bash = `# Completion of voipbin for bash: source it, or keep it in
# ~/.local/share/bash-completion/completions/voipbin
_voipbin() {
  # readline splits words at "=" and ":"; here they are joined again.
  local rest="\${COMP_LINE:0:COMP_POINT}" words=() piece='' i line kind=''
  for ((i = 0; i <= COMP_CWORD; i++)); do
    local trimmed="\${rest#"\${rest%%[![:space:]]*}"}"
    piece="\${COMP_WORDS[i]}"
    ((i == COMP_CWORD)) && piece="$trimmed"
    if [[ \${#words[@]} -gt 0 && "$trimmed" == "$rest" ]]; then
      words[\${#words[@]} - 1]+="$piece"
    else
      words+=("$piece")
    fi
    rest="\${trimmed#"$piece"}"
  done
  local whole="\${words[\${#words[@]} - 1]}"
  [[ "$piece" == [=:]* ]] && piece="\${piece##*[=:]}"
  local before="\${whole%"$piece"}" quotes=$'[\\\\\\\\"\\']'
  before="\${before//$quotes/}"
  words=("\${words[@]//$quotes/}")
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z "$kind" ]]; then
      kind="$line"
    else
      line="\${line%%$'\\t'*}"
      line="\${line#"$before"}"
      [[ "$piece" == [\\"\\']* ]] || printf -v line '%q' "$line"
      COMPREPLY+=("$line")
    fi
  done < <(voipbin __complete "$((\${#words[@]} - 2))" "\${words[@]:1}" 2>/dev/null)
  case "$kind" in
    files)
      compopt -o default 2>/dev/null ||
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$piece")
      ;;
    parts) compopt -o nospace 2>/dev/null ;;
  esac
}
complete -F _voipbin voipbin
`;

const zsh = `#compdef voipbin
# Completion of voipbin for zsh: keep it as _voipbin in a folder of $fpath, or source it after compinit.
_voipbin() {
  local -a lines described
  local line
  lines=("\${(@f)$(voipbin __complete $((CURRENT - 2)) "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  case "\${lines[1]}" in
    files)
      [[ "$PREFIX" == *=* ]] && compset -P '*='
      _files
      return
      ;;
    words | parts) ;;
    *) return 1 ;;
  esac
  for line in "\${(@)lines[2,-1]}"; do
    if [[ "$line" == *$'\\t'* ]]; then
      described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    else
      described+=("\${line//:/\\\\:}")
    fi
  done
  if [[ "\${lines[1]}" == parts ]]; then
    _describe -t values value described -S ''
  else
    _describe -t values value described
  fi
}
if [[ "\${funcstack[1]}" == _voipbin ]]; then
  _voipbin "$@"
else
  compdef _voipbin voipbin
fi
`;

const fish = `# Completion of voipbin for fish: keep it as ~/.config/fish/completions/voipbin.fish
function __voipbin_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (string replace -ra '[\\\\\\\\"\\']' '' -- (commandline -ct))
    set -l lines (voipbin __complete (count $words) $words "$current" 2>/dev/null)
    set -l kind $lines[1]
    set -e lines[1]
    if test "$kind" = files
        set -l before (string match -r '^.*=' -- "$current")
        for path in (__fish_complete_path (string replace -r '^.*=' '' -- "$current"))
            printf '%s\\n' "$before$path"
        end
    else if test (count $lines) -gt 0
        printf '%s\\n' $lines
    end
end
complete -c voipbin -f -a '(__voipbin_complete)'
`;

const powershell = `# Completion of voipbin for PowerShell: run it in $PROFILE
Register-ArgumentCompleter -Native -CommandName voipbin -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    ForEach-Object { $_.ToString() })
  # PowerShell passes no empty word: the count says that there is one.
  $kind, $lines = @(& voipbin __complete $before.Count @before $wordToComplete 2>$null)
  if ($kind -eq 'files') { return }
  foreach ($line in $lines) {
    $word, $help = $line -split "\`t", 2
    if (-not $help) { $help = $word }
    $text = if ($word -match ' ') { "'$word'" } else { $word }
    [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $help)
  }
}
`;

/** By the name of the shell. */
export const scripts: ReadonlyMap<string, string> = new Map(Object.entries({ bash, zsh, fish, powershell }));
