import type { EnvDeclarations } from '#core/env.ts'

export const env = {
  GOOGLE_CLIENT_ID: {
    kind: 'text',
    description: 'From the Google Cloud console, with PUBLIC_URL/authorize as redirect address',
    example: '1234-abcd.apps.googleusercontent.com',
  },
  GOOGLE_CLIENT_SECRET: { kind: 'secret', description: 'What belongs to GOOGLE_CLIENT_ID' },
  GOOGLE_ISSUER: {
    kind: 'url',
    default: 'https://accounts.google.com',
    description: 'Another issuer in place of Google, for tests',
  },
} as const satisfies EnvDeclarations
