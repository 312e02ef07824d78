import type { KeyObject } from 'node:crypto'

/**
 * The instance's secrets. Each is taken from NAME, NAME_FILE or a systemd credential when the operator
 * gives one, else made once and kept in the secrets folder. `name` is lower-case-with-dashes.
 */
export interface Secrets {
  /** 256 bits or more, as text. */
  text(name: string): string
  /** An Ed25519 private key. */
  signingKey(name: string): KeyObject
}
