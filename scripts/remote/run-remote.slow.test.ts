import assert from 'node:assert/strict'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { missingForRsync, startSshServer } from '../../tests/peers/ssh-server.ts'
import { runProgram } from '../../tests/peers/run-program.ts'

const skip = await missingForRsync()
const root = join(import.meta.dirname, '../..')

/** A server with an empty home, and `stack` on this machine. */
async function openServer(t: TestContext) {
  const home = await mkdtemp(join(tmpdir(), 'remote-'))
  t.after(() => rm(home, { recursive: true }))
  const server = await startSshServer({ home })
  t.after(() => server.close())
  const config = ['--ssh-config', server.config]
  const at = (host: string, ...args: readonly string[]) =>
    runProgram(process.execPath, [
      join(root, 'scripts/stack.ts'),
      ...config,
      '--host',
      host,
      ...args,
    ])
  return { home, server, at, stack: (...args: readonly string[]) => at('server', ...args) }
}

/** Code that says how it was called: what is run, not what it does, is the matter of most tests. */
async function placeEcho(home: string, code: string): Promise<void> {
  const current = join(home, 'ai-data-analyst/current')
  await mkdir(join(current, 'scripts'), { recursive: true })
  await writeFile(join(current, 'scripts/stack.ts'), code)
  const bin = join(current, 'node_modules/node/bin')
  await mkdir(bin, { recursive: true })
  await symlink(process.execPath, join(bin, 'node'))
}

test(
  'a verb runs on the server: its words arrive as they are, its output and its exit code come back',
  { skip },
  async (t) => {
    const { home, stack } = await openServer(t)
    await placeEcho(
      home,
      `console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }))
     console.error('progress')
     process.exitCode = 7`,
    )
    const words = [
      'logs',
      "it's",
      '$(touch x)',
      '`id`',
      '; id',
      'a\nb',
      '',
      '--since',
      '1 hour ago',
      '*',
    ]
    const { code, out, err } = await stack(...words)
    assert.equal(code, 7)
    assert.deepEqual(JSON.parse(out), { args: words, cwd: join(home, 'ai-data-analyst/current') })
    assert.equal(err, 'progress\n')
    assert.deepEqual(await readdir(join(home, 'ai-data-analyst/current')), [
      'node_modules',
      'scripts',
    ])
  },
)

test(
  'install carries the checkout over, without what is for nobody else; for its plan alone only as long as that is made',
  { skip },
  async (t) => {
    const { home, stack } = await openServer(t)
    // As after an earlier install: packages of the same lock lie there and are not sent again.
    const before = join(home, 'ai-data-analyst/current')
    await mkdir(join(before, 'services/gone'), { recursive: true })
    await symlink(join(root, 'node_modules'), join(before, 'node_modules'))
    const plan = ['install', '--target', 'systemd', '--dry-run', '--format', 'json']
    const { code, out, err } = await stack(...plan)
    assert.equal(code, 0, err)
    const { dryRun, steps } = JSON.parse(out) as { dryRun: boolean; steps: { what: string }[] }
    assert.equal(dryRun, true)
    assert.ok(
      steps.some(({ what }) => what.endsWith('/webapp.service')),
      out,
    )
    assert.match(err, /carrying this checkout/)
    assert.doesNotMatch(err, /carrying its packages/)
    assert.deepEqual(await readdir(join(home, 'ai-data-analyst')), ['current'])
    assert.deepEqual((await readdir(before)).sort(), ['node_modules', 'services'])

    // Refused there, for what it is asked: the checkout has come all the same.
    const refused = await stack('install', '--target', 'systemd', '--public-url', 'nowhere')
    assert.equal(refused.code, 2, refused.err)
    const there = await readdir(before)
    assert.ok(there.includes('scripts') && there.includes('package.json'))
    for (const kept of ['.git', '.env', 'data', 'tests']) assert.ok(!there.includes(kept), kept)
    assert.ok(
      !(await readdir(join(before, 'services'))).includes('gone'),
      'nothing of the old is mixed in',
    )
    const old = join(home, 'ai-data-analyst/previous/services/gone')
    assert.ok((await lstat(old)).isDirectory(), 'what was there is kept')

    const again = await stack('--help')
    assert.match(again.out, /Runs and administers/)
  },
)

test('an archive of images is carried over and named as it lies there', { skip }, async (t) => {
  const { home, stack, server } = await openServer(t)
  const local = join(dirname(server.config), 'images.tar')
  await writeFile(local, 'layers')
  await mkdir(join(home, 'ai-data-analyst/current'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(home, 'ai-data-analyst/current/node_modules'))
  const plan = await stack('install', '--images', local, '--dry-run')
  assert.match(plan.err, /would carry the images to server:.*images-given\.tar/)
  assert.deepEqual(await readdir(join(home, 'ai-data-analyst')), ['current'])
  const { err } = await stack('install', '--images', local, '--public-url', 'nowhere')
  assert.equal(await readFile(join(home, 'ai-data-analyst/images-given.tar'), 'utf8'), 'layers')
  assert.match(err, /carrying the images/)

  const missing = await stack('install', '--images', `${local}.not`, '--dry-run')
  assert.equal(missing.code, 1)
  assert.match(missing.err, /There is no archive .*images\.tar\.not\n[^]*docker save/)
})

test('each way in which a server cannot be reached says what to do', { skip }, async (t) => {
  const { at, stack, server, home } = await openServer(t)
  const empty = await stack('status')
  assert.equal(empty.code, 1)
  assert.match(empty.err, /server has no stack[^]*remedy: stack --host server install/)

  const nowhere = await at('no-such-host.invalid', 'status')
  assert.match(nowhere.err, /error: no-such-host\.invalid: [^]*remedy: Is the name right/)

  await placeEcho(home, '')
  const text = await readFile(server.config, 'utf8')
  const strange = text.replace(/(UserKnownHostsFile).*/, '$1 /dev/null')
  await writeFile(server.config, strange)
  const unknown = await stack('status')
  assert.match(unknown.err, /Host key verification failed[^]*remedy: Run ssh server once/)

  await writeFile(server.config, text.replace(/IdentityFile .*/, 'IdentityFile /dev/null'))
  const refused = await stack('status')
  assert.equal(refused.code, 1)
  assert.match(refused.err, /Permission denied[^]*remedy: Which key/)

  const option = await at('-oProxyCommand=id', 'status')
  assert.equal(option.code, 2)
})
