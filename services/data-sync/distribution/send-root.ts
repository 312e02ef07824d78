import type { IncomingMessage, ServerResponse } from 'node:http'
import { acceptsGzip, matchesNone } from './conditional-request.ts'
import type { RootBody } from './signed-root-body.ts'

/** Answers a GET or HEAD of the root: 304 when the client has it, gzip when it takes that. */
export function sendRoot(req: IncomingMessage, res: ServerResponse, root: RootBody): void {
  const zipped = acceptsGzip(req.headers['accept-encoding'])
  const { body, etag } = zipped ? root.gzip : root.identity
  const headers = {
    ETag: etag,
    'Cache-Control': 'private, no-cache',
    Vary: 'Authorization, Accept-Encoding',
  }
  if (matchesNone(req.headers['if-none-match'], [root.gzip.etag, root.identity.etag])) {
    res.writeHead(304, headers).end()
    return
  }
  res.writeHead(200, {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
  })
  res.end(req.method === 'HEAD' ? undefined : body)
}
