import assert from 'node:assert/strict'
import { link, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { findHomes } from '#core/files/find-people.ts'
import { homesOfPeople } from '#core/identity/homes-of-people.ts'
import { createPerson, removePerson } from '#core/identity/people.ts'
import { openTestMemory } from '../../../tests/peers/memory.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { collect } from '../catalogue/collect.ts'
import { ownNote } from '../views/own-note.ts'
import { readNotes } from './read-notes.ts'

async function homesWith(notes: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder()
  for (const [name, text] of Object.entries(notes)) {
    await mkdir(join(folder.path, name))
    await writeFile(join(folder.path, name, 'CLAUDE.local.md'), text)
  }
  return folder
}

test('root reads through symlinks (of the original): a note or a home that is a link is not read, and named', async () => {
  await using folder = await homesWith({ ann: '- Revenue is net.', 'Ann Smith': 'x' })
  const own = join(folder.path, 'ann/CLAUDE.local.md')
  for (const name of ['eve', 'mal']) await mkdir(join(folder.path, name))
  await symlink(own, join(folder.path, 'eve/CLAUDE.local.md'))
  await link(own, join(folder.path, 'mal/CLAUDE.local.md'))
  await symlink(join(folder.path, 'ann'), join(folder.path, 'zoe'))
  const { notes, unreadable } = await readNotes(folder.path, await findHomes(folder.path))
  assert.deepEqual([...notes], [])
  assert.deepEqual(unreadable.map(({ username }) => username).toSorted(), [
    'Ann Smith',
    'ann',
    'eve',
    'mal',
    'zoe',
  ])
})

test('a note that is in no encoding we know stays as it was, and its owner is told until it can be read', async () => {
  await using memory = await openTestMemory()
  const text = '- Změny v tabulce zákazníků se načítají až po půlnoci.\n'
  await using folder = await homesWith({ ann: text })
  const own = join(folder.path, 'ann/CLAUDE.local.md')
  const run = async (bytes: string | Buffer) => {
    await writeFile(own, bytes)
    await collect(memory.db, await readNotes(folder.path, await findHomes(folder.path)))
    const { problem } = await ownNote(memory.db.pool, 'ann', [])
    return [(await memory.items()).map(({ content, status }) => [content, status]), problem]
  }
  const read = [[text.slice(2, -1), 'pending']]
  assert.deepEqual(await run(text), [read, null])
  const old = Buffer.from(text.replaceAll(/[^\0-\x7f]/g, '\xec'), 'latin1')
  const problem = 'CLAUDE.local.md is not in UTF-8; save it in that encoding'
  assert.deepEqual(await run(old), [read, problem])
  assert.deepEqual(await run(Buffer.from(`\ufeff${text}`, 'utf16le')), [read, null])
})

test('of a note that is too long the first whole lines are read, and its owner is told', async () => {
  await using memory = await openTestMemory()
  const lines = ['- Revenue is net of refunds since spring.', `- ${'ž'.repeat(1024 * 1024)}`]
  await using folder = await homesWith({ ann: lines.join('\n'), bob: '- Costs are gross of tax.' })
  const read = await readNotes(folder.path, await findHomes(folder.path))
  assert.deepEqual(
    read.notes.map((note) => note.text),
    [`${lines[0]}\n`, '- Costs are gross of tax.'],
  )
  await collect(memory.db, read)
  const told = async (username: string) =>
    (await ownNote(memory.db.pool, username, [])).problem ?? ''
  assert.match(await told('ann'), /after the first MiB/)
  assert.equal(await told('bob'), '')
})

test('identity is the name of a directory (of the original): a home whose person was removed says nothing', async () => {
  await using memory = await openTestMemory()
  await using folder = await homesWith({ ann: '- Revenue is net.', bob: '- Costs are gross.' })
  const read = async () =>
    (await readNotes(folder.path, await homesOfPeople(memory.db, folder.path))).notes.map(
      ({ username }) => username,
    )
  assert.deepEqual(await read(), ['ann', 'bob'], 'nobody is known yet')
  await createPerson(memory.db, { email: 'ann@acme.com' })
  const bob = await createPerson(memory.db, { email: 'bob@acme.com' })
  assert.deepEqual(await read(), ['ann', 'bob'])
  await removePerson(memory.db, bob.id)
  assert.deepEqual(await read(), ['ann'])
})

test('a temporarily unreadable file counts as removed (of the original): a home that is not mounted withdraws nothing', async () => {
  await using memory = await openTestMemory()
  await using folder = await homesWith({
    ann: '- Revenue is net of refunds.',
    bob: '- Costs are gross of tax.',
  })
  const run = async () => {
    const read = await readNotes(folder.path, await homesOfPeople(memory.db, folder.path))
    const { notes } = await collect(memory.db, read)
    const items = await memory.items()
    const statusOf = (words: string) => items.find(({ content }) => content.includes(words))?.status
    const named = notes.unreadable.map(({ username }) => username)
    return [statusOf('Revenue'), statusOf('Costs'), ...named]
  }
  const [homes, away] = [folder.path, `${folder.path}-away`]
  const unmounted = async (result: () => Promise<unknown>) => {
    await rename(homes, away)
    await mkdir(homes)
    try {
      return await result()
    } finally {
      await rm(homes, { recursive: true })
      await rename(away, homes)
    }
  }
  assert.deepEqual(await run(), ['pending', 'pending'])
  assert.deepEqual(
    await unmounted(run),
    ['pending', 'pending', 'ann', 'bob'],
    'nobody is known yet',
  )
  const linked = async () => {
    await symlink(join(away, 'ann'), join(homes, 'ann'))
    return run()
  }
  assert.deepEqual(await unmounted(linked), ['pending', 'pending', 'ann', 'bob'], 'each once')
  for (const name of ['ann', 'bob', 'cyd'])
    await createPerson(memory.db, { email: `${name}@acme.com` })
  assert.deepEqual(await unmounted(run), ['pending', 'pending', 'ann', 'bob'])
  await rename(join(homes, 'ann'), `${homes}-ann`)
  assert.deepEqual(await run(), ['pending', 'pending', 'ann'])
  await rename(`${homes}-ann`, join(homes, 'ann'))
  await rm(join(homes, 'ann/CLAUDE.local.md'))
  assert.deepEqual(await run(), ['withdrawn', 'pending'], 'this one was removed')
})
