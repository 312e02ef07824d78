import {
  commonOptions,
  isDryRun,
  isJson,
  requiredOption,
  textOption,
  UsageError,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import { NotFound } from '#core/errors.ts'
import { audit } from '#core/identity/audit.ts'
import {
  createToken,
  listTokens,
  revokeToken,
  tokenScopes,
  type TokenScope,
} from '#core/identity/tokens.ts'
import { applyChanges } from '../command-line/apply-changes.ts'
import { personByEmail } from '../command-line/person-by-email.ts'
import { printTable } from '../command-line/print-table.ts'

const personOptions = { ...commonOptions, user: { type: 'string' } } as const

export default {
  summary: 'API tokens of people',
  onState: true,
  actions: {
    create: {
      summary:
        'Makes a token and prints only the token, as JSON with its id; it is shown this once.',
      usage: '--user EMAIL [--name TEXT] [--days N] [--scope data|all] [--dry-run] [--format json]',
      options: {
        ...personOptions,
        name: { type: 'string' },
        days: { type: 'string' },
        scope: { type: 'string' },
      },
      run: create,
    },
    list: {
      summary: 'Lists the tokens of a person, without their secrets.',
      usage: '--user EMAIL [--dry-run] [--format json]',
      options: personOptions,
      run: list,
    },
    revoke: {
      summary: 'Ends a token at once.',
      usage: 'ID --user EMAIL [--dry-run] [--format json]',
      options: personOptions,
      positionals: { min: 1, max: 1 },
      run: revoke,
    },
  },
} satisfies Command

async function create(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const person = await personByEmail(db, requiredOption(input, 'user'))
  const expiresAt = expiry(textOption(input, 'days'))
  const name = textOption(input, 'name') ?? 'made by stack token create'
  const scope = scopeOf(textOption(input, 'scope') ?? 'all')
  const asked = { personId: person.id, name, scope, ...(expiresAt && { expiresAt }) }
  if (isDryRun(input)) {
    const change = { action: 'token.create', subject: person.email, detail: { name, scope } }
    const says = `${person.email} has a token more, ${name}.`
    const run = (changing: Database) => createToken(changing, asked)
    return applyChanges(input, context, [{ ...change, says, run }])
  }
  const { id, token } = await withinTransaction(db, { keep: true }, async (changing) => {
    const made = await createToken(changing, asked)
    const detail = { id: made.id }
    await audit(changing, { actor: 'stack', action: 'token.create', subject: person.email, detail })
    return made
  })
  if (!isJson(input)) return context.out(token)
  context.out(JSON.stringify({ id, token, name, scope, expiresAt: expiresAt ?? null }, null, 2))
}

/** A century; dates beyond some hundred thousand years cannot be written down. */
const MOST_DAYS = 36_500

/** A mistyped scope must not become the widest one. */
function scopeOf(typed: string): TokenScope {
  const scope = tokenScopes.find((known) => known === typed)
  if (scope) return scope
  throw new UsageError(`--scope ${typed}: ${tokenScopes.join(' or ')}`)
}

function expiry(days: string | undefined): Date | undefined {
  if (days === undefined) return undefined
  const count = Number(days)
  if (!Number.isSafeInteger(count) || count < 1 || count > MOST_DAYS) {
    throw new UsageError(`--days must be 1 to ${MOST_DAYS}`)
  }
  return new Date(Date.now() + count * 86_400_000)
}

async function list(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const person = await personByEmail(db, requiredOption(input, 'user'))
  const tokens = await listTokens(db, person.id)
  if (isJson(input)) return context.out(JSON.stringify(tokens, null, 2))
  printTable(
    context,
    ['id', 'name', 'scope', 'created', 'last used', 'expires'],
    tokens.map(({ id, name, scope, createdAt, lastUsedAt, expiresAt }) => [
      id,
      name,
      scope,
      createdAt.toISOString(),
      lastUsedAt?.toISOString() ?? 'never',
      expiresAt?.toISOString() ?? 'never',
    ]),
  )
}

async function revoke(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const person = await personByEmail(db, requiredOption(input, 'user'))
  const [id = ''] = input.positionals
  await applyChanges(input, context, [
    {
      ...{ action: 'token.revoke', subject: person.email, detail: { id } },
      says: `The token ${id} is revoked.`,
      async run(changing) {
        if (await revokeToken(changing, { id, personId: person.id })) return
        throw new NotFound('unknown_token', `${person.email} has no token ${id}`, {
          remedy: `stack token list --user ${person.email}`,
        })
      },
    },
  ])
}
