import { BadRequest } from '../errors.ts'

// The dot-atom of RFC 5322 in ASCII, without % and !, which mail servers may read as a route.
const localPart = /^[\w#$&'*+/=?^`{|}~-]+(\.[\w#$&'*+/=?^`{|}~-]+)*$/
const domain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

/**
 * An e-mail address as it is stored and compared: trimmed, in small letters, at most 254 characters
 * (RFC 5321). Undefined for all else, and for letters beyond ASCII: two addresses that look alike, or
 * fold to the same small letters, must not be taken for one person.
 */
export function emailIn(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 254 || !/^[\x21-\x7e]+$/.test(trimmed)) return undefined
  const email = trimmed.toLowerCase()
  const at = email.lastIndexOf('@')
  const [local, host] = [email.slice(0, Math.max(at, 0)), email.slice(at + 1)]
  return local.length <= 64 && localPart.test(local) && domain.test(host) ? email : undefined
}

/** The same, for who needs one: BadRequest('invalid_email') for what is none. */
export function normalEmail(text: string): string {
  const email = emailIn(text)
  if (email !== undefined) return email
  throw new BadRequest('invalid_email', 'That is not an e-mail address', {
    remedy: 'Write it like name@example.com, in plain letters.',
  })
}
