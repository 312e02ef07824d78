import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, beforeEach, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import {
  agreeToLink,
  beginLink,
  claimLink,
  confirmLink,
  dropLinkRequest,
  linkRequestOf,
} from './link-requests.ts'
import { endDeadLink, endedLinkOf, linkOf, unlink } from './links.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'telegram-bot', dir }])
})
after(() => storage.close())

const chat = (id: number) => ({ id, name: `chat ${id}` })
const person = (username: string) => ({ username, email: `${username}@acme.com` })
const confirm = (username: string, seen: number) => confirmLink(storage.db, person(username), seen)

/** Everything but the person's last word. */
async function agreed(username: string, id: number): Promise<void> {
  const { code } = await beginLink(storage.db, username)
  await claimLink(storage.db, code, chat(id))
  assert.equal(await agreeToLink(storage.db, { chatId: id, code }), username)
}

describe('a link of a person and a chat', () => {
  beforeEach(() =>
    storage.db.pool.query(
      'truncate telegram_bot.link, telegram_bot.link_request, telegram_bot.ended_link',
    ),
  )

  test('codes are six digits and tokens too long to guess, each different, and a new one makes the old one void', async () => {
    const begun = await Promise.all(
      Array.from({ length: 30 }, (_, n) => beginLink(storage.db, `p${n}`)),
    )
    for (const { code, token } of begun) {
      assert.match(code, /^\d{6}$/)
      assert.match(token, /^[\w-]{32}$/)
    }
    assert.equal(new Set(begun.flatMap(({ code, token }) => [code, token])).size, 60)
    const again = await beginLink(storage.db, 'p0')
    assert.equal(await claimLink(storage.db, begun[0]?.token ?? '', chat(1)), undefined)
    assert.equal((await claimLink(storage.db, again.token, chat(1)))?.username, 'p0')
    assert.equal((await linkRequestOf(storage.db, 'p0'))?.code, again.code)
  })

  test('of many chats that show one code at the same moment one has it, and keeps it', async () => {
    const { code } = await beginLink(storage.db, 'ann')
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claimLink(storage.db, code, chat(n + 1))),
    )
    const owners = claims.flatMap((claim) => claim?.chatId ?? [])
    assert.equal(owners.length, 1)
    const [owner = 0] = owners
    assert.equal(
      (await claimLink(storage.db, code, chat(owner)))?.chatId,
      owner,
      'it may say so twice',
    )
    assert.equal(await claimLink(storage.db, code, chat(99)), undefined)
  })

  for (const given of ['', '12345', '1234567', '%', "' or true --", 'x'.repeat(4000)])
    test(`“${given.slice(0, 20)}” is no code`, async () => {
      await beginLink(storage.db, 'ann')
      assert.equal(await claimLink(storage.db, given, chat(1)), undefined)
    })

  test('after ten minutes nothing of it is good any more: not the code, the yes, or the last word', async () => {
    const late = () =>
      storage.db.pool.query(
        `update telegram_bot.link_request set expires_at = now() - interval '1 second'`,
      )
    const { code } = await beginLink(storage.db, 'ann')
    const { rows } = await storage.db.pool.query<{ seconds: number }>(
      `select extract(epoch from expires_at - created_at)::integer as seconds from telegram_bot.link_request`,
    )
    assert.deepEqual(rows, [{ seconds: 600 }])
    await late()
    assert.equal(await claimLink(storage.db, code, chat(1)), undefined)
    await agreed('ann', 1)
    await late()
    assert.equal(await agreeToLink(storage.db, { chatId: 1, code: undefined }), undefined)
    assert.equal(await linkRequestOf(storage.db, 'ann'), undefined)
    await assert.rejects(confirm('ann', 1), { code: 'no_chat_agreed' })
  })

  test('nothing is linked before the chat has agreed, nor to a chat that the person did not see', async () => {
    const { code } = await beginLink(storage.db, 'ann')
    await assert.rejects(confirm('ann', 1), { status: 409, code: 'no_chat_agreed' })
    await claimLink(storage.db, code, chat(1))
    await assert.rejects(confirm('ann', 1), { code: 'no_chat_agreed' })
    await agreeToLink(storage.db, { chatId: 1, code })
    await assert.rejects(confirm('ann', 2), { code: 'no_chat_agreed' })
    await assert.rejects(confirm('bob', 1), { code: 'no_chat_agreed' })
    assert.equal(await linkOf(storage.db, 'ann'), undefined)
    await confirm('ann', 1)
    assert.equal((await linkOf(storage.db, 'ann'))?.chatId, 1)
    await assert.rejects(confirm('ann', 1), { code: 'no_chat_agreed' }, 'a word counts once')
  })

  test('of two people who confirm the same chat at the same moment one has it, and the other one is told', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const [one, other] = [`a${round}`, `b${round}`]
      await agreed(one, round)
      await agreed(other, round)
      const results = await Promise.allSettled([confirm(one, round), confirm(other, round)])
      const refused = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason.code] : [],
      )
      assert.deepEqual(refused, ['chat_linked'])
      const links = await Promise.all([linkOf(storage.db, one), linkOf(storage.db, other)])
      assert.equal(links.filter(Boolean).length, 1)
    }
  })

  test('a refused link leaves the request as it was: after /unlink in the chat the same word links', async () => {
    await agreed('ann', 1)
    await confirm('ann', 1)
    await agreed('bob', 1)
    await assert.rejects(confirm('bob', 1), { code: 'chat_linked' })
    await unlink(storage.db, 'ann', 'ann, in Telegram')
    await confirm('bob', 1)
    assert.equal((await linkOf(storage.db, 'bob'))?.chatId, 1)
  })

  test('another chat takes the place of a person’s chat, and the reason why the last one ended goes', async () => {
    await agreed('ann', 1)
    await confirm('ann', 1)
    await endDeadLink(storage.db, { username: 'ann', chatId: 1 }, 'bot was blocked')
    assert.equal((await endedLinkOf(storage.db, 'ann'))?.reason, 'bot was blocked')
    await agreed('ann', 2)
    await confirm('ann', 2)
    assert.equal(await endedLinkOf(storage.db, 'ann'), undefined)
    await agreed('ann', 3)
    await confirm('ann', 3)
    assert.equal((await linkOf(storage.db, 'ann'))?.chatId, 3)
  })

  test('a failure of a chat that a person has left already ends nothing', async () => {
    await agreed('ann', 2)
    await confirm('ann', 2)
    await endDeadLink(storage.db, { username: 'ann', chatId: 1 }, 'bot was blocked')
    assert.equal((await linkOf(storage.db, 'ann'))?.chatId, 2)
    assert.equal(await endedLinkOf(storage.db, 'ann'), undefined)
  })

  test('each link and each end of one is written down, and what changed nothing is not', async () => {
    await agreed('eve', 1)
    await confirm('eve', 1)
    await assert.rejects(confirm('eve', 1))
    assert.deepEqual(
      [await unlink(storage.db, 'eve', 'eve@acme.com'), await unlink(storage.db, 'eve', 'x')],
      [true, false],
    )
    await endDeadLink(storage.db, { username: 'eve', chatId: 1 }, 'late')
    const entries = await listAudit(storage.db, { subject: 'eve', limit: 9 })
    assert.deepEqual(
      entries.map(({ actor, action, subject }) => [actor, action, subject]),
      [
        ['eve@acme.com', 'telegram.unlink', 'eve'],
        ['eve@acme.com', 'telegram.link', 'eve'],
      ],
    )
  })

  test('a no drops the request of this chat alone, or of its person, and nobody else’s', async () => {
    const codes: string[] = []
    for (const [username, id] of [
      ['ann', 1],
      ['bob', 1],
      ['cyd', 2],
    ] as const) {
      const { code } = await beginLink(storage.db, username)
      await claimLink(storage.db, code, chat(id))
      codes.push(code)
    }
    const open = async () => {
      const requests = await Promise.all(
        ['ann', 'bob', 'cyd'].map((name) => linkRequestOf(storage.db, name)),
      )
      return requests.flatMap((request) => request?.username ?? [])
    }
    await dropLinkRequest(storage.db, { chatId: 2, code: codes[0] })
    assert.deepEqual(await open(), ['ann', 'bob', 'cyd'])
    await dropLinkRequest(storage.db, { chatId: 1, code: codes[0] })
    assert.deepEqual(await open(), ['bob', 'cyd'])
    await dropLinkRequest(storage.db, { username: 'cyd' })
    assert.deepEqual(await open(), ['bob'])
    await dropLinkRequest(storage.db, { chatId: 1, code: undefined })
    assert.deepEqual(await open(), [])
  })
})
