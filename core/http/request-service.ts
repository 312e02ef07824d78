import {
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { UpstreamError } from '../errors.ts'

/** One request to a service; `path` is sent as it is, query included. */
export interface ServiceRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** From the start of the request to the last byte of the answer. */
  readonly signal: AbortSignal
}

/** Where a service answers, as node:http wants it: `http://host:port` or `unix:/path.sock`. */
function connectionOf(address: string): RequestOptions {
  if (address.startsWith('unix:')) return { socketPath: address.slice('unix:'.length) }
  const { hostname, port } = new URL(address)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port || 80 }
}

/** What it is called when a connection ended before an answer; whether the request arrived is not known. */
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE'])

/** On one machine a name is found and a connection made at once, or whoever had the address is gone. */
const CONNECT_MS = 1000

/**
 * Sends a request to a service and resolves with its answer's head; the body is not read yet. Of several
 * addresses, separated by commas, the next is asked where nobody can be connected, and for GET and HEAD also where
 * the connection ends without an answer, as those of a process that stops do. No other request arrives twice.
 */
export async function requestService(
  address: string,
  asked: ServiceRequest,
): Promise<IncomingMessage> {
  const [usual = '', ...others] = address.split(',')
  const safe = asked.method === 'GET' || asked.method === 'HEAD'
  let first: unknown
  for (const other of [usual, ...others]) {
    try {
      // An idle connection may be ended by the other side at any moment: what must not be sent twice has its own.
      const reuse = safe && first === undefined
      return await send(other, asked, { reuse, connectMs: CONNECT_MS })
    } catch (error) {
      if (!mayAskAgain(error, safe)) throw error
      first ??= error
    }
  }
  // Where all are slow, the usual one has as long as it takes.
  return send(usual, asked, { reuse: false }).catch((error: unknown) => {
    throw mayAskAgain(error, safe) ? first : error
  })
}

function mayAskAgain(error: unknown, safe: boolean): boolean {
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException
  // Node gathers in one error what happened at each address of a name.
  const reachedNobody = error instanceof AggregateError || /^(connect|getaddrinfo)$/.test(syscall)
  return reachedNobody || (safe && BROKEN_OFF.has(code))
}

function send(
  address: string,
  asked: ServiceRequest,
  { reuse, connectMs }: { readonly reuse: boolean; readonly connectMs?: number },
): Promise<IncomingMessage> {
  const { method, path, signal } = asked
  const length =
    asked.body === undefined ? {} : { 'content-length': `${Buffer.byteLength(asked.body)}` }
  const headers = { host: 'service', ...asked.headers, ...length }
  const how = { ...connectionOf(address), ...(!reuse && { agent: false }) }
  return new Promise((resolve, reject) => {
    const sent = request({ ...how, method, path, headers, signal }, resolve)
    sent.once('error', reject)
    if (connectMs !== undefined) limitConnecting(sent, connectMs)
    sent.end(asked.body)
  })
}

function limitConnecting(sent: ClientRequest, ms: number): void {
  sent.once('socket', (socket) => {
    if (!socket.connecting) return
    const timer = setTimeout(() => {
      const error = new Error(`no connection within ${ms} ms`)
      sent.destroy(Object.assign(error, { code: 'ETIMEDOUT', syscall: 'connect' }))
    }, ms)
    const stop = () => clearTimeout(timer)
    socket.once('connect', stop).once('close', stop)
  })
}

/** An answer's whole body as text; one that is larger than `limit` bytes is refused. */
export async function textOf(answer: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) {
      answer.destroy()
      throw new UpstreamError('answer_too_large', `A service answered more than ${limit} bytes.`)
    }
    chunks.push(chunk)
  }
  if (!answer.complete) throw new UpstreamError('answer_cut_off', 'A service broke off its answer.')
  return Buffer.concat(chunks).toString('utf8')
}

/** Sends a request to a service and resolves with its status and its whole body, of `limit` bytes at most. */
export async function askService(
  address: string,
  asked: ServiceRequest,
  limit: number,
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await requestService(address, asked)
  return { status: answer.statusCode ?? 502, text: await textOf(answer, limit) }
}

/** Whether an answer is HTML that belongs into the portal's layout. */
export function isHtml(headers: IncomingHttpHeaders): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '')
}
