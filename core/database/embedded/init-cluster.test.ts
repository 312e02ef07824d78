import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { initCluster } from './init-cluster.ts'
import { serverUser } from './server-user.ts'

/** Binaries of which `initdb` is this shell script; it says whom it makes a cluster for. */
async function place(t: TestContext, initdb: string) {
  const root = await mkdtemp(join(tmpdir(), 'init-'))
  t.after(() => rm(root, { recursive: true }))
  const at = (name: string) => join(root, name)
  await mkdir(at('pg/bin'), { recursive: true })
  await mkdir(at('data'))
  await mkdir(at('run'))
  for (const open of [root, at('run'), at('pg'), at('pg/bin')]) await chmod(open, 0o711)
  await writeFile(at('pg/bin/initdb'), `#!/bin/sh\n${initdb}\n`, { mode: 0o755 })
  const cluster = at('data/postgres')
  const init = () =>
    initCluster({
      ...{ binaries: at('pg'), cluster, runtimeDir: at('run'), password: 'p ä\\n$x' },
      user: serverUser(),
    })
  return { at, cluster, init, left: async () => (await readdir(at('data'))).toSorted() }
}

/** What the real one is asked for: a folder, and a file with the password that it can read. */
const makes = `
folder=$2
for word in "$@"; do case "$word" in --pwfile=*) cat "\${word#--pwfile=}" > "$folder/seen-password" ;; esac; done
printf '17\\n' > "$folder/PG_VERSION"
printf '%s\\n' "$@" > "$folder/seen-words"`

test('a cluster is made beside its place and moved there whole, with a password that nobody else sees', async (t) => {
  const { at, cluster, init, left } = await place(t, makes)
  await init()
  assert.deepEqual(await left(), ['postgres'])
  assert.equal(await readFile(join(cluster, 'seen-password'), 'utf8'), 'p ä\\n$x')
  const words = await readFile(join(cluster, 'seen-words'), 'utf8')
  assert.ok(!words.includes('p ä'), 'what is among the words is seen by every user of the machine')
  assert.match(words, /--auth=scram-sha-256/)
  assert.deepEqual(await readdir(at('run')), [], 'the file of the password is gone')
})

test('a cluster that is there is left alone', async (t) => {
  const { cluster, init } = await place(t, 'exit 1')
  await mkdir(cluster)
  await writeFile(join(cluster, 'PG_VERSION'), '17\n')
  await init()
  assert.deepEqual(await readdir(cluster), ['PG_VERSION'])
})

for (const version of ['16', '18', ''])
  test(`a cluster of version “${version}” stops the start and is not touched`, async (t) => {
    const { cluster, init, left } = await place(t, makes)
    await mkdir(cluster)
    await writeFile(join(cluster, 'PG_VERSION'), version)
    await assert.rejects(init(), {
      code: 'invalid_configuration',
      message: /was made by PostgreSQL .*, this is 17: dump it with the old version and restore it/,
    })
    assert.deepEqual(await left(), ['postgres'])
    assert.deepEqual(await readdir(cluster), ['PG_VERSION'])
  })

test('what a kill in the middle left is no cluster: it is made anew', async (t) => {
  const { at, init, left, cluster } = await place(t, makes)
  await mkdir(at('data/postgres.new/base'), { recursive: true })
  await writeFile(at('data/postgres.new/PG_VERSION'), '17\n')
  await writeFile(at('run/initial-password'), 'of the one before')
  await init()
  assert.deepEqual(await left(), ['postgres'])
  assert.deepEqual((await readdir(cluster)).toSorted(), [
    'PG_VERSION',
    'seen-password',
    'seen-words',
  ])
})

test('when it cannot be made its words are told, and neither a cluster nor the password stays', async (t) => {
  const { at, init, left } = await place(t, `echo 'no space left on device' >&2; exit 1`)
  await assert.rejects(init(), {
    code: 'database_not_made',
    message: /initdb failed: no space left on device/,
    remedy: /free space/,
  })
  assert.ok(!(await left()).includes('postgres'))
  assert.deepEqual(await readdir(at('run')), [])
})
