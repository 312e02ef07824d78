import type { KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Counter, type Registry } from 'prom-client'
import { AppError, NotFound } from '#core/errors.ts'
import type { ObjectStore } from '#core/files/object-store.ts'
import type { Logger } from '#core/log.ts'
import type { Catalogue } from '../engine/runs.ts'
import { bearerAuthentication, type Authenticate } from './bearer-authentication.ts'
import { sendProblem } from './problem-response.ts'
import { openPublished } from './published.ts'
import { sendBuffers, sendObject } from './send-object.ts'
import { sendRoot } from './send-root.ts'

/** Where the protocol of analysts' machines lives. */
export const distributionPath = '/sync/v1/'

/** What distribution is wired to. */
export interface DistributionOptions {
  readonly authenticate: Authenticate
  readonly catalogue: Catalogue
  readonly objects: ObjectStore
  readonly signingKey: KeyObject
  /** How long the objects of a replaced version can still be fetched. */
  readonly keepMs: number
  readonly log: Logger
  readonly metrics: Registry
}

/** The server's side of the sync protocol. */
export interface Distribution {
  /** Answers requests below /sync/v1/ and resolves to false, untouched, for all others. Never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  /** To be called on every `data_sync_generation` notification. */
  generationPublished(): void
}

/**
 * Serves signed roots and the objects that they name. Everything needs a bearer token, and an object
 * that the token may not read is answered exactly like one that does not exist.
 */
export function createDistribution(options: DistributionOptions): Distribution {
  const { objects, log } = options
  const published = openPublished(options)
  const buffers = sendBuffers()
  const authentication = bearerAuthentication(options.authenticate)
  const requests = new Counter({
    name: 'sync_distribution_requests_total',
    help: 'Requests of analysts’ machines by kind and status',
    labelNames: ['kind', 'status'],
    registers: [options.metrics],
  })

  const answerRoot = async (req: IncomingMessage, res: ServerResponse) => {
    const reader = await authentication.fresh(req.headers.authorization)
    sendRoot(req, res, await published.root(reader.tables))
  }
  const answerObject = async (req: IncomingMessage, res: ServerResponse, sha256: string) => {
    const reader = await authentication.recent(req.headers.authorization)
    const size = await published.sizeOf(sha256, reader.tables)
    if (size === undefined) throw new NotFound('object_not_found', 'There is no such object')
    await sendObject(req, res, { sha256, size, file: objects.path(sha256) }, buffers)
  }
  const answer = async (req: IncomingMessage, res: ServerResponse, route: Route) => {
    if (route.kind === 'unknown') throw new NotFound('not_found', 'There is nothing here')
    if (req.method !== 'GET' && req.method !== 'HEAD') throw methodNotAllowed()
    if (route.kind === 'root') return answerRoot(req, res)
    return answerObject(req, res, route.sha256)
  }

  return {
    async handle(req, res) {
      const route = routeOf(req.url ?? '')
      if (!route) return false
      try {
        await answer(req, res, route)
      } catch (error) {
        report(log, error, req)
        sendProblem(res, error)
      }
      requests.inc({ kind: route.kind, status: res.statusCode })
      return true
    },
    generationPublished: () => published.invalidate(),
  }
}

type Route =
  | { readonly kind: 'root' }
  | { readonly kind: 'object'; readonly sha256: string }
  | { readonly kind: 'unknown' }

function routeOf(url: string): Route | undefined {
  const path = url.split('?', 1)[0] ?? ''
  if (!path.startsWith(distributionPath)) return undefined
  const rest = path.slice(distributionPath.length)
  if (rest === 'root') return { kind: 'root' }
  const sha256 = /^o\/([0-9a-f]{64})$/.exec(rest)?.[1]
  return sha256 === undefined ? { kind: 'unknown' } : { kind: 'object', sha256 }
}

function methodNotAllowed(): AppError {
  const headers = { Allow: 'GET, HEAD' }
  return new AppError(405, 'method_not_allowed', 'Only GET and HEAD are answered', { headers })
}

/** A client that hangs up is no fault of ours; what we could not do is. */
function report(log: Logger, error: unknown, req: IncomingMessage): void {
  if (error instanceof AppError && error.status < 500) return
  if (req.destroyed && !req.complete) return
  const gone = (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE'
  if (gone) log.debug({ url: req.url }, 'a client hung up')
  else log.error({ err: error, url: req.url }, 'a sync request failed')
}
