import { z } from 'zod'
import type { AuthContext } from '#core/auth.ts'
import type { bearerEnv } from '#core/identity/bearer-needs.ts'

/** The section `auth.desktop` of instance.yaml. */
export const config = z.strictObject({
  /** Whether the desktop app of the original, which gets a long token by its own link, may be linked. */
  app_link: z.boolean().default(true),
  url_scheme: z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*$/, 'must be a scheme such as data-analyst')
    .refine((scheme) => !browserSchemes.has(scheme), 'must be a scheme of your own app')
    .default('data-analyst'),
  /** How long a token of the app lives, and for how long after that it can still be renewed. */
  token_days: z.int().min(1).max(365).default(30),
  grace_days: z.int().min(0).max(90).default(7),
  /** After how many days without use a program has to be allowed again. */
  idle_days: z.int().min(1).max(365).default(60),
})

/** What these would do with a token in their address is never what is meant. */
const browserSchemes = new Set(['http', 'https', 'javascript', 'data', 'file', 'mailto', 'ftp'])

/** What everything here works with. */
export type Desktop = AuthContext<z.output<typeof config>, typeof bearerEnv>

export const DAY_SECONDS = 86_400
