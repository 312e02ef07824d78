import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { runningServer, stopServer } from './running-server.ts'

const linux = process.platform === 'linux'
const onLinux = { skip: linux ? false : 'what a process is called can be read on Linux alone' }

async function clusterWith(t: TestContext, postmasterPid?: string): Promise<string> {
  const cluster = await mkdtemp(join(tmpdir(), 'cluster-'))
  t.after(() => rm(cluster, { recursive: true }))
  if (postmasterPid !== undefined) await writeFile(join(cluster, 'postmaster.pid'), postmasterPid)
  return cluster
}

/** A process that is called so, and lives until it is told to end; `deaf` takes no polite word. */
async function processNamed(t: TestContext, name: string, deaf = ''): Promise<ChildProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'named-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'bin'))
  const program = join(folder, 'bin', name)
  await copyFile('/bin/sh', program)
  const child = spawn(program, ['-c', `${deaf} echo up; while :; do sleep 0.05; done`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout ?? child, 'data')
  return child
}

/** As PostgreSQL writes it: the process, the data folder, the moment, and more (storage-file-layout). */
const fileOf = (pid: number | string) =>
  `${pid}\n/proc/self/fd/3\n1767225600\n5432\n/run\n\n  1 2\n`

test('a cluster without the file has no server', async (t) => {
  assert.equal(await runningServer(await clusterWith(t)), undefined)
  assert.equal(await runningServer('/no/such/cluster'), undefined)
})

for (const first of ['', '0', '1', '-1', '1.5', 'x', '99999999999', '  ', '12 34'])
  test(`a file that begins with “${first}” names no process`, async (t) => {
    assert.equal(await runningServer(await clusterWith(t, fileOf(first))), undefined)
  })

test('a file that was cut off before its first byte names none either', async (t) => {
  assert.equal(await runningServer(await clusterWith(t, '')), undefined)
})

test('the process of a server that was killed is gone', onLinux, async (t) => {
  const server = await processNamed(t, 'postgres')
  const cluster = await clusterWith(t, fileOf(server.pid ?? 0))
  assert.equal(await runningServer(cluster), server.pid)
  server.kill('SIGKILL')
  await once(server, 'exit')
  assert.equal(await runningServer(cluster), undefined)
})

test(
  'a number that another program got meanwhile is not stopped as a server',
  onLinux,
  async (t) => {
    for (const name of ['postgres_export', 'sh', 'xpostgres']) {
      const other = await processNamed(t, name)
      const cluster = await clusterWith(t, fileOf(other.pid ?? 0))
      assert.equal(await runningServer(cluster), undefined, name)
    }
    assert.equal(await runningServer(await clusterWith(t, fileOf(process.pid))), undefined)
  },
)

test('a server is asked politely, and it is over when its process is', onLinux, async (t) => {
  const server = await processNamed(t, 'postgres', `trap 'exit 7' INT;`)
  const ended = once(server, 'exit')
  await stopServer(server.pid ?? 0)
  assert.deepEqual(await ended, [7, null])
})

test('a server that is gone already is stopped', onLinux, async (t) => {
  const server = await processNamed(t, 'postgres')
  server.kill('SIGKILL')
  await once(server, 'exit')
  await stopServer(server.pid ?? 0)
})
