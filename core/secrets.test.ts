import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
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
  const elsewhere = openSecrets({ dir, rawEnv: {}, mode: 0o440, groupOf: () => undefined })
  elsewhere.text('new')
  assert.equal(statSync(join(dir, 'new')).gid, group)
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
    const secrets = openSecrets({ dir: ${JSON.stringify(dir)}, rawEnv: {}, groupOf: () => 12345 })
    for (const name of ['of-others', 'own'])
      try { secrets.text(name) } catch ({ message }) { console.log(message) }`
  if (process.getuid?.() !== 0) chmodSync(join(dir, 'of-others'), 0o000)
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval', program],
  ])
  const [unreadable, ungiven] = stdout.split('\n')
  assert.match(unreadable ?? '', /of-others cannot be read or made in .*\(EACCES\): name it under/)
  assert.match(ungiven ?? '', /own cannot be kept to those who read it \(EPERM.*chown \d+:12345 it/)
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
