/** What this function refuses by itself. Like the hub's refusals it has a stable code and says what to do. */
const fixes = {
  'stack.unknown_type': 'Correct the type, or deploy a newer function if it is of a newer hub.',
  'stack.invalid': 'Correct the properties that are named; docs/reference/resources.md has them all.',
  'stack.same_name': 'Change what it is called as well: CloudFormation creates the new one before it deletes the old one, and both can’t have one name.',
  'stack.out_of_time': 'Look at the hub; then repeat the operation of the stack. A longer Timeout of the function lets it try longer.',
  'stack.not_configured': 'Set PATCHBAY_URL and PATCHBAY_KEY_SECRET or PATCHBAY_POLICY of the function; its template does.',
  'stack.aws_refused': 'Look at the permissions of the role of the function; its template has them.',
} as const;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: keyof typeof fixes;
  constructor(code: keyof typeof fixes, message: string) {
    super(message);
    this.code = code;
  }
  get fix(): string { return fixes[this.code]; }
}
