/** One kind of secret or personal data, as data: what it looks like, and examples that prove it. */
export interface SecretRule {
  readonly id: string
  /** What its owner is told that the line looks like. */
  readonly name: string
  /** Every repetition is bounded, so that a search takes time in proportion to the text. */
  readonly pattern: RegExp
  /** Small letters, one of which must be there for the pattern to be tried at all. */
  readonly keywords?: readonly string[]
  /** Judges what was found; group 1 where the pattern has one, else all of it. */
  readonly check?: (found: string) => boolean
  /** `~` stands for nothing, so that these lines are no secrets themselves. */
  readonly hits: readonly string[]
  readonly clean: readonly string[]
}
