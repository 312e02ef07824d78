import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { unescape } from 'node:querystring'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConfigError, UpstreamError } from '#core/errors.ts'
import { networkReason } from '#core/network-reason.ts'
import { shownOrigin } from './shown-origin.ts'

const mostRedirects = 5

/** What bounds a request, and who hears of its progress. */
export interface RequestBounds {
  readonly signal: AbortSignal
  readonly timeoutSeconds: number
  readonly maxBytes: number
  progress(done: number, total?: number): void
}

/** Equal markers mean equal content, by the server's own word (RFC 9110, ETag and Last-Modified). */
export async function remoteMarker(
  address: string,
  bounds: RequestBounds,
): Promise<string | undefined> {
  const response = await follow(address, 'HEAD', bounds)
  await response.body?.cancel()
  if (response.status === 405 || response.status === 501) return undefined
  refuseFailure(address, response)
  const etag = response.headers.get('etag')
  if (etag !== null && !etag.startsWith('W/')) return etag
  const modified = response.headers.get('last-modified')
  return modified === null ? undefined : `${modified} ${response.headers.get('content-length')}`
}

/**
 * Streams an address to a file; returns its size.
 * @throws {UpstreamError} `source_missing`, `source_failed`, `download_truncated`, `download_too_large`.
 */
export async function download(
  address: string,
  target: string,
  bounds: RequestBounds,
): Promise<number> {
  try {
    const response = await follow(address, 'GET', bounds)
    refuseFailure(address, response)
    const announced = announcedBytes(response)
    refuseSize(address, announced ?? 0, bounds.maxBytes)
    if (!response.body)
      throw new UpstreamError('source_failed', `${shownOrigin(address)} answered without a body`)
    await pipeline(
      Readable.from(response.body),
      counted(address, announced, bounds),
      createWriteStream(target, { flags: 'wx' }),
      { signal: bounds.signal },
    )
    const { size } = await stat(target)
    if (announced !== undefined && size !== announced)
      throw truncated(address, `${size} of ${announced} bytes`)
    return size
  } catch (error) {
    await rm(target, { force: true })
    bounds.signal.throwIfAborted()
    if (error instanceof UpstreamError || error instanceof ConfigError) throw error
    // Of our own disk, which may be full; what comes from the network has no path.
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error
    throw truncated(address, networkReason(error), error)
  }
}

/** https only, also after a redirect; plain http is for this machine, where tests and sidecars live. */
export function checkAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const loopback = url && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return url
  throw new ConfigError([`${shownOrigin(address)}: only https addresses are read`])
}

async function follow(
  address: string,
  method: 'GET' | 'HEAD',
  { signal, timeoutSeconds }: RequestBounds,
): Promise<Response> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)])
  let url = checkAddress(address)
  const first = url
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await fetch(withoutCredentials(url), {
      method,
      redirect: 'manual',
      signal: bounded,
      headers: {
        'accept-encoding': 'identity',
        ...(url.origin === first.origin && credentialsOf(first)),
      },
    }).catch((cause: unknown) => {
      signal.throwIfAborted()
      throw new UpstreamError(
        'source_failed',
        `${shownOrigin(address)} cannot be reached: ${networkReason(cause)}`,
        {
          remedy: 'Check the address and the network of the data-sync service.',
          cause,
        },
      )
    })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response
    await response.body?.cancel()
    // What is no address is refused like one that is not read.
    url = checkAddress(URL.canParse(location, url) ? new URL(location, url).href : location)
    // A server on the internet must not be able to point us at services of this machine.
    if (url.protocol === 'http:' && first.protocol === 'https:') {
      throw new ConfigError([`${shownOrigin(address)} redirects from https to http`])
    }
  }
  throw new UpstreamError(
    'source_failed',
    `${shownOrigin(address)} redirects more than ${mostRedirects} times`,
  )
}

/** fetch refuses an address with a name and a password, and says them in its message. */
function withoutCredentials(url: URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

/** The name and the password of an address, for the server that it names alone (RFC 7617). */
function credentialsOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {}
  const words = `${unescape(username)}:${unescape(password)}`
  return { authorization: `Basic ${Buffer.from(words).toString('base64')}` }
}

function counted(address: string, total: number | undefined, bounds: RequestBounds): Transform {
  let done = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length
      try {
        refuseSize(address, done, bounds.maxBytes)
        bounds.progress(done, total)
        next(null, chunk)
      } catch (error) {
        next(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
}

function announcedBytes(response: Response): number | undefined {
  const length = response.headers.get('content-length')
  const encoded = response.headers.get('content-encoding') ?? 'identity'
  return length === null || encoded !== 'identity' ? undefined : Number(length)
}

function refuseFailure(address: string, { status }: Response): void {
  if (status >= 200 && status <= 299) return
  const gone = status === 404 || status === 410
  throw new UpstreamError(
    gone ? 'source_missing' : 'source_failed',
    `${shownOrigin(address)} answered ${status}`,
    {
      remedy: gone
        ? 'Correct the origin in instance.yaml; the last good version stays published.'
        : 'Try again later, or ask whoever runs that server.',
    },
  )
}

function refuseSize(address: string, bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return
  throw new UpstreamError(
    'download_too_large',
    `${shownOrigin(address)} is larger than ${maxBytes} bytes`,
    {
      remedy: 'Raise maxBytes in the config of the source.',
    },
  )
}

function truncated(address: string, how: string, cause?: unknown): UpstreamError {
  return new UpstreamError('download_truncated', `${shownOrigin(address)} broke off: ${how}`, {
    remedy: 'Run it again; the last good version stays published.',
    cause,
  })
}
