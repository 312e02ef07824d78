import type { EnvDeclarations } from '#core/env.ts'

/** The variables of desktop sign-in. */
export const env = {
  DESKTOP_JWT_SECRET: {
    kind: 'secret',
    description:
      'Signs the tokens of linked devices, 32 characters or more; made on the first start',
  },
} as const satisfies EnvDeclarations
