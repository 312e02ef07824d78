import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { changedContainers } from '../../scripts/compose/changed-containers.ts'
import { composeProject } from '../../scripts/compose/compose-project.ts'
import { startNext } from '../../scripts/compose/next-container.ts'
import { serverCommands } from '../../scripts/server/server-commands.ts'
import { temporaryFolder } from '../peers/stack.ts'

const IMAGE = 'debian:trixie-slim'
const skip =
  spawnSync('docker', ['image', 'inspect', IMAGE]).status === 0
    ? false
    : `the container image ${IMAGE} is not here`
const { signal } = new AbortController()
const run = promisify(execFile)

/** A Compose project of one service that is well as long as it runs. */
async function project(t: TestContext) {
  const folder = await temporaryFolder()
  const name = `beside-${randomBytes(4).toString('hex')}`
  const file = join(folder.path, 'docker-compose.yml')
  await writeFile(
    file,
    `name: ${name}
services:
  web:
    image: debian:\${STACK_VERSION:-trixie-slim}
    init: true
    command: [sleep, '600']
    healthcheck: { test: [CMD, 'true'], interval: 1s }
`,
  )
  const made = composeProject(serverCommands({ signal, cwd: folder.path }))
  t.after(async () => {
    await made.compose('down', '--volumes', '--remove-orphans', '--timeout', '1')
    await folder[Symbol.asyncDispose]()
  })
  await made.compose('up', '--detach', '--wait')
  const [old] = await made.running()
  assert.ok(old)
  /** Everything of the project, also what runs beside. */
  const all = async () => {
    const filter = `label=com.docker.compose.project=${name}`
    const { stdout } = await run('docker', [
      'ps',
      '--all',
      '--no-trunc',
      '--quiet',
      '--filter',
      filter,
    ])
    return stdout.split('\n').filter(Boolean)
  }
  return { made, old, all, file }
}

// It ran on for ever, and people were served by it whenever the service itself was slow.
test(
  'what a killed upgrade left beside a service is gone before another version starts there',
  { skip },
  async (t) => {
    const { made, old, all } = await project(t)
    // Whoever is killed disposes of nothing.
    const killed = await startNext(made, old.id, 'web')
    await killed.well(signal)
    const left = (await all()).filter((id) => id !== old.id)
    assert.equal(left.length, 1)
    {
      await using next = await startNext(made, old.id, 'web')
      await next.well(signal)
      const now = await all()
      assert.ok(!now.includes(left[0] ?? ''), 'what was left is removed')
      assert.equal(now.length, 2)
    }
    assert.deepEqual(await all(), [old.id])
  },
)

test(
  'a container is changed when the files say something else of it, and not by its version',
  { skip },
  async (t) => {
    const { made, old, file } = await project(t)
    const changed = async () => {
      const at = (version: string) =>
        composeProject(serverCommands({ signal, cwd: dirname(file) }), version)
      return [...(await changedContainers(await made.running(), at))]
    }
    assert.deepEqual(await changed(), [])
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(':-trixie-slim}', ':-the-next-one}'))
    assert.deepEqual(await changed(), [])
    await writeFile(file, `${text}    group_add: ['10000']\n`)
    assert.deepEqual(await changed(), [old])
    await made.compose('up', '--detach', '--wait')
    assert.deepEqual(await changed(), [])
  },
)

test(
  'a container that somebody runs for a command of their own is left alone',
  { skip },
  async (t) => {
    const { made, old, all } = await project(t)
    const theirs = (await made.compose('run', '--detach', '--no-deps', 'web')).trim()
    {
      await using next = await startNext(made, old.id, 'web')
      await next.well(signal)
    }
    const now = await all()
    assert.ok(
      now.some((id) => id.startsWith(theirs) || theirs.startsWith(id)),
      'it runs on',
    )
    await made.docker('rm', '--force', theirs)
  },
)
