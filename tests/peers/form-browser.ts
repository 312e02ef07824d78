/** What a browser got. */
export interface Visited {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A browser without a screen: keeps cookies, follows nothing by itself, sends forms as people do. */
export class FormBrowser {
  readonly #base: string
  readonly #cookies = new Map<string, string>()

  constructor(base: string) {
    this.#base = base
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Visited> {
    return this.#send(path, { headers: { accept: 'text/html', ...headers } })
  }

  /** Sends a form as it is given. */
  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Visited> {
    const body = new URLSearchParams(fields)
    return this.#send(path, { method: 'POST', body, headers: { accept: 'text/html', ...headers } })
  }

  /** Opens a page and sends its form to `action` with the token that stands in it. */
  async submit(
    page: string,
    action: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Visited> {
    const { text } = await this.get(page)
    return this.post(action, { csrf: csrfIn(text), ...fields }, headers)
  }

  /** Signs in with e-mail and password. */
  signIn(email: string, password: string): Promise<Visited> {
    return this.submit('/login/password', '/login/password', { email, password })
  }

  async #send(path: string, init: RequestInit): Promise<Visited> {
    const headers = new Headers(init.headers)
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`)
    if (cookies.length > 0) headers.set('cookie', cookies.join('; '))
    const answer = await fetch(this.#base + path, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.#keep(line)
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(pair.indexOf('=') + 1)
    const expired = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute))
    if (expired || value === '') this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

/** The token in the first form of a page. */
export function csrfIn(text: string): string {
  return /name="csrf"\s+value="([^"]+)"/.exec(text)?.[1] ?? ''
}
