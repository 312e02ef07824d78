import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { freePort } from '../../tests/peers/free-port.ts'
import { openLoopbackServer } from '../../tests/peers/loopback-server.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import manifest from './service.ts'

const run = promisify(execFile)

/** Where a program of this machine is. */
const placeOf = (name: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))

/** Whether the manifest's question, put to this port, says that all is well where only these programs are. */
async function isWell(port: number, programs: readonly string[]): Promise<boolean> {
  await using folder = await temporaryFolder()
  for (const name of ['sh', ...programs])
    await symlink(placeOf(name) ?? assert.fail(`no ${name}`), join(folder.path, name))
  const [shell = '', ...args] = manifest.container.health
  const asked = args.map((argument) => argument.replaceAll('8081', String(port)))
  // Awaited here: the folder goes when this function ends.
  return await run(placeOf(shell) ?? '', asked, { env: { PATH: folder.path } }).then(
    () => true,
    () => false,
  )
}

for (const program of ['wget', 'bash']) {
  const reason = placeOf(program) === undefined && `this machine has no ${program}`
  test(
    `a container that has ${program} tells an edge that answers from one that does not`,
    { skip: reason },
    async () => {
      await using server = await openLoopbackServer((_request, response) => response.end('ok'))
      assert.equal(await isWell(server.port, [program]), true)
      assert.equal(await isWell(await freePort(), [program]), false)
    },
  )
}

test('a container that can ask by nothing is not called well', async () => {
  assert.equal(await isWell(await freePort(), []), false)
})
