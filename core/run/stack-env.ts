import type { EnvDeclarations, EnvValues } from '../env.ts'

/** The variables that concern the stack as a whole; each service and provider declares its own. */
export const stackEnv = {
  PORT: {
    kind: 'port',
    default: '8080',
    description: 'Where the portal listens; 0 takes a free port',
  },
  HOST: {
    kind: 'text',
    default: '127.0.0.1',
    description: 'The address to listen on; 0.0.0.0 lets other machines in',
  },
  PUBLIC_URL: {
    kind: 'url',
    description: 'The address people use; links are built from it. Default: http://localhost:PORT',
    example: 'https://data.example.com',
  },
  DATA_DIR: {
    kind: 'text',
    default: './var',
    description: 'All state: database, objects, secrets',
  },
  CONFIG_DIR: {
    kind: 'text',
    default: './config',
    description: 'The folder of instance.yaml; without that file the example instance is used',
  },
  SECRETS_DIR: {
    kind: 'text',
    description:
      'The folder of the secrets that are made on the first start. Default: DATA_DIR/secrets',
    example: '/run/secrets',
  },
  HOMES_DIR: {
    kind: 'text',
    description:
      'One folder for each person, named by username: scripts, notes, transcripts. Default: DATA_DIR/homes',
    example: '/home',
  },
  DATABASE_URL: {
    kind: 'secret',
    description:
      'A PostgreSQL 15 or newer; without it one is run. Without a password in it, the secret postgres-password is used',
    example: 'postgres://analyst:password@db.example.com/analyst',
  },
  LOG_LEVEL: {
    kind: 'text',
    description: 'trace, debug, info, warn or error. Default: info; in a terminal warn',
  },
} as const satisfies EnvDeclarations

export type StackEnv = EnvValues<typeof stackEnv>

/** The address people use, once the port is known. */
export function publicUrlOf(env: StackEnv, port: number): URL {
  return env.PUBLIC_URL ?? new URL(`http://localhost:${port}`)
}
