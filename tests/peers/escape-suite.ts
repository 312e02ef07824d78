import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { escapeScript, type Forbidden } from './escape-attempts.ts'

/** A running script sandbox that somebody tries to break out of. */
export interface TriedSandbox {
  /** What it must say of its wall on the health page. */
  readonly wall: RegExp
  readonly forbidden: Forbidden
  /** The SHA-256 of a stored Parquet object with one column `n` that is 42. */
  readonly granted: string
  ask(path: string, body?: object): Promise<unknown>
  /** A shell command where its processes and its files are seen. */
  sh(command: string): Promise<string>
  /** The folder below which runs have theirs. */
  readonly tmp: string
}

interface Answer {
  readonly status: string
  readonly stdout: string
  readonly stderr: string
  readonly image?: { readonly type: string }
}

/**
 * Lists processes whose command line names a run's folder, as those have that a script forks. Others than its own
 * account may look at that, and the pattern does not find itself.
 */
export function scriptsBelow(tmp: string): string {
  return `grep -slz '${tmp}/script-sandbox-[^/]*/[r]un-' /proc/[0-9]*/cmdline; true`
}

/** Attempts to break out of a sandbox, as tests whose names end in `where`: none may succeed. */
export function testEscapes(
  where: string,
  place: () => TriedSandbox,
  { noPandas = false }: { readonly noPandas?: string | false } = {},
): void {
  async function script(
    language: 'py' | 'js' | 'sql',
    source: string,
    wallSeconds = 30,
  ): Promise<Answer> {
    const owner = randomBytes(4).toString('hex')
    const tables = [{ schema: 'shop', name: 'orders', objects: [place().granted] }]
    const fileName = `s.${language}`
    const asked = { id: owner, owner, language, fileName, source, tables, wallSeconds }
    return (await place().ask('/run', asked)) as Answer
  }
  const query = (text: string) => script('sql', text)

  async function leftOver(): Promise<string> {
    const { tmp, sh } = place()
    const files = `cd ${tmp} && ls -d script-sandbox-*/run-* *escaped /tmp/escaped 2>/dev/null`
    return (await sh(scriptsBelow(tmp))) + (await sh(`${files}; true`))
  }

  test(`editing a script = running code on the server: the wall is named on the health page, ${where}`, async () => {
    assert.match(JSON.stringify(await place().ask('/health')), place().wall)
  })

  test(`the three languages say what they have to say, and read what is granted, ${where}`, async () => {
    const js = await script('js', 'console.log(JSON.stringify({ notify: false }))')
    assert.deepEqual([js.status, js.stdout], ['ok', '{"notify":false}\n'], js.stderr)
    const sql = await query('select sum(n) * 2 as n from shop.orders')
    assert.deepEqual(
      JSON.parse(sql.stdout || '{}'),
      { columns: ['n'], rows: [{ n: '84' }], total: 1 },
      sql.stderr,
    )
    const py = await script('py', 'import analyst\nprint(analyst.query("from shop.orders"))')
    assert.deepEqual([py.status, py.stdout], ['ok', "[{'n': 42}]\n"], py.stderr)
  })

  test(`Python has pandas and matplotlib, ${where}`, { skip: noPandas }, async () => {
    const py = await script(
      'py',
      'import analyst\nprint(analyst.frame("from shop.orders").n.sum())',
    )
    assert.deepEqual([py.status, py.stdout], ['ok', '42\n'], py.stderr)
    const drawn = await script(
      'py',
      `import matplotlib\nmatplotlib.use('Agg')\nfrom matplotlib import pyplot\npyplot.plot([1, 2])\npyplot.savefig('image.png')`,
    )
    assert.equal(drawn.image?.type, 'image/png', drawn.stderr)
  })

  test(`0 escapes: none of the attempts to break out succeeds, and what is meant to work works, ${where}`, async () => {
    const { status, stdout, stderr } = await script('py', escapeScript(place().forbidden))
    assert.equal(status, 'ok', stderr)
    const said = JSON.parse(stdout) as Record<string, unknown>
    assert.deepEqual(said['through'], [])
    assert.ok(Number(said['tried']) >= 60)
    assert.deepEqual([said['child'], said['pair']], ['from a child\n', 'x'])
    // A shell in front of the script adds PWD.
    const env = (said['env'] as string[]).filter((one) => one !== 'PWD')
    assert.deepEqual(env, [
      ...[
        'HOME',
        'LANG',
        'MALLOC_ARENA_MAX',
        'MPLCONFIGDIR',
        'OMP_NUM_THREADS',
        'OPENBLAS_NUM_THREADS',
        'PATH',
      ],
      ...['SCRATCH', 'SLURM_CPUS_ON_NODE', 'SLURM_MEM_PER_NODE', 'TMPDIR'],
    ])
    assert.equal(await leftOver(), '')
  })

  test(`a script in JavaScript reaches no network, no foreign file and no other process either, ${where}`, async () => {
    const source = `
import { createSocket } from 'node:dgram'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { spawnSync } from 'node:child_process'
const through = []
let refused = 0
async function attempt(name, work) {
  try { await work(); through.push(name) } catch { refused += 1 }
}
const event = (emitter, good) => new Promise((resolve, reject) => emitter.once(good, resolve).once('error', reject))
await attempt('passwd', () => readFileSync('/etc/passwd'))
await attempt('secret', () => readFileSync(${JSON.stringify(place().forbidden.secret)}))
await attempt('code', () => readFileSync(${JSON.stringify(place().forbidden.code)}))
await attempt('proc', () => readdirSync('/proc'))
await attempt('write', () => writeFileSync('/tmp/escaped', 'x'))
await attempt('kill', () => process.kill(process.ppid, 0))
await attempt('setsid', () => { if (spawnSync('setsid', ['true']).status !== 0) throw 0 })
await attempt('unshare', () => { if (spawnSync('unshare', ['-U', 'true']).status !== 0) throw 0 })
await attempt('udp', async () => { const s = createSocket('udp4'); s.bind(0); await event(s, 'listening') })
await new Promise((done) => connect(9, '127.0.0.1').on('error', ({ code }) => {
  if (code === 'ECONNREFUSED') through.push('tcp')
  done()
}))
console.log(JSON.stringify(through))`
    const { stdout, stderr } = await script('js', source)
    assert.equal(stdout, '[]\n', stderr)
  })

  test(`0 survivors: twenty children that fork twice and ask for sessions of their own are gone, ${where}`, async () => {
    const detach = `
import os, time
for i in range(20):
    if os.fork() == 0:
        try: os.setsid()
        except OSError: pass
        if os.fork() == 0: time.sleep(600)
        os._exit(0)
print('{}')`
    assert.equal((await script('py', detach)).status, 'ok')
    assert.equal(await leftOver(), '')
  })

  test(`0 survivors: a fork bomb is ended long before its time, and the service goes on, ${where}`, async () => {
    const bomb = `
import os
while True:
    try: os.fork()
    except OSError: pass`
    assert.equal((await script('py', bomb)).status, 'too_many_processes')
    assert.equal(await leftOver(), '')
    assert.equal((await script('py', 'print("{}")')).status, 'ok')
  })

  test(`programs that will not end are ended, whether they wait or work, ${where}`, async () => {
    assert.equal((await script('js', 'setInterval(() => {}, 1000)', 2)).status, 'timeout')
    assert.equal((await script('py', 'while True: pass', 2)).status, 'timeout')
    const forEver = 'select count(*) from range(1000000) a, range(1000000) b, range(1000000) c'
    assert.equal((await script('sql', forEver, 2)).status, 'timeout')
    assert.equal(await leftOver(), '')
  })

  test(`floods of output, of memory and of files end the run alone, ${where}`, async () => {
    const flood = await script('py', `while True: print('x' * 1000)`)
    assert.deepEqual([flood.status, flood.stdout], ['too_much_output', ''])
    const loud = await script('py', `import sys\nsys.stderr.write('x' * 2**20 + 'the end')`)
    assert.deepEqual([loud.stderr.length, loud.stderr.slice(-7)], [16 * 1024, 'the end'])
    const memory = await script('py', 'x = []\nwhile True: x.append(bytearray(2**24))')
    assert.equal(memory.status, 'out_of_memory', memory.stderr)
    const file = `open('large', 'wb').write(b'x' * 11 * 2**20)`
    assert.notEqual((await script('py', file)).status, 'ok')
    const files = `
import time
for n in range(1000):
    open(f'f{n}', 'wb').write(b'x' * 2**20)
    time.sleep(0.02)`
    assert.equal((await script('py', files)).status, 'too_much_written')
    assert.equal((await script('py', 'print("{}")')).status, 'ok')
    assert.equal(await leftOver(), '')
  })

  test(`a folder that a script closes to everybody is removed all the same, ${where}`, async () => {
    const closed = `import os\nos.makedirs('a/b')\nos.chmod('a/b', 0)\nos.chmod('a', 0)\nprint('{}')`
    const { status, stderr } = await script('py', closed)
    assert.equal(status, 'ok', stderr)
    assert.equal(await leftOver(), '')
  })

  test(`a query reads granted tables alone and cannot change what it is told, ${where}`, async () => {
    const { foreignObject } = place().forbidden
    const refused = [
      `select * from read_csv('/etc/hostname')`,
      `select * from read_text('/proc/1/environ')`,
      `select * from read_parquet('${foreignObject}')`,
      `select * from '${foreignObject}'`,
      `copy (select 1) to '/tmp/escaped'`,
      `attach '/tmp/x.db'`,
      `install httpfs`,
      `load httpfs`,
      `set enable_external_access = true`,
      `set allowed_paths = ['/']`,
      `set memory_limit = '10GB'`,
      `insert into shop.orders values (1)`,
      `select * from glob('/*')`,
      `select getenv('HOME')`,
    ]
    for (const text of refused) assert.equal((await query(text)).status, 'failed', text)
    const granted = await query('select * from shop.orders')
    assert.equal(granted.status, 'ok', granted.stderr)
  })
}
