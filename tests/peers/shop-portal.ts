import type { IncomingHttpHeaders, OutgoingHttpHeaders, RequestListener } from 'node:http'
import { csrfIn, type FormBrowser } from './form-browser.ts'
import { openFakeService, openTestPortal, type TestPortal } from './portal.ts'

/** What reached the service. */
export interface ReceivedRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The real portal before a service that answers as the test says at the moment. */
export interface ShopPortal extends AsyncDisposable {
  readonly portal: TestPortal
  /** A person who is signed in. */
  readonly ann: FormBrowser
  /** What came since the service was told how to answer. */
  received(): readonly ReceivedRequest[]
  /** The service answers so to whatever comes next. */
  answers(status: number, headers?: OutgoingHttpHeaders, body?: string | Buffer): void
  answersBy(listener: RequestListener): void
  /** The person's session and token of forms, for requests that no form makes. */
  tokens(): Promise<{ readonly cookie: string; readonly csrf: string }>
}

/** The service has a page at /shop, a widget at /shop/widget and a route at /api/shop. */
export async function openShopPortal(): Promise<ShopPortal> {
  await using opened = new AsyncDisposableStack()
  let received: ReceivedRequest[] = []
  let listener: RequestListener = (_request, response) => response.end()
  const shop = await openFakeService(
    {
      id: 'shop',
      title: 'Shop',
      routes: [{ path: '/api/shop', auth: 'session' }],
      portal: {
        page: { path: '/shop', title: 'Shop', icon: 'book', order: 1 },
        widget: { path: '/shop/widget', title: 'Shop', order: 1 },
      },
    },
    (request, response) => {
      void request.toArray().then((chunks) => {
        const { headers, method = '' } = request
        received.push({ method, headers, body: Buffer.concat(chunks as Buffer[]).toString() })
        listener(request, response)
      })
    },
  )
  opened.use(shop)
  const portal = opened.use(await openTestPortal({ services: [shop.service] }))
  const ann = await portal.signedIn('ann@acme.com')
  const answersBy = (given: RequestListener) => {
    received = []
    listener = given
  }
  const kept = opened.move()
  return {
    portal,
    ann,
    received: () => received,
    answers: (status, headers = {}, body = '') =>
      answersBy((_request, response) => response.writeHead(status, headers).end(body)),
    answersBy,
    async tokens() {
      const csrf = csrfIn((await ann.get('/account')).text)
      return { cookie: `session=${ann.cookie('session')}`, csrf }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
