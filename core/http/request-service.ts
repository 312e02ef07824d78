import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { TooLarge, UpstreamError } from '../errors.ts'

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

/** What it is called when nobody was reached: nothing of the request has been sent then. */
const NOBODY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT'])

/**
 * Sends a request to a service and resolves with its answer's head; the body is not read yet. Of several
 * addresses, separated by commas, the next is asked where nobody can be connected: no request arrives twice.
 */
export async function requestService(
  address: string,
  asked: ServiceRequest,
): Promise<IncomingMessage> {
  const [usual = '', ...others] = address.split(',')
  try {
    return await send(usual, asked)
  } catch (error) {
    if (!NOBODY.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    for (const other of others) {
      const answer = await send(other, asked).catch(() => undefined)
      if (answer) return answer
    }
    throw error
  }
}

function send(address: string, asked: ServiceRequest): Promise<IncomingMessage> {
  const { method, path, signal } = asked
  const length =
    asked.body === undefined ? {} : { 'content-length': `${Buffer.byteLength(asked.body)}` }
  const headers = { host: 'service', ...asked.headers, ...length }
  return new Promise((resolve, reject) => {
    const sent = request({ ...connectionOf(address), method, path, headers, signal }, resolve)
    sent.once('error', reject)
    sent.end(asked.body)
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
      throw new TooLarge('answer_too_large', `A service answered more than ${limit} bytes.`)
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
