import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { runScript, startStack, temporaryFolder } from '../peers/stack.ts'

const admin = { ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: 'correct horse battery staple' }

/** The processes whose command line names a folder: the server and everything that works for it. */
async function processesOf(dataDir: string): Promise<readonly number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '')
    if (command.includes(dataDir) || environment.includes(`DATA_DIR=${dataDir}`))
      found.push(Number(name))
  }
  return found
}

async function publishedTables(dataDir: string): Promise<string> {
  const { out } = await runScript('stack', ['sync', 'samples/cars'], { DATA_DIR: dataDir })
  return out
}

test('kill -9 at any moment loses nothing, and the next start mends what is left behind', async () => {
  await using data = await temporaryFolder()
  for (const moment of [0, 400, 1500, 4000]) {
    const stack = await startStack(data.path, admin)
    await sleep(moment)
    await stack.kill()
  }
  const stack = await startStack(data.path, admin)
  try {
    const login = await fetch(new URL('/login/password', stack.url))
    assert.equal(login.status, 200)
    const token = await runScript('stack', ['token', 'create', '--user', admin.ADMIN_EMAIL], {
      DATA_DIR: data.path,
    })
    assert.match(token.out, /^ada_[\w-]{43}\n$/)
    for (let tries = 0; ; tries += 1) {
      const root = await fetch(new URL('/sync/v1/root', stack.url), {
        headers: { authorization: `Bearer ${token.out.trim()}` },
      })
      const { tables } = (await root.json()) as { tables: { name: string; rows: number }[] }
      if (tables.length === 10) break
      assert.ok(tables.every(({ rows }) => rows > 0))
      assert.ok(tries < 60, `after a minute only ${tables.length} of 10 tables are there`)
      await sleep(1000)
    }
    const health = await fetch(new URL('/health', stack.url))
    assert.equal(((await health.json()) as { status: string }).status, 'ok')
  } finally {
    assert.equal(await stack.interrupt(), 0)
  }
  assert.deepEqual(await processesOf(data.path), [], 'Ctrl-C leaves nothing running')
  assert.match(await publishedTables(data.path), /1 of 1 runs ended well/)
  assert.deepEqual(await processesOf(data.path), [], 'a command leaves nothing running')
})

test('a second stack on the same data folder is refused with the remedy', async () => {
  await using data = await temporaryFolder()
  const stack = await startStack(data.path, admin)
  try {
    const second = await runScript('stack', ['start'], { DATA_DIR: data.path, PORT: '0' })
    assert.equal(second.code, 1)
    assert.match(second.err, /already runs \(stack \d+\)\nremedy: Stop it/)
  } finally {
    await stack.interrupt()
  }
})

test('who is suspended gets nothing more, and a wrong token never did', async () => {
  await using data = await temporaryFolder()
  const stack = await startStack(data.path, admin)
  try {
    const env = { DATA_DIR: data.path }
    await runScript('stack', ['user', 'add', 'bob@example.com'], env)
    const token = async (user: string) =>
      (await runScript('stack', ['token', 'create', '--user', user], env)).out.trim()
    const [ada, bob] = [await token(admin.ADMIN_EMAIL), await token('bob@example.com')]
    await runScript('stack', ['sync', 'samples/cars'], env)
    const get = (path: string, bearer: string) =>
      fetch(new URL(path, stack.url), { headers: { authorization: `Bearer ${bearer}` } })
    const root = (await (await get('/sync/v1/root', ada)).json()) as {
      tables: { name: string; manifest: { sha256: string } }[]
    }
    const cars = root.tables.find(({ name }) => name === 'cars')
    assert.ok(cars)
    const object = `/sync/v1/o/${cars.manifest.sha256}`
    assert.equal((await get(object, ada)).status, 200)
    // The example instance lets everyone see everything.
    assert.equal((await get(object, bob)).status, 200)
    assert.equal((await get(object, 'ada_wrong')).status, 401)
    await runScript('stack', ['user', 'suspend', 'bob@example.com'], env)
    await sleep(1100)
    assert.equal((await get(object, bob)).status, 401)
    assert.equal((await get('/sync/v1/root', bob)).status, 401)
  } finally {
    await stack.interrupt()
  }
})
