import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { askService } from '#core/http/request-service.ts'
import { escapeScript } from '../../tests/peers/escape-attempts.ts'
import { escapeData, makeEscapeData } from '../../tests/peers/escape-data.ts'
import { scriptsBelow, testEscapes, type TriedSandbox } from '../../tests/peers/escape-suite.ts'
import { until } from '../../tests/peers/until.ts'

const root = join(import.meta.dirname, '../..')
const python = '/usr/bin/python3'
const isRoot = process.getuid?.() === 0

/** Who starts the sandbox: an ordinary account as a service has it, and root where the tests are root. */
const accounts = isRoot
  ? [
      { who: 'an ordinary account', ids: { uid: 10_449, gid: 10_000 } },
      { who: 'root', ids: {} },
    ]
  : [{ who: 'an ordinary account', ids: {} }]
type Account = (typeof accounts)[number]

/** What a wall is made of, tried without any code of ours. */
const means = {
  bubblewrap: (isOrdinary: boolean) => [
    'bwrap',
    ...(isOrdinary ? ['--unshare-user', '--disable-userns'] : []),
    ...['--unshare-net', '--ro-bind', '/', '/', 'true'],
  ],
  landlock: () => [
    'setpriv',
    '--landlock-access=fs',
    '--landlock-rule=path-beneath:execute,read-file,read-dir:/',
    'true',
  ],
} as const
const names = { bubblewrap: /bubblewrap and seccomp/, landlock: /Landlock and seccomp/ } as const

function whyNot(wall: keyof typeof means, { ids }: Account): string | false {
  if (!existsSync(python)) return `there is no Python at ${python}`
  const readable = spawnSync(process.execPath, [join(import.meta.dirname, 'service.ts')], ids)
  if (readable.status !== 0) return 'that account cannot read this folder'
  const isOrdinary = !isRoot || 'uid' in ids
  const [file = '', ...args] = means[wall](isOrdinary)
  const tried = spawnSync(file, args, { ...ids, encoding: 'utf8' })
  if (tried.status === 0) return false
  return `${file} cannot: ${tried.error?.message ?? tried.stderr.trim().split('\n')[0]}`
}

const pandas = spawnSync(python, ['-I', '-c', 'import pandas, matplotlib'])
const noPandas = pandas.status === 0 ? false : 'there is no pandas here'

interface Started extends TriedSandbox, AsyncDisposable {
  /** Ends the service as a crash does. */
  crash(): Promise<void>
}

/** The service as a process of its own on this machine, with data and secrets around it. */
async function startSandbox(wall: keyof typeof means, { ids }: Account): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'escapes-'))
  const [tmp, data, sockets] = ['tmp', 'data', 'sockets'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  // Scripts of root run as another account, which goes through here.
  await chmod(folder, 0o711)
  for (const path of [tmp, sockets]) await mkdir(path)
  await makeEscapeData(data, 0o600)
  const secret = join(data, escapeData.secret)
  const { uid, gid } = { uid: undefined, gid: undefined, ...ids }
  if (uid !== undefined && gid !== undefined)
    for (const path of [folder, tmp, sockets, secret]) await chown(path, uid, gid)
  const address = `unix:${join(sockets, 's.sock')}`
  const service = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    ...ids,
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      TMPDIR: tmp,
      DATA_DIR: data,
      SERVICE_ADDRESSES: `script-sandbox=${address}`,
      SCRIPT_WALL: wall,
      SECRET_OF_THE_SERVICE: 'in its environment',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = once(service, 'exit')
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(120_000)
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : { method: 'GET' }
    return JSON.parse((await askService(address, { path, headers, signal, ...sent }, 2 ** 23)).text)
  }
  await until(
    () => service.exitCode !== null || ask('/health').catch(() => undefined),
    'the sandbox answers',
  )
  const end = async (signal: NodeJS.Signals) => {
    service.kill(signal)
    await exited
  }
  return {
    wall: names[wall],
    granted: escapeData.granted,
    tmp,
    forbidden: {
      secret,
      foreignObject: join(data, escapeData.foreignObject),
      sockets,
      code: join(root, 'core/secrets.ts'),
    },
    ask,
    sh: async (command) => spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout,
    crash: () => end('SIGKILL'),
    async [Symbol.asyncDispose]() {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

for (const wall of ['bubblewrap', 'landlock'] as const) {
  for (const account of accounts) {
    const skip = whyNot(wall, account)
    const where = `behind ${wall} on this host, started by ${account.who}`
    describe(where, { skip }, () => {
      let sandbox: Started
      before(async () => {
        sandbox = await startSandbox(wall, account)
      })
      after(() => sandbox[Symbol.asyncDispose]())

      testEscapes(where, () => sandbox, { noPandas })

      test(`a service that is killed takes a running script along, ${where}`, async () => {
        const source = "import os, time\nos.fork()\nopen('began', 'w').close()\ntime.sleep(600)"
        const asked = { id: 'x', owner: 'x', language: 'py', fileName: 's.py', source, tables: [] }
        const answer = sandbox.ask('/run', asked).catch(() => 'broken off')
        const running = () => sandbox.sh(scriptsBelow(sandbox.tmp))
        const began = () =>
          sandbox.sh(`ls ${sandbox.tmp}/script-sandbox-*/run-*/began 2>/dev/null; true`)
        await until(async () => (await began()) !== '', 'the script runs')
        assert.notEqual(await running(), '')
        await sandbox.crash()
        assert.equal(await answer, 'broken off')
        await until(async () => (await running()) === '')
      })
    })
  }
}

// Those that do no harm where they succeed.
const harmless = [
  'reading /etc/passwd',
  'reading a secret',
  'listing processes',
  'TCP',
  'UDP',
  'unix sockets',
  'a signal to its parent',
  'a descriptor that signals to its parent',
  'datagrams to sockets by their path',
  'watching folders',
]

test(
  'without a wall the same attempts do get through: the suite would see it',
  { skip: existsSync(python) ? false : `there is no Python at ${python}` },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'escapes-'))
    t.after(() => rm(folder, { recursive: true, force: true }))
    const secret = join(folder, 'secret')
    await writeFile(secret, 'x')
    const forbidden = { secret, foreignObject: secret, sockets: folder, code: secret }
    const source = escapeScript(forbidden, harmless)
    const env = { SCRATCH: folder, PATH: '/usr/bin:/bin' }
    const { stdout } = spawnSync(python, ['-I', '-c', source], {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    assert.deepEqual((JSON.parse(stdout) as { through: string[] }).through, harmless)
  },
)
