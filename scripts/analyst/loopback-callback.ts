import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { html, type Html } from '#core/html.ts'
import { withResolvers } from './with-resolvers.ts'

/** What the browser brought back. */
export interface Callback {
  readonly code: string | null
  readonly error: string | null
  readonly issuer: string | null
}

/** A door on this machine's loopback through which the browser comes back, once (RFC 8252 section 7.3). */
export interface LoopbackCallback extends AsyncDisposable {
  readonly address: string
  /** Resolves with the first answer that carries our state; whoever does not know it is turned away. */
  readonly arrived: Promise<Callback>
}

/** Opens it on a free port. */
export async function openLoopbackCallback(state: string): Promise<LoopbackCallback> {
  const { promise: arrived, resolve } = withResolvers<Callback>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const { searchParams: query } = url
    if (request.method !== 'GET' || url.pathname !== '/callback' || query.get('state') !== state) {
      return answer(response, 400, page('This is not what the program waits for.'))
    }
    const [code, error] = [query.get('code'), query.get('error')]
    const issuer = query.get('iss')
    // Whoever is told closes the door: the page must be on its way.
    response.once('close', () => resolve({ code, error, issuer }))
    answer(
      response,
      200,
      page(
        code === null
          ? 'Nothing was allowed. You may close this page.'
          : 'Go on in the terminal. You may close this page.',
      ),
    )
  })
  await new Promise<void>((ready, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', ready)
  })
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/callback`,
    arrived,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done))
      // Browsers open more connections than they use, and keep them.
      server.closeAllConnections()
      await closed
    },
  }
}

function answer(response: ServerResponse, status: number, body: Html): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(body.text)
}

function page(text: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>analyst</title>
      <p>${text}</p>
    </html>`
}
