import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { unlinkDevicesOf } from '#core/identity/devices.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openLoopbackServer } from '../../tests/peers/loopback-server.ts'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { linkedProgram } from '../../tests/peers/program.ts'
import { openAccess } from './access.ts'
import { readLogin, writeLogin } from './login-record.ts'
import { signOut } from './sign-out.ts'
import { workspaceAt, type Workspace } from './workspace.ts'

let portal: TestPortal
let browser: FormBrowser
let personId: string
let url: string

before(async () => {
  portal = await openTestPortal()
  personId = (await portal.addPerson('ann@acme.com')).id
  browser = new FormBrowser(portal.url)
  await browser.signIn('ann@acme.com', testPassword)
  url = `${portal.url}/`
})
after(() => portal[Symbol.asyncDispose]())

async function folder(t: TestContext): Promise<Workspace> {
  const dir = await mkdtemp(join(tmpdir(), 'access-'))
  t.after(() => rm(dir, { recursive: true }))
  return workspaceAt(dir)
}

/** A folder that is linked, whose access token ends in so many seconds. */
async function linked(t: TestContext, seconds: number, server = url): Promise<Workspace> {
  const workspace = await folder(t)
  const tokens = await linkedProgram(portal.url, browser)
  await writeLogin(workspace, {
    server,
    accessToken: tokens.access_token ?? '',
    refreshToken: tokens.refresh_token ?? '',
    expiresAt: Date.now() + seconds * 1000,
  })
  return workspace
}

const isGood = async (token: string): Promise<boolean> =>
  (await principalOfBearer(portal, token)) !== undefined

const open = (workspace: Workspace, server = url) => openAccess(workspace, server, memoryIo())

test('a token that is still good is used as it is', async (t) => {
  const workspace = await linked(t, 600)
  const access = await open(workspace)
  assert.equal(await access(), (await readLogin(workspace))?.accessToken)
  assert.equal(await access(), await access())
})

test('one that ends within a minute is renewed, and what came is kept for its owner alone', async (t) => {
  const workspace = await linked(t, 59)
  const earlier = await readLogin(workspace)
  const token = await (await open(workspace))()
  assert.ok(await isGood(token))
  const stored = await readLogin(workspace)
  assert.equal(stored?.accessToken, token)
  assert.notEqual(stored?.refreshToken, earlier?.refreshToken)
  assert.ok((stored?.expiresAt ?? 0) > Date.now() + 800_000)
  assert.equal((await stat(workspace.login)).mode & 0o777, 0o600)
})

test('many requests of one sync renew once, and two syncs at the same time disturb nobody', async (t) => {
  const workspace = await linked(t, 0)
  const [one, two] = [await open(workspace), await open(workspace)]
  const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two)()))
  assert.ok(new Set(tokens).size <= 2)
  for (const token of tokens) assert.ok(await isGood(token))
  const stored = await readLogin(workspace)
  assert.ok(stored)
  await writeLogin(workspace, { ...stored, expiresAt: 0 })
  assert.ok(await isGood(await (await open(workspace))()), 'the next renewal works too')
})

test('what another process has renewed meanwhile is taken over', async (t) => {
  const workspace = await linked(t, 0)
  const slow = await open(workspace)
  const renewed = await (await open(workspace))()
  assert.equal(await slow(), renewed)
})

test('an answer that is lost on the way is asked for again, and the link stays', async (t) => {
  let lost = 0
  const proxy = await openLoopbackServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const headers = { 'content-type': String(request.headers['content-type']) }
      const init = { method: 'POST', body: Buffer.concat(chunks), headers }
      const answer = await fetch(portal.url + String(request.url), init)
      const text = await answer.text()
      lost += 1
      if (lost === 1) response.destroy()
      else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
    })()
  })
  t.after(() => proxy[Symbol.asyncDispose]())
  const server = `${proxy.url}/`
  const workspace = await linked(t, 0, server)
  assert.ok(await isGood(await (await open(workspace, server))()))
  assert.equal(lost, 2)
})

test('who was unlinked is told so, with what to do', async (t) => {
  const workspace = await linked(t, 0)
  await unlinkDevicesOf(portal.db, personId)
  const access = await open(workspace)
  await assert.rejects(access(), { code: 'signed_out', remedy: /analyst login --server http/ })
})

test('a server that is away costs nothing: the tokens stay', async (t) => {
  const workspace = await linked(t, 0, 'http://127.0.0.1:1/')
  const before = await readFile(workspace.login, 'utf8')
  const access = await open(workspace, 'http://127.0.0.1:1/')
  await assert.rejects(access(), { code: 'server_unreachable' })
  assert.equal(await readFile(workspace.login, 'utf8'), before)
})

test('tokens go to no other server than the one that gave them', async (t) => {
  const workspace = await linked(t, 600)
  await assert.rejects(open(workspace, 'https://other.example/'), { code: 'other_server' })
})

test('the environment’s token wins over the link, and the link over a stored personal token', async (t) => {
  const workspace = await linked(t, 600)
  const login = await readLogin(workspace)
  await writeFile(workspace.token, 'ada_stored\n')
  const given = await openAccess(workspace, url, memoryIo({ token: 'ada_given' }))
  assert.equal(await given(), 'ada_given')
  assert.equal(await (await open(workspace))(), login?.accessToken)
  await rm(workspace.login)
  assert.equal(await (await open(workspace))(), 'ada_stored')
  await rm(workspace.token)
  await assert.rejects(open(workspace), { code: 'token_missing' })
})

test('a damaged record is named, and not taken for none', async (t) => {
  const workspace = await linked(t, 600)
  for (const text of ['{', '[]', 'null', '{"server":1}', '{"server":"x","expiresAt":"soon"}']) {
    await writeFile(workspace.login, text)
    await assert.rejects(open(workspace), { code: 'damaged_file' }, text)
  }
})

test('signing out ends the device, removes the tokens, and can be repeated', async (t) => {
  const workspace = await linked(t, 600)
  const token = await (await open(workspace))()
  assert.equal(await signOut(workspace, memoryIo()), 'linked')
  assert.equal(await isGood(token), false)
  await assert.rejects(stat(workspace.login), { code: 'ENOENT' })
  assert.equal(await signOut(workspace, memoryIo()), 'nothing')
  await writeFile(workspace.token, 'ada_stored\n')
  assert.equal(await signOut(workspace, memoryIo()), 'personal-token')
  await assert.rejects(stat(workspace.token), { code: 'ENOENT' })
})

test('when the server cannot be told, signing out fails and what is here stays', async (t) => {
  const workspace = await linked(t, 600, 'http://127.0.0.1:1/')
  await assert.rejects(signOut(workspace, memoryIo()), { code: 'server_unreachable' })
  assert.ok(await readLogin(workspace))
})
