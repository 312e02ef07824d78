import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import {
  addExtensions,
  assertOnlyGenerated,
  intranetSecret,
  walkExtensions,
} from '../peers/extensions.ts'
import { startStack, temporaryFolder } from '../peers/stack.ts'
import { copyTree } from '../peers/tree-copy.ts'

test('a service, a login and a connector are three new directories and nothing else', async () => {
  await using tree = await copyTree()
  await using data = await temporaryFolder()
  assert.deepEqual(await tree.changed(), [], 'the copy is a copy')
  await addExtensions(tree)
  await assert.rejects(tree.generate('--check'), /compose\/guestbook\.yaml differs/)
  await tree.generate()
  await tree.generate('--check')
  await assertOnlyGenerated(tree)

  const stack = await startStack(
    data.path,
    { INTRANET_SECRET: intranetSecret, CONFIG_DIR: join(tree.path, 'config') },
    tree.path,
  )
  try {
    await walkExtensions(stack.url)
  } finally {
    assert.equal(await stack.interrupt(), 0)
  }
  await rm(join(tree.path, 'services/guestbook'), { recursive: true })
  await tree.generate()
  assert.ok(!(await tree.changed()).includes('compose/guestbook.yaml'), 'a fragment goes with it')
})

test('the added directories pass the same contracts and the same architecture', async () => {
  await using tree = await copyTree()
  await addExtensions(tree)
  // Inside a test run Node would skip the files of another one, and call that a success.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--test', '--test-reporter=tap', 'tests/contracts.test.ts', 'tests/architecture.test.ts'],
    { cwd: tree.path, env },
  )
  assert.match(stdout, /ok \d+ - service guestbook: importing main\.ts/)
  assert.match(stdout, /ok \d+ - login intranet: /)
  assert.match(stdout, /ok \d+ - connector listing: a source that cannot be reached/)
})

test('a directory that does not load stops the start with its path and the reason', async () => {
  await using tree = await copyTree()
  await using data = await temporaryFolder()
  await mkdir(join(tree.path, 'auth/broken'))
  await writeFile(join(tree.path, 'auth/broken/index.ts'), 'export default { name: 1 }\n')
  await assert.rejects(startStack(data.path, {}, tree.path), /auth\/broken\/index\.ts.*name/s)
})
