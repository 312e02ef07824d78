import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLoopbackServer } from './loopback-server.ts'
import { telegramVerdict } from './telegram-verdict.ts'

/** One call of the Bot API as it arrived. */
export interface TelegramCall {
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
  /** The uploaded photo, where there was one. */
  readonly photo?: { readonly type: string; readonly name: string; readonly bytes: Buffer }
}

/** How a call goes wrong: an answer, none at all, or one that is lost after the call has had its effect. */
export type Misbehaviour =
  | {
      readonly status: number
      readonly description: string
      readonly retryAfter?: number
      readonly raw?: string
    }
  | 'cut'
  | 'lost'

/** A server that speaks the Bot API for one bot, and misbehaves as a test says. */
export interface FakeTelegram extends AsyncDisposable {
  readonly url: URL
  readonly token: string
  readonly calls: TelegramCall[]
  /** What people got: messages and photos, in their order. */
  readonly arrived: TelegramCall[]
  /** Chats that refuse the bot with 403. */
  readonly blocked: Set<number>
  /** While true, every answer of getUpdates holds the updates of before once more. */
  repeats: boolean
  /** While true, another program polls. */
  conflict: boolean
  /** Numbers of updates whose arrival at the bot was confirmed by an offset. */
  readonly confirmed: Set<number>
  /** The next calls of a method go wrong, one after the other. */
  fail(method: string, ...how: readonly Misbehaviour[]): void
  /** A person writes; returns the update. */
  write(chatId: number, text: string, more?: { type?: string; name?: string }): object
  /** A person presses a button. */
  press(chatId: number, data: string, more?: { type?: string }): object
  /** What one chat got, as text. */
  textsOf(chatId: number): readonly string[]
}

/** Starts it on a loopback port. */
export async function openFakeTelegram(): Promise<FakeTelegram> {
  const token = '4242:test-token-of-nobody'
  const calls: TelegramCall[] = []
  const arrived: TelegramCall[] = []
  const failures = new Map<string, Misbehaviour[]>()
  const updates: { update_id: number }[] = []
  const old: { update_id: number }[] = []
  let lastId = 1000
  const closing = new AbortController()

  const server = await openLoopbackServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!closing.signal.aborted) response.destroy(error as Error)
    })
  })

  const push = (update: object) => {
    const numbered = { update_id: (lastId += 1), ...update }
    updates.push(numbered)
    return numbered
  }
  const sender = (id: number, name = 'Ann') => ({ id, is_bot: false, first_name: name })

  const fake: FakeTelegram = {
    url: new URL(server.url),
    token,
    calls,
    arrived,
    blocked: new Set(),
    repeats: false,
    conflict: false,
    confirmed: new Set(),
    fail(method, ...how) {
      failures.set(method, [...(failures.get(method) ?? []), ...how])
    },
    write: (id, text, { type = 'private', name } = {}) =>
      push({
        message: { message_id: lastId, date: 0, chat: { id, type }, from: sender(id, name), text },
      }),
    press: (id, data, { type = 'private' } = {}) =>
      push({
        callback_query: {
          id: String(lastId),
          from: sender(id),
          chat_instance: 'x',
          message: { message_id: 1, date: 0, chat: { id, type } },
          data,
        },
      }),
    textsOf: (chatId) =>
      arrived
        .filter(({ fields }) => fields['chat_id'] === String(chatId))
        .map(({ fields }) => fields['text'] ?? fields['caption'] ?? ''),
    async [Symbol.asyncDispose]() {
      closing.abort()
      await server[Symbol.asyncDispose]()
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request)
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const refuse = (status: number, description: string, parameters?: object) =>
      send(status, { ok: false, error_code: status, description, parameters })
    if (!request.url?.startsWith(`/bot${token}/`)) return void refuse(401, 'Unauthorized')
    calls.push(call)
    const how = failures.get(call.method)?.shift()
    if (how === 'cut') return void response.destroy()
    if (how !== undefined && how !== 'lost') {
      if (how.raw !== undefined) return void response.writeHead(how.status).end(how.raw)
      const wait = how.retryAfter === undefined ? undefined : { retry_after: how.retryAfter }
      return void refuse(how.status, how.description, wait)
    }
    if (call.method === 'getUpdates' && fake.conflict)
      return void refuse(409, 'Conflict: terminated by other getUpdates request')
    const verdict = telegramVerdict(call, fake.blocked)
    if (verdict) return void refuse(verdict.status, verdict.description)
    const result = await perform(call)
    if (how === 'lost') response.destroy()
    else send(200, { ok: true, result })
  }

  async function perform(call: TelegramCall): Promise<unknown> {
    switch (call.method) {
      case 'getMe':
        return { id: 4242, is_bot: true, first_name: 'Test', username: 'acme_data_bot' }
      case 'getUpdates':
        return giveUpdates(Number(call.fields['offset'] ?? 0), Number(call.fields['timeout'] ?? 0))
      case 'sendMessage':
      case 'sendPhoto':
        arrived.push(call)
        return { message_id: arrived.length, date: 0, chat: { id: 1, type: 'private' } }
      default:
        return true
    }
  }

  async function giveUpdates(offset: number, seconds: number): Promise<readonly object[]> {
    while (updates[0] && updates[0].update_id < offset) {
      const [done] = updates.splice(0, 1)
      if (done) old.push(done)
      if (done) fake.confirmed.add(done.update_id)
    }
    const deadline = Date.now() + seconds * 1000
    while (updates.length === 0 && !fake.repeats && Date.now() < deadline)
      await sleep(10, undefined, { signal: closing.signal })
    if (fake.repeats) await sleep(20, undefined, { signal: closing.signal })
    return [...(fake.repeats ? old : []), ...updates]
  }
  return fake
}

/** Reads a call in either of the two forms in which the library sends it. */
async function readCall(request: IncomingMessage): Promise<TelegramCall> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const method = request.url?.split('/').at(-1) ?? ''
  const type = request.headers['content-type'] ?? ''
  const body = new Uint8Array(Buffer.concat(chunks))
  const form = await new Response(body, { headers: { 'content-type': type } }).formData()
  const fields: Record<string, string> = {}
  let photo: TelegramCall['photo']
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    else
      photo = {
        type: value.type,
        name: value.name,
        bytes: Buffer.from(await value.arrayBuffer()),
      }
  }
  return { method, fields, ...(photo && { photo }) }
}
