import type { RequestListener } from 'node:http'
import { listen, type Listening } from '#core/http/server.ts'

/** A server on a loopback port that is known before what answers there is made; until then it says 503. */
export interface LateServer extends Pick<Listening, 'url' | 'port' | 'close'> {
  serve(handler: RequestListener): void
}

export async function listenLater(): Promise<LateServer> {
  let handler: RequestListener = (_request, response) => response.writeHead(503).end()
  const { url, port, close } = await listen((request, response) => handler(request, response), {
    host: '127.0.0.1',
    port: 0,
    drainMs: 500,
  })
  return { url, port, close, serve: (given) => void (handler = given) }
}
