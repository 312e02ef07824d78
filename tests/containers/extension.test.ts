import assert from 'node:assert/strict'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { leftovers, startCompose } from '../peers/compose.ts'
import {
  addExtensions,
  arriveFromIntranet,
  assertOnlyGenerated,
  intranetSecret,
  walkExtensions,
} from '../peers/extensions.ts'
import { copyTree } from '../peers/tree-copy.ts'

test('three new directories run in containers after `npm run generate` alone', async () => {
  await using tree = await copyTree()
  await addExtensions(tree)
  await tree.generate()
  await assertOnlyGenerated(tree)
  const env = { INTRANET_SECRET: intranetSecret }
  const stack = await startCompose({ tree: tree.path, env })
  try {
    await walkExtensions(stack.url)
    await stack.kill('guestbook')
    await walkExtensions(stack.url)
  } finally {
    await stack[Symbol.asyncDispose]()
  }
  assert.deepEqual(await leftovers(stack.project), [])
})

test('a private login that is mounted into the portal’s image works like one of ours', async () => {
  await using tree = await copyTree()
  await addExtensions(tree)
  await rm(join(tree.path, 'services/guestbook'), { recursive: true })
  await rm(join(tree.path, 'connectors/listing'), { recursive: true })
  await writeFile(
    join(tree.path, 'config/instance.yaml'),
    `instance: { name: Private }
auth: { allowed_domains: [example.com], intranet: { url: 'https://intranet.example.com/data' } }
`,
  )
  // It is nowhere in the tree that the image is built from: only the mount brings it.
  await rm(join(tree.path, 'auth/intranet'), { recursive: true })
  await writeFile(join(tree.path, '.env'), `INTRANET_SECRET="${intranetSecret}"\n`)
  await writeFile(
    join(tree.path, 'docker-compose.override.yml'),
    `services:
  webapp:
    volumes: ['./examples/extensions/auth/intranet:/app/auth/intranet:ro']
`,
  )
  assert.ok(!(await readdir(join(tree.path, 'auth'))).includes('intranet'))
  const files = ['docker-compose.yml', 'docker-compose.override.yml']
  const stack = await startCompose({ tree: tree.path, files })
  try {
    const browser = await arriveFromIntranet(stack.url, 'nora@example.com')
    assert.match((await browser.get('/')).text, /Nora/)
  } finally {
    await stack[Symbol.asyncDispose]()
  }
  assert.deepEqual(await leftovers(stack.project), [])
})
