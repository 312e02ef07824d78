import type { EnvDeclarations } from '#core/env.ts'

/** The variables of this way to sign in. */
export const env = {
  ADMIN_EMAIL: {
    kind: 'text',
    description: 'Who administers; made at the start unless the person is there already',
    example: 'ann@example.com',
  },
  ADMIN_PASSWORD: {
    kind: 'secret',
    description: 'The first password of ADMIN_EMAIL; one that was changed is kept',
  },
} as const satisfies EnvDeclarations
