import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { archiveOf, carryImages } from './carry-images.ts'
import type { RemoteMachine } from './remote-machine.ts'
import type { SshConnection } from './ssh-connection.ts'

/** A server whose shell is that of this machine; no file of it becomes larger than so many blocks of 512 bytes. */
function shellAsServer(blocks?: number): SshConnection {
  const limited = (script: string) =>
    blocks === undefined ? script : `ulimit -f ${blocks}; ${script}`
  return {
    host: 'server',
    terminal: false,
    read: async (script) => {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' })
      assert.equal(status, 0, stderr)
      return stdout
    },
    async send(content, script) {
      const child = spawn('sh', ['-c', limited(script)], { stdio: ['pipe', 'ignore', 'pipe'] })
      const [said, ended] = [text(child.stderr), once(child, 'close')]
      await pipeline(content, child.stdin).catch(() => undefined)
      const [code] = (await ended) as [number | null]
      if (code !== 0) throw new Error(`it ended with ${code}: ${await said}`)
    },
    attach: () => Promise.reject(new Error('nobody attaches')),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** A home with a blank and quotes in its path, an archive to carry, and what lies there already. */
async function place(t: TestContext, there: readonly string[], bytes = 100_000) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const remote = join(folder.path, `Ann's "home" $X`, 'ai-data-analyst')
  await mkdir(remote, { recursive: true })
  for (const name of there) await writeFile(join(remote, name), 'old')
  const local = join(folder.path, 'images.tar')
  await writeFile(local, Buffer.alloc(bytes, 1))
  const archives = there.filter((name) => name.endsWith('.tar')).map((name) => join(remote, name))
  const machine = { folder: remote, archives } as unknown as RemoteMachine
  return {
    remote,
    local,
    carry: (ssh: SshConnection) => carryImages(archiveOf(local), machine, ssh, () => undefined),
  }
}

test('an archive has its name when it is whole, and the older ones are gone then', async (t) => {
  const { remote, local, carry } = await place(t, ['images-0123.tar', 'notes.txt'])
  assert.equal(await carry(shellAsServer()), join(remote, 'images-given.tar'))
  assert.deepEqual((await readdir(remote)).toSorted(), ['images-given.tar', 'notes.txt'])
  assert.deepEqual(await readFile(join(remote, 'images-given.tar')), await readFile(local))
})

// Each connection that broke left gigabytes on the server for good.
test('halves that broke off before do not stay on the disk of the server', async (t) => {
  const { remote, carry } = await place(t, ['images-aaaa.tar.part', 'images-given.tar.part'])
  await carry(shellAsServer())
  assert.deepEqual(await readdir(remote), ['images-given.tar'])
})

test('a disk that becomes full is not left full, and what was there stays', async (t) => {
  const { remote, carry } = await place(t, ['images-0123.tar'])
  await assert.rejects(carry(shellAsServer(50)))
  assert.deepEqual(await readdir(remote), ['images-0123.tar'])
})
