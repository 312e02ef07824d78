import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { temporaryFolder } from '../../tests/peers/stack.ts'

const run = promisify(execFile)
const writer = join(import.meta.dirname, 'archive-writer.ts')

/** Entries of `size` bytes until a file may not grow any more, in a process that has such a limit. */
const program = (path: string, size: number) => `
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { writeArchive } from ${JSON.stringify(writer)}
const recipients = [await identityToRecipient(await generateX25519Identity())]
await writeArchive(${JSON.stringify(path)}, recipients, async (archive) => {
  for (let at = 0; at < 100; at += 1) await archive.bytes(String(at), Buffer.alloc(${size}))
}).catch(({ code }) => console.log(code))`

for (const size of [5000, 70_000, 4_000_000]) {
  test(`a disk that gets full while entries of ${size} bytes are written is told, and nothing stays on it`, async () => {
    await using folder = await temporaryFolder()
    const words = ['--input-type=module', '--eval', program(join(folder.path, 'a.age'), size)]
    const limited = ['-c', 'ulimit -f 256; exec "$@"', 'sh', process.execPath, ...words]
    const { stdout } = await run('sh', limited, { cwd: import.meta.dirname })
    assert.equal(stdout, 'EFBIG\n')
    assert.deepEqual(await readdir(folder.path), [])
  })
}
