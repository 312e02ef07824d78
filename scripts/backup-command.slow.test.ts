import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runScript, temporaryFolder } from '../tests/peers/stack.ts'

const root = join(import.meta.dirname, '..')

function environment(dataDir: string) {
  return {
    DATA_DIR: join(dataDir, 'var'),
    CONFIG_DIR: join(dataDir, 'no-config'),
    BACKUP_DIR: join(dataDir, 'backups'),
  }
}

// The original had no backup that anybody had ever restored, and none of its secrets.
test('secrets not backed up (of the original): a backup that was killed is none, the next one brings everything to an empty server', async () => {
  await using here = await temporaryFolder()
  const env = environment(here.path)
  const stack = (...args: string[]) => runScript('stack', args, env)
  assert.equal((await stack('user', 'add', 'ann@acme.com', '--admin')).code, 0)
  const home = join(env.DATA_DIR, 'homes/ann')
  await mkdir(home, { recursive: true })
  const notes = randomBytes(40_000_000)
  await writeFile(join(home, 'notes.bin'), notes)
  await writeFile(join(env.DATA_DIR, 'secrets/csrf'), 'c'.repeat(43), { mode: 0o600 })

  await mkdir(env.BACKUP_DIR)
  const killed = spawn(process.execPath, ['scripts/stack.ts', 'backup'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'ignore',
  })
  const ended = once(killed, 'exit')
  while ((await readdir(env.BACKUP_DIR)).length === 0 && killed.exitCode === null) {
    await new Promise((resolve) => setImmediate(resolve))
  }
  killed.kill('SIGKILL')
  await ended
  const left = await readdir(env.BACKUP_DIR)
  assert.ok(
    left.every((name) => name.endsWith('.in-progress')),
    left.join(),
  )

  const planned = await stack('backup', '--dry-run', '--format', 'json')
  const plan = JSON.parse(planned.out) as { files: number; bytes: number; unreadable: string[] }
  assert.deepEqual([planned.code, plan.unreadable], [0, []], planned.err)
  assert.ok(plan.files >= 2 && plan.bytes > notes.length, planned.out)

  const made = await stack('backup', '--keep', '1', '--format', 'json')
  assert.equal(made.code, 0, made.err)
  const { file } = JSON.parse(made.out) as { file: string }
  const key = await stack('backup', 'key')
  const keyFile = join(here.path, 'key')
  await writeFile(keyFile, key.out)

  await using other = await temporaryFolder()
  const there = environment(other.path)
  const run = (...args: string[]) => runScript('stack', args, there)
  const nowhere = await run('restore', `${file}.gone`)
  assert.deepEqual([nowhere.code, /is not there/.test(nowhere.err)], [1, true], nowhere.err)
  const without = await run('restore', file)
  assert.deepEqual([without.code, /remedy: .*--key-file/.test(without.err)], [1, true], without.err)
  const lost = await run('restore', file, '--key-file', `${keyFile}.gone`)
  assert.deepEqual([lost.code, /remedy: .*stack backup key/.test(lost.err)], [1, true], lost.err)
  const verified = await run('restore', '--verify', file, '--key-file', keyFile)
  assert.equal(verified.code, 0, verified.err)
  assert.match(verified.out, /^core\.person +1 +1$/m)
  const restored = await run('restore', file, '--key-file', keyFile)
  assert.equal(restored.code, 0, restored.err)
  assert.match((await run('user', 'list')).out, /ann@acme\.com.*administrators/)
  assert.deepEqual(await readFile(join(there.DATA_DIR, 'homes/ann/notes.bin')), notes)
  assert.equal(await readFile(join(there.DATA_DIR, 'secrets/csrf'), 'utf8'), 'c'.repeat(43))
  // Whoever reads it reads every backup: it is no container’s, as the folder of secrets is.
  assert.equal((await stat(join(there.DATA_DIR, 'secrets/backup-key'))).mode & 0o077, 0)
  const again = await run('restore', file)
  assert.deepEqual([again.code, /it knows 1 people/.test(again.err)], [1, true], again.err)
})
