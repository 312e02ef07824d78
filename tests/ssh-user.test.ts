import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import gateway from '../services/ssh-gateway/service.ts'
import { writeAccess } from '../services/ssh-keys/access/write-access.ts'

test('login names of the SSH gateway have the user that its container runs as', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'access-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeAccess(folder, [{ username: 'ann', keys: [], files: {} }])
  const users = await readFile(join(folder, 'passwd'), 'utf8')
  const { user } = gateway.container
  assert.equal(users, `ann:x:${user}::/tmp:/bin/sh\n`)
  const image = await readFile(
    join(import.meta.dirname, '../services/ssh-gateway/Dockerfile'),
    'utf8',
  )
  assert.ok(image.includes(`ssh-gateway:x:${user}:`))
})
