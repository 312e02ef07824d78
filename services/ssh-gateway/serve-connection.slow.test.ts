import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { putObject } from '../../tests/peers/put-object.ts'
import { runProgram } from '../../tests/peers/run-program.ts'
import { until } from '../../tests/peers/until.ts'
import { whyNoWall } from './wall.ts'

const run = promisify(execFile)

/** Why there can be no connection; undefined when there can. */
const skip = await run('rsync', ['--version']).then(
  () => undefined,
  () => 'rsync is not installed',
)
const wall = whyNoWall() === undefined ? 'wall' : 'no-wall'
const key = 'ssh-ed25519 AAAA'
const orders = 'server/parquet/shop/orders.parquet'
const events = 'server/parquet/shop/events/part_0.parquet'

/** The command behind sshd, and in sshd's place a shell that says who is there and what they ask for. */
async function openGateway(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'gateway-'))
  t.after(() => rm(dir, { recursive: true }))
  const [access, objects, scratch, home] = ['access', 'objects', 'scratch', 'home'].map((name) =>
    join(dir, name),
  ) as [string, string, string, string]
  for (const folder of [join(access, 'people'), objects, scratch, home])
    await mkdir(folder, { recursive: true })
  await writeFile(join(access, 'alive'), '')
  await writeFile(join(dir, 'auth'), `publickey ${key}\n`)
  const serve = join(import.meta.dirname, 'inside/serve.ts')
  const shell = join(dir, 'ssh')
  const told = [access, objects, scratch, wall].join(' ')
  await writeFile(
    shell,
    `#!/bin/sh
shift
export USER="\${GATEWAY_USER-ann}" SSH_USER_AUTH=${join(dir, 'auth')} SSH_ORIGINAL_COMMAND="$*"
${process.execPath} ${serve} ${told}
`,
    { mode: 0o700 },
  )
  const put = (text: string) => putObject(objects, text)
  const say = (person: unknown, name = 'ann') =>
    writeFile(
      join(access, `people/${name}.json`),
      typeof person === 'string' ? person : JSON.stringify(person),
    )
  return {
    access,
    home,
    put,
    say,
    auth: (text: string) => writeFile(join(dir, 'auth'), text),
    async grant(texts: Readonly<Record<string, string>>, keys: readonly string[] = [key]) {
      const files: Record<string, string> = {}
      for (const [path, text] of Object.entries(texts)) files[path] = await put(text)
      await say({ keys, files })
    },
    views: () => readdir(scratch),
    rsync(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
      const words = ['-e', shell, ...args, 'gateway:server/', home]
      return runProgram('rsync', words, { env: { ...process.env, ...env } })
    },
  }
}

test(
  'rsync gets what is granted and nothing else, once, and no view stays behind',
  { skip },
  async (t) => {
    const gateway = await openGateway(t)
    await gateway.put('PAR1 salaries PAR1')
    await gateway.grant({ [orders]: 'PAR1 orders PAR1', [events]: 'PAR1 events PAR1' })
    const first = await gateway.rsync(['-ai'])
    assert.equal(first.code, 0, first.err)
    const found = await readdir(gateway.home, { recursive: true })
    assert.deepEqual(
      found.filter((name) => name.endsWith('.parquet')).toSorted(),
      [events, orders].map((path) => path.replace('server/', '')),
    )
    assert.equal(
      await readFile(join(gateway.home, 'parquet/shop/orders.parquet'), 'utf8'),
      'PAR1 orders PAR1',
    )
    const again = await gateway.rsync(['-ai'])
    assert.deepEqual([again.code, again.out], [0, ''], again.err)
    await gateway.grant({ [orders]: 'PAR1 newer PAR1' })
    const newer = await gateway.rsync(['-ai', '--delete'])
    assert.equal(newer.code, 0, newer.err)
    assert.match(newer.out, /deleting +parquet\/shop\/events\/part_0\.parquet/)
    assert.deepEqual(await gateway.views(), [])
  },
)

test(
  'who may not, or cannot be told apart, reads one sentence and gets no byte',
  { skip },
  async (t) => {
    const gateway = await openGateway(t)
    const granted = () => gateway.grant({ [orders]: 'PAR1 orders PAR1' })
    const refusals: Readonly<Record<string, readonly [() => Promise<unknown>, RegExp, object?]>> = {
      'a removed key': [
        () => gateway.grant({ [orders]: 'x' }, ['ssh-rsa BBBB']),
        /this key has been removed/,
      ],
      'a key that another begins with': [
        () => gateway.auth('publickey ssh-ed25519 AAA\n'),
        /has been removed/,
      ],
      'another way in': [() => gateway.auth('password\n'), /sign in with a key/],
      'no way in at all': [() => gateway.auth(''), /sign in with a key/],
      'a person who is no more': [granted, /you have no access any more/, { GATEWAY_USER: 'bob' }],
      'a name that is a path': [granted, /not a user name/, { GATEWAY_USER: '../people/ann' }],
      'a file that is cut off': [() => gateway.say('{"keys": ["ssh-ed'), /JSON/],
      'a file of another form': [() => gateway.say({ keys: {} }), /not what it should be/],
      'a path that leads out': [
        () => gateway.say({ keys: [key], files: { '../x': 'a'.repeat(64) } }),
        /names "\.\.\/x"/,
      ],
    }
    for (const [what, [prepare, message, env]] of Object.entries(refusals)) {
      await granted()
      await gateway.auth(`publickey ${key}\n`)
      await prepare()
      const { code, err } = await gateway.rsync(['-a'], { ...env })
      assert.notEqual(code, 0, what)
      assert.match(err, new RegExp(`^ssh-gateway: .*${message.source}`), what)
      assert.deepEqual(await readdir(gateway.home), [], what)
    }
    const before = new Date(Date.now() - 6 * 60_000)
    await granted()
    await gateway.auth(`publickey ${key}\n`)
    await utimes(join(gateway.access, 'alive'), before, before)
    assert.match((await gateway.rsync(['-a'])).err, /who may do what is not known at the moment/)
    assert.deepEqual(await gateway.views(), [])
  },
)

/** Begins to copy a large table slowly; resolves when it is on its way, with the end to wait for. */
async function beginCopy(gateway: Awaited<ReturnType<typeof openGateway>>) {
  await gateway.grant({ [orders]: 'PAR1'.repeat(2 ** 19), [events]: 'PAR1 events PAR1' })
  const copying = gateway.rsync(['-a', '--bwlimit=200'])
  await until(async () =>
    (await readdir(gateway.home, { recursive: true })).some((name) => name.includes('.orders')),
  )
  return { copying }
}

const large = 'PAR1'.repeat(2 ** 19)
const ends: Readonly<
  Record<string, (gateway: Awaited<ReturnType<typeof openGateway>>) => Promise<unknown>>
> = {
  'the key is removed': (gateway) => gateway.grant({ [orders]: large, [events]: 'x' }, []),
  'the person is locked out': (gateway) => rm(join(gateway.access, 'people/ann.json')),
  'one table of several is taken away': (gateway) => gateway.grant({ [orders]: large }),
  'nobody says any more who may do what': (gateway) => rm(join(gateway.access, 'alive')),
  'what is granted cannot be read': (gateway) => gateway.say('{"keys"'),
}

for (const [what, end] of Object.entries(ends)) {
  test(`a copy ends in the middle when ${what}`, { skip }, async (t) => {
    const gateway = await openGateway(t)
    const { copying } = await beginCopy(gateway)
    await end(gateway)
    assert.notEqual((await copying).code, 0)
    const left = await readdir(gateway.home, { recursive: true })
    assert.ok(!left.includes('parquet/shop/orders.parquet'))
    await until(async () => (await gateway.views()).length === 0)
  })
}

test(
  'a copy goes on when more is granted and when a newer version is published',
  { skip },
  async (t) => {
    const gateway = await openGateway(t)
    await gateway.grant({ [orders]: large })
    const copying = gateway.rsync(['-a', '--bwlimit=1500'])
    await until(async () =>
      (await readdir(gateway.home, { recursive: true })).some((name) => name.includes('.orders')),
    )
    await gateway.grant({ [orders]: 'PAR1 newer PAR1', [events]: 'PAR1 events PAR1' })
    const { code, err } = await copying
    assert.equal(code, 0, err)
    const copied = await readFile(join(gateway.home, 'parquet/shop/orders.parquet'), 'utf8')
    assert.equal(copied, large, 'one connection sees one moment')
  },
)

test(
  'behind the wall a program reads the view and its objects, and no file beside them',
  { skip: skip ?? whyNoWall() },
  async (t) => {
    const { wallCommand } = await import('./wall.ts')
    const gateway = await openGateway(t)
    const [own, foreign] = [await gateway.put('own rows'), await gateway.put('foreign rows')]
    const object = (sha256: string) =>
      join(dirname(gateway.home), 'objects', sha256.slice(0, 2), sha256)
    const view = { path: gateway.home, objects: [object(own), join(gateway.home, 'gone')] }
    const behind = (...program: readonly string[]) => {
      const [command = '', ...args] = [...wallCommand(view), ...program]
      return run(command, args)
    }
    assert.equal((await behind('cat', object(own))).stdout, 'own rows')
    await behind('ls', gateway.home)
    const secret = join(dirname(gateway.home), 'secret')
    await writeFile(secret, 'secret')
    for (const program of [
      ['cat', object(foreign)],
      ['cat', secret],
      ['cat', join(gateway.access, 'alive')],
      ['ls', dirname(gateway.home)],
      ['ls', '/etc'],
      ['cat', '/etc/shadow'],
      ['cat', '/proc/self/environ'],
      ['sh', '-c', `echo x > ${join(gateway.home, 'new')}`],
      ['sh', '-c', `echo x >> ${object(own)}`],
      ['rm', object(own)],
    ])
      await assert.rejects(behind(...program), program.join(' '))
  },
)
