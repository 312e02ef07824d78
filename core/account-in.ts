import { ConfigError } from './errors.ts'

/**
 * User and password of an address that a variable holds, as they are meant; empty where there are none. A ConfigError
 * with the variable's name, and nothing of the address, where a `%` begins no code.
 */
export function accountIn(
  variable: string,
  { username, password }: URL,
): { readonly user: string; readonly password: string } {
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    throw new ConfigError([
      `${variable}: a % in the user or the password begins no code: write %25 for the sign itself`,
    ])
  }
}
