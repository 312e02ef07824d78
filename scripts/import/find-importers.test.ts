import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { findImporters } from './find-importers.ts'

const root = join(import.meta.dirname, '../..')

test('a unit brings its importer along by a file, people come first, and no file is known twice', async () => {
  const importers = await findImporters(root)
  assert.equal(importers[0]?.makesPeople, true)
  for (const file of [
    'auth/password_users.json',
    'notifications/telegram_users.json',
    'notifications/desktop_users.json',
    'notifications/sync_settings.json',
    'corporate-memory/knowledge.json',
    'user_sessions/ann/s.jsonl',
    'src_data/parquet/sales/orders.parquet',
  ]) {
    assert.equal(importers.filter(({ knows }) => knows(file)).length, 1, file)
  }
})

test('a file that is no importer stops the import with its path', async () => {
  await using tree = await temporaryFolder()
  const folder = join(tree.path, 'services/shop/importers')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'orders.ts'), 'export default {}\n')
  await assert.rejects(findImporters(tree.path), /shop\/importers\/orders\.ts.*no importer/)
})
