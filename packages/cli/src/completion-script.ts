/** Completion for three shells, from the table of commands and the catalog. */
import type { CatalogDocument } from '@patchbay/contracts';
import { type Command, globalFlags } from './command.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** Words that may come next: what was typed so far → the candidates. */
interface Offer { readonly after: string; readonly words: readonly string[] }

export function completionScript(shell: (typeof shells)[number], commands: readonly Command[], catalog: CatalogDocument): string {
  switch (shell) {
    case 'bash': return bash(offersOf(commands, catalog), flagsOf(commands), commands);
    // zsh understands bash's completion after this, which keeps one script true instead of two.
    case 'zsh': return `#compdef patchbay\nautoload -U +X bashcompinit && bashcompinit\n${bash(offersOf(commands, catalog), flagsOf(commands), commands)}`;
    case 'fish': return fish(commands, catalog);
    default: return shell satisfies never;
  }
}

const families = (commands: readonly Command[]): string[] => [...new Set(commands.map(({ name }) => name.split(' ')[0]!))];

function offersOf(commands: readonly Command[], catalog: CatalogDocument): Offer[] {
  const seconds = families(commands).flatMap((first) => {
    const words = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name.slice(first.length + 1));
    return words.length === 0 ? [] : [{ after: first, words }];
  });
  const firstArguments = commands.flatMap((command) => {
    const words = candidates(command, commands, catalog);
    return words.length === 0 ? [] : [{ after: command.name, words }];
  });
  return [{ after: '', words: families(commands) }, ...seconds, ...firstArguments];
}

function candidates({ args }: Command, commands: readonly Command[], { resources, actions }: CatalogDocument): readonly string[] {
  switch (args[0]?.of) {
    case 'resource': return resources.map(({ name }) => name);
    case 'action': return actions.map(({ id }) => id);
    case 'command': return families(commands);
    case 'shell': return shells;
    default: return [];
  }
}

const flagsOf = (commands: readonly Command[]): Offer[] => commands.map(({ name, flags }) => ({ after: name, words: Object.keys({ ...flags, ...globalFlags }).map((flag) => `--${flag}`) }));

/** Flags whose value is the next word. */
const withValue = (commands: readonly Command[]): string[] =>
  [...new Set([...commands.map(({ flags }) => flags), globalFlags].flatMap((flags: Command['flags']) => Object.entries(flags).flatMap(([flag, { type, short }]) => (type === 'string' ? [`--${flag}`, ...(short === undefined ? [] : [`-${short}`])] : []))))];

const bash = (offers: readonly Offer[], flags: readonly Offer[], commands: readonly Command[]): string => `_patchbay() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" said="" each words="" value=""
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ -n "$value" ]]; then value=""; continue; fi
    case "$each" in
      ${withValue(commands).join('|')}) value=1;;
      -*) ;;
      *) said="\${said:+$said }$each";;
    esac
  done
  case "$before" in
    -o|--output) COMPREPLY=($(compgen -W "${globalFlags.output.choices.join(' ')}" -- "$word")); return;;
    --file|--to|--data) COMPREPLY=($(compgen -f -- "$word")); return;;
  esac
  if [[ "$word" == -* ]]; then
    case "$said" in
${flags.map(({ after, words }) => `      "${after}"|"${after} "*) words="${words.join(' ')}";;`).join('\n')}
    esac
  else
    case "$said" in
${offers.map(({ after, words }) => `      "${after}") words="${words.join(' ')}";;`).join('\n')}
      *) COMPREPLY=($(compgen -f -- "$word")); return;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _patchbay patchbay
`;

function fish(commands: readonly Command[], catalog: CatalogDocument): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`)}'`;
  const line = (when: string, words: readonly string[], summary: string): string => `complete -c patchbay -f -n ${quote(when)} -a ${quote(words.join(' '))} -d ${quote(summary)}`;
  const seen = (name: string): string => name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
  const lines = commands.flatMap((command) => {
    const { name, summary, flags } = command;
    const [first = '', second] = name.split(' ');
    const words = candidates(command, commands, catalog);
    return [
      second === undefined ? line('__fish_use_subcommand', [first], summary) : line(`__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${second}`, [second], summary),
      ...(words.length === 0 ? [] : [line(seen(name), words, command.args[0]?.name ?? '')]),
      ...Object.entries(flags).map(([flag, each]) => `complete -c patchbay -n ${quote(seen(name))} -l ${flag}${each.short === undefined ? '' : ` -s ${each.short}`}${each.type === 'string' ? ' -r' : ''} -d ${quote(each.summary)}`),
    ];
  });
  const first = [...new Set(lines)].concat(families(commands).filter((word) => !commands.some(({ name }) => name === word)).map((word) => line('__fish_use_subcommand', [word], `${word} …`)));
  const global = Object.entries(globalFlags).map(([flag, each]) => `complete -c patchbay -l ${flag}${'short' in each ? ` -s ${each.short}` : ''}${each.type === 'string' ? ' -r' : ''} -d ${quote(each.summary)}`);
  return `${[...first, ...global].join('\n')}\n`;
}
