import type { EnvDeclarations } from '../env.ts'
import type { SecretKind } from '../service.ts'

/** The variables that a manifest declares whose service checks tokens by `requireBearer`. */
export const bearerEnv = {
  DESKTOP_JWT_SECRET: {
    kind: 'secret',
    description:
      'Signs the tokens of linked devices, 32 characters or more; made on the first start',
  },
} as const satisfies EnvDeclarations

/** The secrets that such a manifest names, so that they are there before it starts. */
export const bearerSecrets = { 'desktop-jwt-secret': 'text' } as const satisfies Readonly<
  Record<string, SecretKind>
>
