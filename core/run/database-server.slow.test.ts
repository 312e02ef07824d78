import assert from 'node:assert/strict'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { connectDatabase } from '../database/connect.ts'
import { runningServer } from '../database/embedded/running-server.ts'
import { readEnv } from '../env.ts'
import { createLog } from '../log.ts'
import { findPaths } from '../paths.ts'
import { openSecrets } from '../secrets.ts'
import { openDatabaseServer, type DatabaseServer, type StorageUser } from './database-server.ts'
import { stackEnv } from './stack-env.ts'
import { takeStackLock } from './stack-lock.ts'

const log = createLog('silent')

/** An installation whose database is opened by several, as by several processes. */
async function place(t: TestContext, DATABASE_URL?: string) {
  const root = await mkdtemp(join(tmpdir(), 'server-'))
  const env = readEnv(stackEnv, { DATA_DIR: root, DATABASE_URL })
  const paths = findPaths(root, env)
  const secrets = openSecrets({ dir: paths.secretsDir, rawEnv: {} })
  const opened: DatabaseServer[] = []
  t.after(async () => {
    for (const server of opened.toReversed()) await server.stop()
    for (const folder of [root, paths.runtimeDir])
      await rm(folder, { recursive: true, force: true })
  })
  const open = async (as: StorageUser) => {
    const server = await openDatabaseServer({ as, env, paths, secrets, log })
    opened.push(server)
    return server
  }
  return { open, paths, running: () => runningServer(join(root, 'postgres')) }
}

async function answers({ target }: DatabaseServer): Promise<void> {
  const db = await connectDatabase({ target, log, applicationName: 'test', max: 1 })
  await db.close()
}

test('a command runs the server while nothing else does, alone, and leaves none behind', async (t) => {
  const { open, paths, running } = await place(t)
  const server = await open('command')
  assert.equal(server.exclusive, true)
  await answers(server)
  await server.stop()
  assert.equal(await running(), undefined)
  // It let go: the stack can start.
  await (await takeStackLock(paths.runtimeDir, paths.dataDir)).release()
})

test('a command beside a stack uses its server, and pulls it away from nobody', async (t) => {
  const { open, paths, running } = await place(t)
  const lock = await takeStackLock(paths.runtimeDir, paths.dataDir)
  const stack = await open('stack')
  const command = await open('command')
  assert.deepEqual([stack.exclusive, command.exclusive], [true, false])
  await answers(command)
  await command.stop()
  await answers(stack)
  assert.notEqual(await running(), undefined)
  await stack.stop()
  await lock.release()
})

test('of two commands at the same moment the second waits until the first has stopped its server', async (t) => {
  const { open } = await place(t)
  const first = await open('command')
  const steps: string[] = []
  const second = open('command').then((server) => {
    steps.push('second began')
    return server
  })
  await answers(first)
  await first.stop()
  steps.push('first stopped')
  await answers(await second)
  assert.deepEqual(steps, ['first stopped', 'second began'])
  assert.equal((await second).exclusive, true)
})

test('a server that does not start holds nobody up: the next one tries anew', async (t) => {
  const { open, paths } = await place(t)
  const first = await open('command')
  await first.stop()
  const version = join(paths.dataDir, 'postgres/PG_VERSION')
  await rename(version, `${version}.kept`)
  await writeFile(version, '9.6\n')
  await assert.rejects(open('command'), { code: 'invalid_configuration' })
  await rename(`${version}.kept`, version)
  await answers(await open('command'))
})

test('with DATABASE_URL no server is run here, whoever asks', async (t) => {
  const { open, running } = await place(t, 'postgres://analyst@db.example.com/analyst')
  for (const as of ['stack', 'command', 'service'] as const) {
    const { target, exclusive } = await open(as)
    assert.equal(exclusive, false)
    // The password was made here: it stands in no file of variables.
    assert.match(String(target), /^postgres:\/\/analyst:[\w-]{43}@db\.example\.com\/analyst$/)
  }
  assert.equal(await running(), undefined)
})

test('a service in a process of its own never runs a server', async (t) => {
  const { open, running } = await place(t)
  await assert.rejects(open('service'), {
    code: 'invalid_configuration',
    message: /DATABASE_URL is missing/,
  })
  assert.equal(await running(), undefined)
})
