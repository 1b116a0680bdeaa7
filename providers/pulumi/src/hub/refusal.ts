/** An expected failure, in words for people who run Pulumi. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
