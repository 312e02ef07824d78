import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import pg from 'pg'
import { isSet } from '#core/env.ts'
import { AppError } from '#core/errors.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import type { ServerCommands } from './server-commands.ts'
import type { ServerLayout } from './server-layout.ts'
import type { TargetInput } from './server-target.ts'
import type { Step } from './step.ts'

const THERE = "select 1 from pg_database where datname = 'stack'"

/** Makes the role and the database `stack` in the server's own PostgreSQL; none where DATABASE_URL is given. */
export async function databaseSteps({ commands, layout }: TargetInput): Promise<readonly Step[]> {
  if (await hasOwnDatabase(layout)) return []
  const there = await ask(commands, THERE)
  if (there.code === 0 && there.out.trim() === '1') return []
  return [
    {
      does: 'create',
      what: 'the role and the database stack in PostgreSQL',
      async apply() {
        const file = join(layout.state, 'secrets/postgres-password')
        const password = pg.escapeLiteral((await readFile(file, 'utf8')).trim())
        // It may be left from an installation before, with another password.
        const role = await must(commands, `select 1 from pg_roles where rolname = 'stack'`)
        const verb = role.trim() === '1' ? 'alter' : 'create'
        // On the standard input: an argument would be in the list of processes.
        await must(commands, `${verb} role stack login password ${password}`)
        if ((await must(commands, THERE)).trim() === '1') return
        await must(commands, 'create database stack owner stack')
      },
    },
  ]
}

/** Whether the operator named a database of their own; a line without a value names none. */
export async function hasOwnDatabase({ config }: ServerLayout): Promise<boolean> {
  const variables = (await readTextIfPresent(join(config, 'common.env'))) ?? ''
  return isSet('DATABASE_URL', parseEnv(variables))
}

function ask(commands: ServerCommands, sql: string) {
  const psql = ['-u', 'postgres', '--', 'psql', '--no-psqlrc', '--tuples-only', '--no-align']
  return commands.ask('runuser', [...psql, '--set=ON_ERROR_STOP=1'], sql)
}

async function must(commands: ServerCommands, sql: string): Promise<string> {
  const { code, out, err } = await ask(commands, sql)
  if (code === 0) return out
  throw new AppError(500, 'database_not_made', `PostgreSQL refused: ${err.trim()}`, {
    remedy:
      'apt install postgresql, or name another database with DATABASE_URL in /etc/ai-data-analyst/common.env',
  })
}
