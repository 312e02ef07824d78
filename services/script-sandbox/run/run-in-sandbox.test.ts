import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Wall, WallOptions } from '../wall/wall.ts'
import { openProcessWatch } from './process-watch.ts'
import { runInSandbox, type SandboxPlace } from './run-in-sandbox.ts'
import type { RunRequest } from './run-request.ts'

let tmp: string
let place: SandboxPlace
before(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'runs-'))
  place = {
    ...{ folder: tmp, python: '/nowhere/python3', filter: '/nowhere/filter', user: undefined },
    objectPath: (sha256) => join('/objects', sha256.slice(0, 2), sha256),
    root: join(import.meta.dirname, '../../..'),
    processes: openProcessWatch(),
  }
})
after(() => rm(tmp, { recursive: true, force: true }))

/** Nothing stands in front of a program: what is behind a real wall is what the walls’ own tests are for. */
function open(): Wall & { readonly asked: WallOptions[] } {
  const asked: WallOptions[] = []
  return {
    ...{ name: 'none', maxFiles: 2, asked },
    command(options) {
      asked.push(options)
      return []
    },
  }
}

const request = (source: string, over: Partial<RunRequest> = {}): RunRequest => ({
  ...{
    id: '1',
    owner: 'ann',
    language: 'js',
    fileName: 'a.js',
    source,
    tables: [],
    wallSeconds: 60,
  },
  ...over,
})

/** How a script ends; whatever it does, nothing of it may be left. */
async function run(source: string, over?: Partial<RunRequest>) {
  const answer = await runInSandbox(place, open(), request(source, over))
  assert.deepEqual(await readdir(tmp), [], 'the folder of the run')
  return answer
}

test('a script runs in a folder of its own, by its own name, and sees no variable of ours', async () => {
  const { status, stdout, exitCode } = await run(`
    import { readdirSync } from 'node:fs'
    console.log(JSON.stringify({ env: process.env, cwd: process.cwd(), files: readdirSync('.') }))`)
  assert.deepEqual([status, exitCode], ['ok', 0])
  const { env, cwd, files } = JSON.parse(stdout) as {
    readonly env: Readonly<Record<string, string>>
    readonly cwd: string
    readonly files: readonly string[]
  }
  assert.match(cwd, new RegExp(`^${tmp}/run-\\w{6}$`))
  assert.deepEqual([env['HOME'], env['TMPDIR'], env['SCRATCH']], [cwd, cwd, cwd])
  assert.deepEqual(files.toSorted(), ['.matplotlib', '.tables.json', 'a.js'])
  const ours = Object.keys(process.env).filter((name) => name in env)
  assert.deepEqual(
    ours.filter((name) => !['PATH', 'HOME', 'LANG', 'TMPDIR', 'PWD', 'SHLVL', '_'].includes(name)),
    [],
  )
})

for (const [what, source, status, exitCode] of [
  ['ends well', 'console.log(1)', 'ok', 0],
  ['ends with a number', 'process.exit(3)', 'failed', 3],
  ['throws', 'throw new Error("no")', 'failed', 1],
  ['cannot be read', 'this is no JavaScript', 'failed', 1],
  ['is ended by itself', "process.kill(process.pid, 'SIGKILL')", 'failed', null],
  ['has no memory left', 'console.error("MemoryError"); process.exit(1)', 'out_of_memory', 1],
  ['says so and ends well', 'console.error("MemoryError")', 'ok', 0],
] as const)
  test(`a script that ${what} is told as ${status}`, async () => {
    const answer = await run(source)
    assert.deepEqual([answer.status, answer.exitCode], [status, exitCode])
    assert.ok(answer.durationMs > 0)
  })

test('a script that never ends is ended with all that it started, and what it said until then is told', async () => {
  const answer = await run(
    `import { spawn } from 'node:child_process'
     spawn('sleep', ['1000'], { stdio: 'inherit' })
     console.log('so far'); setInterval(() => {}, 1000)`,
    { wallSeconds: 1 },
  )
  assert.equal(answer.status, 'timeout')
  assert.match(answer.stdout, /^(?:so far\n)?$/)
})

test('a script that prints without end is ended, and half a document of it is none', async () => {
  const { status, stdout } = await run(`for (;;) process.stdout.write('x'.repeat(10_000))`)
  assert.deepEqual([status, stdout], ['too_much_output', ''])
})

test('a picture that a script left comes as bytes, also when the script failed', async () => {
  const draw = (end: string) =>
    run(`import { writeFileSync } from 'node:fs'
      writeFileSync('image.png', Buffer.from('89504e470d0a1a0a', 'hex')); ${end}`)
  for (const end of ['', 'process.exit(1)'])
    assert.deepEqual((await draw(end)).image, { type: 'image/png', base64: 'iVBORw0KGgo=' })
})

test('a script that nested folders deeper than a path is long had no answer, and stayed on the disk: neither is so', async () => {
  const { status, stdout } = await run(`
    import { mkdirSync } from 'node:fs'
    for (let n = 0; n < 40; n += 1) { mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)) }
    console.log('deep')`)
  // On a slow machine it is looked at while it goes on, and what lies that deep cannot be counted.
  assert.match(`${status} ${stdout}`, /^(?:ok deep\n|too_much_written (?:deep\n)?)$/)
})

test('a query runs as it is, and its mistake is its own', async () => {
  const sql = (source: string) => run(source, { language: 'sql', fileName: 'a.sql' })
  const { status, stdout } = await sql('-- schedule: manual\nselect 42 as n')
  assert.deepEqual(
    [status, JSON.parse(stdout)],
    ['ok', { columns: ['n'], rows: [{ n: 42 }], total: 1 }],
  )
  const wrong = await sql('select * from nothing')
  assert.equal(wrong.status, 'failed')
  assert.match(wrong.stderr, /Table with name nothing does not exist/)
})

test('the wall lets a run see the objects of its tables, where they lie, and the programs that it needs', async () => {
  const wall = open()
  const objects = ['a1'.repeat(32), 'b2'.repeat(32)]
  const tables = [{ schema: 'shop', name: 'orders', objects }]
  await runInSandbox(place, wall, request('console.log(1)', { tables }))
  const [asked] = wall.asked
  assert.deepEqual(
    asked?.files.filter((file) => file.startsWith('/objects')),
    objects.map((sha256) => `/objects/${sha256.slice(0, 2)}/${sha256}`),
  )
  assert.ok(asked?.programs.every((path) => path.startsWith(place.root)))
  assert.ok(
    !asked?.programs.includes(place.root) &&
      !asked?.programs.includes(join(place.root, 'services')),
  )
  const more = [...tables, { schema: 'shop', name: 'customers', objects: ['c3'.repeat(32)] }]
  await assert.rejects(runInSandbox(place, wall, request('', { tables: more })), {
    code: 'too_many_files',
    status: 503,
  })
  assert.equal(wall.asked.length, 1, 'nothing was begun')
})

test('a wall that cannot be built leaves nothing behind', async () => {
  const broken = { ...open(), command: () => ['/nowhere/no-such-program'] }
  const { status, stderr } = await runInSandbox(place, broken, request('console.log(1)'))
  assert.equal(status, 'failed')
  assert.match(stderr, /not found|No such file/)
  assert.deepEqual(await readdir(tmp), [])
})
