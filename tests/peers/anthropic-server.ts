import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLoopbackServer } from './loopback-server.ts'

/** A block as it was sent to the model. */
export interface AskedBlock {
  readonly place: number
  readonly text: string
}

export interface AskedModel {
  readonly key: string
  readonly model: string
  readonly text: string
  readonly blocks: readonly AskedBlock[]
}

/** How the server answers: facts for blocks, or in one of the ways in which things go wrong. */
export type Behaviour =
  | ((blocks: readonly AskedBlock[]) => readonly object[])
  | { readonly status: number; readonly retryAfter?: string }
  /** No facts, and this in the place of what it cost. */
  | { readonly usage: unknown }
  | 'slow'
  | 'cut'
  | 'refusal'
  | 'too-long'
  | 'no-json'
  | 'redirect'

/** A server that speaks the Messages API of Anthropic (docs.claude.com), and misbehaves as a test says. */
export interface FakeAnthropic extends AsyncDisposable {
  readonly url: URL
  readonly asked: readonly AskedModel[]
  behave(behaviour: Behaviour): void
}

export async function openFakeAnthropic(): Promise<FakeAnthropic> {
  const asked: AskedModel[] = []
  let behaviour: Behaviour = () => []
  const server = await openLoopbackServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const parsed = JSON.parse(body) as { model: string; messages: { content: string }[] }
      const text = parsed.messages[0]?.content ?? ''
      const { blocks } = JSON.parse(text) as { blocks: AskedBlock[] }
      const key = (request.headers.authorization ?? '').replace(/^Bearer /, '')
      asked.push({ key, model: parsed.model, text, blocks })
      await answer(behaviour, response, blocks)
    })
  })
  return {
    url: new URL(server.url),
    asked,
    behave: (next) => (behaviour = next),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function answer(
  behaviour: Behaviour,
  response: ServerResponse,
  blocks: readonly AskedBlock[],
): Promise<void> {
  if (typeof behaviour === 'object' && 'status' in behaviour) {
    const headers =
      behaviour.retryAfter === undefined ? {} : { 'retry-after': behaviour.retryAfter }
    response.writeHead(behaviour.status, { 'content-type': 'application/json', ...headers })
    const error = { type: 'overloaded_error', message: 'Overloaded' }
    return void response.end(JSON.stringify({ type: 'error', error }))
  }
  if (behaviour === 'redirect') {
    return void response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end()
  }
  if (behaviour === 'slow') await sleep(3000)
  const facts = typeof behaviour === 'function' ? behaviour(blocks) : []
  const said =
    behaviour === 'no-json' ? 'Certainly! Here are the facts:' : JSON.stringify({ facts })
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: behaviour === 'refusal' ? [] : [{ type: 'text', text: said }],
    stop_reason:
      behaviour === 'too-long' ? 'max_tokens' : behaviour === 'refusal' ? 'refusal' : 'end_turn',
    stop_sequence: null,
    usage:
      typeof behaviour === 'object'
        ? behaviour.usage
        : { input_tokens: 100 + 10 * blocks.length, output_tokens: 20 * blocks.length },
  }
  const text = JSON.stringify(message)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
  if (behaviour === 'cut') {
    response.write(text.slice(0, text.length / 2))
    return void setTimeout(() => response.destroy(), 20)
  }
  response.end(text)
}
