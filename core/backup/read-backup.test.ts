import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  identity,
  openBackupPlace,
  recipients,
  type BackupPlace,
} from '../../tests/peers/backup-place.ts'
import { contentOf, readArchive } from './archive-reader.ts'
import { writeArchive } from './archive-writer.ts'
import { restoreBackup } from './restore-backup.ts'

/** The entries of an archive that everybody can write who knows the public key. */
type Entries = [name: string, content: Buffer | 'folder'][]

let from: BackupPlace
let to: BackupPlace
let good: Entries
before(async () => {
  from = await openBackupPlace()
  await from.write('homes/ann/a.md', 'hers')
  good = []
  for await (const entry of readArchive((await from.back()).file, identity)) {
    const content = await contentOf(entry)
    const isFolder = entry.facts.type === 'directory'
    good.push([entry.name.replace(/\/$/, ''), isFolder ? 'folder' : content])
  }
  to = await openBackupPlace()
  await to.database.events.close()
})
after(async () => {
  await from[Symbol.asyncDispose]()
  await to[Symbol.asyncDispose]()
})

/** Restores what `change` makes of a good backup. */
async function restoreChanged(change: (entries: Entries) => Entries) {
  const path = join(to.folder, `${Math.random()}.age`)
  await writeArchive(path, recipients, async (archive) => {
    for (const [name, content] of change(structuredClone(good).map(asBuffer))) {
      if (content === 'folder') await archive.folder(name, {})
      else await archive.bytes(name, content)
    }
  })
  const { database, stores } = to
  const signal = AbortSignal.timeout(60_000)
  return restoreBackup(path, { db: database.db, stores, identity, replace: true, signal })
}

/** A clone of a Buffer is a plain array of bytes. */
function asBuffer([name, content]: Entries[number]): Entries[number] {
  return [name, content === 'folder' ? content : Buffer.from(content)]
}

const json = (entries: Entries, name: string, change: (document: never) => object): Entries =>
  entries.map(([one, content]) => {
    if (one !== name || content === 'folder') return [one, content]
    return [one, Buffer.from(JSON.stringify(change(JSON.parse(content.toString()) as never)))]
  })

/** Before the last entry, which says what there is. */
const withFile =
  (name: string) =>
  (entries: Entries): Entries => [
    ...entries.slice(0, -1),
    [name, Buffer.from('x')],
    ...entries.slice(-1),
  ]

/** How the rows of a table are called. */
function indexOf(table: string, [head]: Entries): number {
  const { database } = JSON.parse(String(head?.[1])) as {
    database: { schema: { tables: { name: string }[] } }
  }
  return database.schema.tables.findIndex(({ name }) => name === table)
}

const changes: Readonly<Record<string, readonly [RegExp, (entries: Entries) => Entries]>> = {
  'a name that leads out of its store': [/leads elsewhere/, withFile('files/homes/../evil')],
  'a name that leads out of all stores': [/leads elsewhere/, withFile('files/../evil')],
  'a name from the root': [/leads elsewhere/, withFile('files//etc/evil')],
  'a name with an empty part': [/leads elsewhere/, withFile('files/homes//evil')],
  'a name of this very folder': [/leads elsewhere/, withFile('files/homes/./evil')],
  'a store itself': [/leads elsewhere/, withFile('files/homes')],
  'a store that there is not': [/leads elsewhere/, withFile('files/etc/evil')],
  'a file that was not recorded': [
    /1 files are not as recorded, such as homes\/ann\/more\.md/,
    withFile('files/homes/ann/more.md'),
  ],
  'a file that comes a second time': [
    /homes\/ann\/a\.md is there twice/,
    withFile('files/homes/ann/a.md'),
  ],
  'a file with other content': [
    /1 files are not as recorded, such as homes\/ann\/a\.md/,
    (all) =>
      all.map(([name, content]) => [name, name.endsWith('a.md') ? Buffer.from('his') : content]),
  ],
  'a file that is missing': [
    /are not as recorded/,
    (all) => all.filter(([name]) => !name.endsWith('a.md')),
  ],
  'rows of no table': [/is of no table/, withFile('database/rows/9999/1')],
  'rows of a name': [/is of no table/, withFile('database/rows/core.person/1')],
  'rows that are none': [/the rows of /, withFile('database/rows/0/99')],
  'fewer rows than recorded': [
    /rows are missing or too many: core\.inbox 0 of 1/,
    (all) =>
      all.filter(([name]) => !name.startsWith(`database/rows/${indexOf('core.inbox', all)}/`)),
  ],
  'no beginning': [/does not begin with backup\.json/, (all) => all.slice(1)],
  'no end': [/its end is missing/, (all) => all.slice(0, -1)],
  'a beginning of a newer version': [
    /written by a newer version of the stack/,
    (all) => json(all, 'backup.json', (head: object) => ({ ...head, format: 2 })),
  ],
  'a beginning that is no JSON': [
    /backup\.json: /,
    ([, ...rest]) => [['backup.json', Buffer.from('{')], ...rest],
  ],
  'an end without its files': [
    /end\.json: /,
    (all) => json(all, 'end.json', () => ({ tables: [] })),
  ],
  'a table that its schema does not make': [
    /schema could not be made as it was/,
    (all) =>
      json(all, 'backup.json', (head: { database: { schema: { after: string[] } } }) => {
        head.database.schema.after.push('select 1')
        return head
      }),
  ],
}
for (const [what, [message, change]] of Object.entries(changes)) {
  test(`${what} is found, and nothing of the backup stays`, async () => {
    await assert.rejects(restoreChanged(change), { code: 'damaged_backup', message })
    for (const store of ['homes', 'data', 'secrets', 'config']) {
      assert.deepEqual(await readdir(join(to.folder, store)), [], store)
    }
    assert.ok(!(await readdir(to.folder)).includes('evil'))
  })
}

test('the same entries unchanged are a good backup', async () => {
  const { files } = await restoreChanged((entries) => entries)
  assert.equal(files, 1)
  assert.deepEqual(await readdir(join(to.folder, 'homes/ann')), ['a.md'])
})
