import assert from 'node:assert/strict'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { until } from '../../tests/peers/until.ts'
import { contentOf, readArchive } from './archive-reader.ts'
import { writeArchive } from './archive-writer.ts'

const [identity, other] = [await generateX25519Identity(), await generateX25519Identity()]

let folder: string
let whole: Buffer
/** Names of the kinds that a tar header holds by itself, and of those that it does not. */
const contents: Readonly<Record<string, Buffer>> = {
  empty: Buffer.alloc(0),
  'a block': Buffer.alloc(512, 'b'),
  [`${'long/'.repeat(60)}Übersicht 🙂`]: Buffer.from('deep'),
  large: Buffer.alloc(200_000, 'l'),
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'))
  await writeArchive(join(folder, 'whole'), [await identityToRecipient(identity)], async (out) => {
    for (const [name, content] of Object.entries(contents)) await out.bytes(name, content)
    await out.folder('of nothing', { mode: 0o700 })
  })
  whole = await readFile(join(folder, 'whole'))
})
after(() => rm(folder, { recursive: true }))

async function read(path: string, key = identity): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for await (const entry of readArchive(path, key)) found.set(entry.name, await contentOf(entry))
  return found
}

async function readBytes(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const path = join(folder, 'changed')
  await writeFile(path, bytes)
  return read(path)
}

const damaged = { code: 'damaged_backup', message: /^The backup is damaged: ./ }

test('what was written comes out in its order, whatever it is called and however long it is', async () => {
  const found = await read(join(folder, 'whole'))
  assert.deepEqual([...found], [...Object.entries(contents), ['of nothing/', Buffer.alloc(0)]])
})

test('cut off anywhere it is damage: what was read before never passes for all', async () => {
  // Around the header, the borders of a chunk (64 KiB and a tag of 16 bytes), and the end.
  const borders = [0, 1, 199, 200, 201, 65_752, 131_304, whole.length - 17, whole.length - 1]
  const anywhere = Array.from({ length: 20 }, (_, at) => Math.floor((whole.length * at) / 20))
  for (const length of [...borders, ...anywhere])
    await assert.rejects(readBytes(whole.subarray(0, length)), damaged, `${length} bytes`)
})

test('bytes after its end are damage too', async () => {
  for (const more of [Buffer.alloc(1), Buffer.alloc(512), whole])
    await assert.rejects(readBytes(Buffer.concat([whole, more])), damaged)
})

test('another key, no key and no file are told apart', async () => {
  const path = join(folder, 'whole')
  await assert.rejects(read(path, other), { code: 'wrong_backup_key' })
  await assert.rejects(read(path, 'AGE-SECRET-KEY-1'), { code: 'bad_backup_key' })
  await assert.rejects(read(join(folder, 'gone')), { code: 'no_backup', message: /ENOENT/ })
  await assert.rejects(read(folder), { code: 'no_backup', message: /is a folder/ })
  await symlink('gone', join(folder, 'link'))
  await assert.rejects(read(join(folder, 'link')), { code: 'no_backup' })
})

test('an archive of no entries is read to its end', async () => {
  const path = join(folder, 'none')
  await writeArchive(path, [await identityToRecipient(identity)], () => Promise.resolve())
  assert.deepEqual([...(await read(path))], [])
})

const linux = existsSync('/proc/self/fd')
test(
  'who stops in the middle holds nothing open',
  { skip: linux ? false : 'open files can be seen on Linux alone' },
  async () => {
    const path = await realpath(join(folder, 'whole'))
    const isOpen = () =>
      readdirSync('/proc/self/fd').some((fd) => {
        const link = join('/proc/self/fd', fd)
        return existsSync(link) && readlinkSync(link) === path
      })
    let seen = false
    for await (const entry of readArchive(path, identity)) {
      assert.equal(entry.name, 'empty')
      seen = isOpen()
      break
    }
    assert.ok(seen)
    await until(() => !isOpen())
  },
)

test('an entry that becomes shorter while it is read stops the archive, and leaves nothing', async () => {
  const path = join(folder, 'shorter')
  const recipients = [await identityToRecipient(identity)]
  const writing = writeArchive(path, recipients, async (out) => {
    await out.stream('log', 10, Readable.from([Buffer.alloc(9)]), {})
  })
  await assert.rejects(writing, /log became shorter while it was read/)
  await assert.rejects(readFile(path), { code: 'ENOENT' })
  await assert.rejects(readFile(`${path}.in-progress`), { code: 'ENOENT' })
})
