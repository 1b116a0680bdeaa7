/** Languages of code that Notion knows; it refuses any other. */
const KNOWN = new Set([
  'abap', 'arduino', 'bash', 'basic', 'c', 'clojure', 'coffeescript', 'c++', 'c#', 'css', 'dart', 'diff', 'docker', 'elixir', 'elm', 'erlang', 'flow', 'fortran', 'f#', 'gherkin', 'glsl', 'go', 'graphql', 'groovy', 'haskell', 'html',
  'java', 'javascript', 'json', 'julia', 'kotlin', 'latex', 'less', 'lisp', 'livescript', 'lua', 'makefile', 'markdown', 'markup', 'matlab', 'mermaid', 'nix', 'objective-c', 'ocaml', 'pascal', 'perl', 'php', 'plain text', 'powershell',
  'prolog', 'protobuf', 'python', 'r', 'reason', 'ruby', 'rust', 'sass', 'scala', 'scheme', 'scss', 'shell', 'sql', 'swift', 'typescript', 'vb.net', 'verilog', 'vhdl', 'visual basic', 'webassembly', 'xml', 'yaml',
]);
const ALSO: Readonly<Record<string, string>> = { js: 'javascript', ts: 'typescript', tsx: 'typescript', jsx: 'javascript', sh: 'shell', console: 'shell', zsh: 'shell', yml: 'yaml', py: 'python', rb: 'ruby', rs: 'rust', cs: 'c#', cpp: 'c++', fs: 'f#', md: 'markdown', dockerfile: 'docker', make: 'makefile', proto: 'protobuf', golang: 'go', kt: 'kotlin', ps1: 'powershell', hs: 'haskell', ex: 'elixir' };

export function languageOf(word: string): string {
  const name = word.trim().toLowerCase();
  const known = Object.hasOwn(ALSO, name) ? ALSO[name]! : name;
  return KNOWN.has(known) ? known : 'plain text';
}
