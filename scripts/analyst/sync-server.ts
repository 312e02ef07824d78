import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { NotFound, Unauthorized, UpstreamError } from '#core/errors.ts'
import type { Access } from './access.ts'
import { busy, unreachable } from './transfer-error.ts'

/** The largest root that is read, packed or not: some 200,000 tables. */
const maxRootBytes = 128 * 1024 * 1024
/** A connection on which nothing arrives for this long is given up. */
const idleMs = 30_000

/** The answer to a question for the root; `body` is not checked yet. */
export type RootAnswer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'root'; readonly body: unknown; readonly etag: string | null }

/** An object's bytes from `start` on. */
export interface ObjectAnswer {
  readonly start: number
  readonly bytes: IncomingMessage
}

/** A server that speaks the sync protocol; connections are kept open between requests. */
export interface SyncServer {
  readonly url: string
  root(etag?: string | null): Promise<RootAnswer>
  /** Asks for the bytes from `from` on; a server may answer with all of them. */
  object(sha256: string, from: number): Promise<ObjectAnswer>
  close(): void
}

/** Talks to `url` (with a trailing slash). Everything stops when `signal` aborts. */
export function syncServer(url: string, access: Access, signal: AbortSignal): SyncServer {
  const { request, Agent } = url.startsWith('https:') ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: 16, scheduling: 'fifo' })

  const get = async (path: string, more: OutgoingHttpHeaders): Promise<IncomingMessage> => {
    const headers = { authorization: `Bearer ${await access()}`, 'user-agent': 'analyst', ...more }
    return new Promise((resolve, reject) => {
      const options = { agent, signal, timeout: idleMs, headers }
      const sent = request(new URL(path, url), options, resolve)
      sent.on('timeout', () => sent.destroy(new Error(`nothing came for ${idleMs / 1000} s`)))
      sent.on('error', (cause) => reject(signal.aborted ? cause : unreachable(url, cause)))
      sent.end()
    })
  }

  return {
    url,
    async root(etag) {
      const condition = etag ? { 'if-none-match': etag } : {}
      const answer = await get('sync/v1/root', { 'accept-encoding': 'gzip', ...condition })
      if (answer.statusCode === 304) {
        answer.resume()
        return { kind: 'unchanged' }
      }
      if (answer.statusCode !== 200) throw await refusal(answer, url)
      return { kind: 'root', body: await jsonOf(answer, url), etag: answer.headers.etag ?? null }
    },
    async object(sha256, from) {
      const range = from > 0 ? { range: `bytes=${from}-`, 'if-range': `"${sha256}"` } : {}
      const answer = await get(`sync/v1/o/${sha256}`, range)
      if (answer.statusCode === 200) return { start: 0, bytes: answer }
      const begins = /^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1]
      if (answer.statusCode === 206 && Number(begins) === from)
        return { start: from, bytes: answer }
      throw await refusal(answer, url)
    },
    close: () => agent.destroy(),
  }
}

async function refusal(answer: IncomingMessage, url: string): Promise<Error> {
  answer.resume()
  const status = answer.statusCode ?? 0
  if (status === 401 || status === 403) {
    const remedy = `Sign in again: \`analyst login --server ${url}\`.`
    return new Unauthorized('token_refused', `${url} does not accept the token`, { remedy })
  }
  if (status === 404) {
    return new NotFound('not_found', `${url} does not have what was asked for`, {
      remedy: 'Check the server’s address; if it is right, run `analyst sync` again.',
    })
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return busy(url, status, answer.headers['retry-after'])
  }
  return new UpstreamError('unexpected_answer', `${url} answered ${status}`, {
    remedy: 'Check that the address is the portal’s, without a redirect before it.',
  })
}

async function jsonOf(answer: IncomingMessage, url: string): Promise<unknown> {
  const body = await bytesOf(answer, url)
  try {
    const plain =
      answer.headers['content-encoding'] === 'gzip'
        ? await promisify(gunzip)(body, { maxOutputLength: maxRootBytes })
        : body
    return JSON.parse(plain.toString('utf8'))
  } catch (cause) {
    const remedy = 'Check that the address is the portal’s.'
    throw new UpstreamError('unexpected_answer', `${url} did not answer with a root`, {
      cause,
      remedy,
    })
  }
}

async function bytesOf(answer: IncomingMessage, url: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxRootBytes) throw new RangeError('the root is too large')
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof RangeError) throw cause
    throw unreachable(url, cause)
  }
  return Buffer.concat(chunks)
}
