import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { AppError } from '#core/errors.ts'
import type { Database } from '#core/database/connect.ts'
import type { Logger } from '#core/log.ts'
import type { Store } from '../log/store.ts'
import { revokeToken } from '../tokens/standing.ts'
import { broadcast } from './broadcast.ts'
import { everybody } from './everybody.ts'
import { readBatch, readBroadcast, readDispatch, readRevocation } from './dispatch-request.ts'
import { readText } from './read-text.ts'

const ONE_BYTES = 1024 * 1024
const MANY_BYTES = 16 * 1024 * 1024
const DAY_SECONDS = 86_400
/** A token without a known end is refused for so long; the stack's own live 30 days at most. */
const REVOKED_SECONDS = 400 * DAY_SECONDS

export interface DispatchDeps {
  readonly db: Database
  readonly store: Store
  readonly log: Logger
  connected(): Iterable<string>
  onStored(seconds: number, notifications: number): void
}

type Action = (request: IncomingMessage) => Promise<object>

/**
 * What senders ask, on a bare listener: an HTTP framework would cost more than everything else here.
 * Everything else goes to `next`. `mayDispatch` says whether a request is from a sender of ours.
 */
export function createDispatchHandler(
  deps: DispatchDeps,
  mayDispatch: (request: IncomingMessage) => boolean,
  next: RequestListener,
): RequestListener {
  const { db, store, log } = deps

  const actions: Readonly<Record<string, Action>> = {
    async '/dispatch'(request) {
      const [stored] = await post([readDispatch(await readText(request, ONE_BYTES))])
      return { sent: stored?.sent ?? 0, stored: true, seq: stored?.seq }
    },
    async '/dispatch/batch'(request) {
      const stored = await post(readBatch(await readText(request, MANY_BYTES)))
      return { ...summary(stored), seqs: stored.map(({ seq }) => seq) }
    },
    async '/broadcast'(request) {
      const { users, letter } = readBroadcast(await readText(request, MANY_BYTES))
      const usernames = users ?? (await everybody(db, deps.connected()))
      return timed(
        () => broadcast(store, usernames, letter),
        ({ stored }) => stored,
      )
    },
    async '/revoke'(request) {
      const { jti, exp } = readRevocation(await readText(request, ONE_BYTES))
      await revokeToken(db, jti, new Date((exp ?? Date.now() / 1000 + REVOKED_SECONDS) * 1000))
      return { revoked: jti }
    },
  }

  function post(letter: Parameters<Store['post']>[0]) {
    return timed(
      async () => (letter.length === 0 ? [] : await store.post(letter)),
      ({ length }) => length,
    )
  }

  async function timed<T>(work: () => Promise<T>, countOf: (done: T) => number): Promise<T> {
    const began = performance.now()
    const done = await work()
    deps.onStored((performance.now() - began) / 1000, countOf(done))
    return done
  }

  return function handle(request, response) {
    const action = actions[request.url ?? '']
    if (!action) return next(request, response)
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST')
      return answer(response, 405, { error: 'Only POST is understood here' })
    }
    if (!mayDispatch(request)) {
      request.resume()
      response.setHeader('www-authenticate', 'Bearer')
      return answer(response, 401, { error: 'A bearer token is needed: the secret dispatch-token' })
    }
    action(request).then(
      (said) => answer(response, 200, said),
      (error: unknown) => fail(request, response, error),
    )
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    // The sender went away before it had said all: nothing was lost, and nobody is left to answer.
    if (response.destroyed && !request.complete) return
    if (error instanceof AppError && error.status < 500) {
      return answer(response, error.status, { error: error.message })
    }
    log.error({ err: error }, 'a dispatch failed')
    if (error instanceof AppError) return answer(response, error.status, { error: error.message })
    // Nothing is known to be stored: with an `id` the sender may simply ask again.
    answer(response, 503, { error: 'Not stored: the database does not answer. Try again.' })
  }
}

function summary(stored: readonly { readonly sent: number }[]) {
  return {
    sent: stored.reduce((sum, { sent }) => sum + sent, 0),
    stored: stored.length,
  }
}

function answer(response: ServerResponse, status: number, said: object): void {
  const body = JSON.stringify(said)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}
