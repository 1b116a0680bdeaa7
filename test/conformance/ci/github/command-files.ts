/** The files by which a step talks to GitHub's runner: GITHUB_OUTPUT, GITHUB_STATE, GITHUB_ENV. Read as actions/runner 2.336 reads them. */

/** Throws what the runner would put into its error annotation. */
export function readCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error(`Invalid format '${line}'`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
    } else if (heredoc >= 0) {
      const [key, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
      if (key === '' || delimiter === '') throw new Error(`Invalid format '${line}'`);
      const end = lines.indexOf(delimiter, at + 1);
      if (end < 0) throw new Error(`Matching delimiter not found '${delimiter}'`);
      values[key] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return values;
}
