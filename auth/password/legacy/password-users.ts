import { z } from 'zod'
import { BadRequest, messageOf } from '#core/errors.ts'

/** One entry of the original's password_users.json, as far as anything of it is worth keeping. */
export interface PasswordUser {
  readonly email: string
  readonly name?: string
  readonly hash?: string
  readonly createdAt?: string
  readonly lastLogin?: string
}

/** An entry that cannot be understood, and why. */
export interface UnreadableUser {
  readonly email: string
  readonly problem: string
}

const text = z.string().nullish()
const entry = z.object({
  password_hash: text,
  name: text,
  created_at: text,
  last_login: text,
})

/**
 * Reads the file: an object by e-mail. Its set-up and reset tokens, which lie there in clear, are left
 * behind. BadRequest when it is no such file; an entry that is none is told, not dropped.
 */
export function passwordUsers(json: string): readonly (PasswordUser | UnreadableUser)[] {
  const file = z.record(z.string(), z.unknown()).safeParse(jsonOf(json))
  if (!file.success) {
    throw new BadRequest('not_password_users', 'The file is not an object of people by e-mail')
  }
  return Object.entries(file.data).map(([email, value]) => {
    const parsed = entry.safeParse(value)
    if (!parsed.success) return { email, problem: z.prettifyError(parsed.error) }
    const { password_hash: hash, name, created_at: createdAt, last_login: lastLogin } = parsed.data
    return {
      email,
      ...(name?.trim() && { name: name.trim() }),
      ...(hash && { hash }),
      ...(createdAt && { createdAt }),
      ...(lastLogin && { lastLogin }),
    }
  })
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new BadRequest('not_json', `The file is not JSON: ${messageOf(cause)}`, { cause })
  }
}
