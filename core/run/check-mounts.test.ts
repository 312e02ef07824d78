import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { ConfigError } from '../errors.ts'
import { checkMounts } from './check-mounts.ts'

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'mount-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

test('a folder that can be written passes, and so does a container without any', async (t) => {
  const path = await folder(t)
  checkMounts({ MOUNTS: `${path}=/srv/data` })
  checkMounts({})
})

test('a folder that is not there is named as it is called on the server', () => {
  assert.throws(
    () => checkMounts({ MOUNTS: '/no/such/place=/srv/data' }),
    (error: ConfigError) => {
      assert.match(error.message, /\/no\/such\/place is not there: mount \/srv\/data at it/)
      return error instanceof ConfigError
    },
  )
})

// Every service refused to start: “dat is not there: mount data at it”.
test('a folder whose name on the server has blanks passes, and is named as a whole where it is missing', async (t) => {
  const [one, other] = [await folder(t), await folder(t)]
  checkMounts({ MOUNTS: `${one}=/srv/our data/on disk ${other}=/home` })
  checkMounts({ MOUNTS: ` ${one}=/srv/data  ${other}=./var/my homes\n` })
  assert.throws(() => checkMounts({ MOUNTS: `${one}=/srv/a b /no/such=/srv/our data` }), {
    message: '/no/such is not there: mount /srv/our data at it',
  })
})

test('a folder of another owner is refused with the one command that mends it', async (t) => {
  const path = await folder(t)
  // Root may write everywhere, so the check runs as a user that owns nothing, with the code in its reach.
  await chmod(path, 0o755)
  await mkdir(join(path, 'run'))
  for (const file of ['run/check-mounts.ts', 'errors.ts']) {
    await cp(join(import.meta.dirname, '..', file), join(path, file))
  }
  const code = `const { checkMounts } = await import('${path}/run/check-mounts.ts')
    checkMounts({ MOUNTS: '${path}=/srv/data' })`
  const isRoot = process.getuid?.() === 0
  if (!isRoot) await chmod(path, 0o555)
  const args = ['--input-type=module', '-e', code]
  const { stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: path,
    ...(isRoot && { uid: 65534, gid: 65534 }),
  })
  assert.equal(status, 1)
  assert.match(stderr, /sudo chown -R \d+:\d+ \/srv\/data && sudo chmod 2770 \/srv\/data/)
})
