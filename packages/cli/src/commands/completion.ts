import { completionScript, shells } from '../completion-script.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { loadCatalog } from '../catalog.ts';

export const completion = defineCommand({
  name: 'completion',
  summary: 'a completion script for your shell',
  args: [{ name: 'bash|zsh|fish', of: 'shell' }],
  flags: {},
  examples: ['source <(patchbay completion bash)', 'patchbay completion zsh > "${fpath[1]}/_patchbay"', 'patchbay completion fish > ~/.config/fish/completions/patchbay.fish'],
  async run([shell = ''], _, io) {
    const known = shells.find((each) => each === shell);
    if (known === undefined) throw usage(`There is no completion for ${shell}`, `Use one of: ${shells.join(', ')}.`);
    const { commands } = await import('../commands.ts'); // the table holds this command too
    io.out(completionScript(known, commands, await loadCatalog()));
  },
});
