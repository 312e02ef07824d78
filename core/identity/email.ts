import { BadRequest } from '../errors.ts'

const shape = /^[^\s@"<>(),;:\\[\]]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/

/** An e-mail address as it is stored and compared: trimmed, in small letters, at most 254 characters (RFC 5321). */
export function normalEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (email.length <= 254 && shape.test(email)) return email
  throw new BadRequest('invalid_email', 'That is not an e-mail address')
}
