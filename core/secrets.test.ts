import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import fs, {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { openSecrets } from './secrets.ts'

function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'secrets-'))
  t.after(() => rmSync(dir, { recursive: true }))
  return dir
}

test('the original began with a development secret; here each is made, and stays', (t) => {
  const dir = join(folder(t), 'secrets')
  const made = openSecrets({ dir, rawEnv: {} }).text('session-key')
  assert.match(made, /^[\w-]{43}$/)
  assert.equal(openSecrets({ dir, rawEnv: {} }).text('session-key'), made)
  assert.notEqual(openSecrets({ dir, rawEnv: {} }).text('other-key'), made)
  assert.equal(statSync(dir).mode & 0o777, 0o700)
  assert.equal(statSync(join(dir, 'session-key')).mode & 0o777, 0o600)
})

test('what the operator gives wins: a variable, a file, a systemd credential', (t) => {
  const dir = folder(t)
  writeFileSync(join(dir, 'given'), 'from a file\n')
  writeFileSync(join(dir, 'api-key'), 'from a credential\n')
  const open = (rawEnv: Record<string, string>) =>
    openSecrets({ dir: join(dir, 'kept'), rawEnv }).text('api-key')
  assert.equal(open({ API_KEY: 'from the environment' }), 'from the environment')
  assert.equal(open({ API_KEY_FILE: join(dir, 'given') }), 'from a file')
  assert.equal(open({ CREDENTIALS_DIRECTORY: dir }), 'from a credential')
  assert.deepEqual(readdirSync(dir).sort(), ['api-key', 'given'])
})

test('a disk that takes no more makes no secret, not a part of one, and leaves nothing', async (t) => {
  const dir = join(folder(t), 'secrets')
  const program = `
    import { openSecrets } from ${JSON.stringify(join(import.meta.dirname, 'secrets.ts'))}
    try { openSecrets({ dir: ${JSON.stringify(dir)}, rawEnv: {} }).text('csrf') }
    catch ({ code }) { console.log(code) }`
  const words = [process.execPath, '--input-type=module', '--eval', program]
  const limited = ['-c', 'ulimit -f 0; exec "$@"', 'sh', ...words]
  assert.equal((await promisify(execFile)('sh', limited)).stdout, 'EFBIG\n')
  assert.deepEqual(readdirSync(dir), [])
})

test('a secret that everyone can read, or that is empty, stops with the remedy', (t) => {
  const dir = folder(t)
  const file = join(dir, 'api-key')
  const open = () => openSecrets({ dir, rawEnv: {} }).text('api-key')
  writeFileSync(file, 'x')
  chmodSync(file, 0o644)
  assert.throws(open, /can be read by everyone: chmod 600/)
  chmodSync(file, 0o640)
  assert.equal(open(), 'x')
  writeFileSync(file, '')
  assert.throws(open, /is empty: restore it/)
})

test('a secret is given to the group that reads it, made now or by an earlier version, and to no other user', (t) => {
  const dir = folder(t)
  const own = process.getgroups?.().at(-1) ?? assert.fail('no groups')
  const group = process.getuid?.() === 0 ? 12_345 : own
  openSecrets({ dir, rawEnv: {}, mode: 0o440 }).text('earlier')
  const open = () => openSecrets({ dir, rawEnv: {}, mode: 0o440, groupOf: () => group })
  const before = readFileSync(join(dir, 'earlier'), 'utf8')
  for (const name of ['earlier', 'new', 'new']) {
    open().text(name)
    const { gid, uid, mode } = statSync(join(dir, name))
    assert.deepEqual([gid, uid, mode & 0o777], [group, process.getuid?.(), 0o440], name)
  }
  assert.equal(open().text('earlier'), before)
  // As one has it that was copied here, by hand or out of a backup.
  chmodSync(join(dir, 'earlier'), 0o600)
  assert.equal(open().text('earlier'), before)
  assert.equal(statSync(join(dir, 'earlier')).mode & 0o777, 0o440)
  const elsewhere = openSecrets({ dir, rawEnv: {}, mode: 0o440, groupOf: () => undefined })
  elsewhere.text('new')
  assert.equal(statSync(join(dir, 'new')).gid, group)
})

test('a secret that is made is its readers’ before anybody may read it, and whole and in its folder on the disk', (t) => {
  const dir = folder(t)
  const group = process.getuid?.() === 0 ? 12_345 : process.getgid?.()
  const done: string[] = []
  const watch = (name: 'fchmodSync' | 'fsyncSync', told: (handle: number) => string) => {
    const now = fs[name] as (...words: unknown[]) => void
    t.mock.method(fs, name, (handle: number, ...words: unknown[]) => {
      now(handle, ...words)
      done.push(told(handle))
    })
  }
  watch(
    'fchmodSync',
    (handle) => `for ${fs.fstatSync(handle).gid === group ? 'its' : 'another'} group`,
  )
  watch('fsyncSync', (handle) =>
    fs.fstatSync(handle).isDirectory() ? `folder of ${readdirSync(dir).join()}` : 'file',
  )
  syncBuiltinESMExports()
  t.after(() => {
    t.mock.restoreAll()
    syncBuiltinESMExports()
  })
  openSecrets({ dir, rawEnv: {}, mode: 0o440, groupOf: () => group }).text('csrf')
  assert.deepEqual(done, ['for its group', 'file', 'folder of csrf'])
})

test('one that is not named in the manifest, or that cannot be kept to its readers, is told with the remedy', async (t) => {
  const dir = folder(t)
  chmodSync(dir, 0o777)
  writeFileSync(join(dir, 'of-others'), 'x', { mode: 0o400 })
  const program = `
    import { openSecrets } from ${JSON.stringify(join(import.meta.dirname, 'secrets.ts'))}
    if (process.getuid() === 0) {
      process.setgroups([])
      process.setgid(65534)
      process.setuid(65534)
    }
    const about = { dir: ${JSON.stringify(dir)}, rawEnv: {} }
    const open = [() => 12345, undefined].map((groupOf) => openSecrets({ ...about, groupOf }))
    for (const [at, name] of [[1, 'of-others'], [0, 'of-others'], [0, 'own']])
      try { open[at].text(name) } catch ({ message }) { console.log(message) }`
  if (process.getuid?.() !== 0) chmodSync(join(dir, 'of-others'), 0o000)
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval', program],
  ])
  const [unreadable = '', foreign = '', ungiven = ''] = stdout.split('\n')
  assert.match(unreadable, /of-others cannot be read or made in .*\(EACCES\): .*names it under/)
  const remedy =
    /cannot be kept to those who read it \(E(ACCES|PERM).*chown \d+:12345 and chmod 600 it/
  assert.match(foreign, remedy)
  assert.match(ungiven, remedy)
  assert.deepEqual(readdirSync(dir), ['of-others'])
})

test('processes that start at the same moment end with one secret', async (t) => {
  const dir = folder(t)
  const module = JSON.stringify(join(import.meta.dirname, 'secrets.ts'))
  const code = `const { openSecrets } = await import(${module})
    process.stdout.write(openSecrets({ dir: ${JSON.stringify(dir)}, rawEnv: {} }).text('shared'))`
  const run = promisify(execFile)
  const all = await Promise.all(
    Array.from({ length: 6 }, () => run(process.execPath, ['--input-type=module', '-e', code])),
  )
  assert.equal(new Set(all.map(({ stdout }) => stdout)).size, 1)
  assert.equal(readFileSync(join(dir, 'shared'), 'utf8'), all[0]?.stdout)
  assert.deepEqual(readdirSync(dir), ['shared'])
})

test('a signing key is Ed25519, the same each time, and another kind is refused', (t) => {
  const dir = folder(t)
  const key = openSecrets({ dir, rawEnv: {} }).signingKey('root-key')
  assert.equal(key.asymmetricKeyType, 'ed25519')
  assert.ok(openSecrets({ dir, rawEnv: {} }).signingKey('root-key').equals(key))
})

test('a name that is no name never becomes a path', (t) => {
  const secrets = openSecrets({ dir: folder(t), rawEnv: {} })
  for (const name of ['../x', 'A', '', 'a b']) assert.throws(() => secrets.text(name), TypeError)
})
