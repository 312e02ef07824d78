import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { findCommands } from './find-commands.ts'

const root = join(import.meta.dirname, '../..')

// Without it `stack user add` on a server would start an empty database beside the one that everybody uses.
test('a command that opens the database says so, and is run where an installed server has its own', async () => {
  const commands = [...(await findCommands(root)).values()]
  const opening: string[] = []
  for (const { verb, file, load } of commands) {
    const text = await readFile(file, 'utf8')
    // One that carries folders along, as import does, goes there by itself.
    if (text.includes('stateHere')) continue
    if (!/\b(context\.)?storage\(\)|personByEmail/.test(text)) continue
    opening.push(verb)
    assert.equal((await load()).onState, true, verb)
  }
  assert.ok(opening.includes('user') && opening.includes('sync'), opening.join(' '))
})

// Without it the command would look for the file in a container that has none of the server's folders.
test('an action that reads a file says so, and takes it along to an installed server', async () => {
  const reading: string[] = []
  for (const { verb, load } of (await findCommands(root)).values()) {
    const { onState, actions } = await load()
    for (const [name, { usage, paths }] of Object.entries(onState ? actions : {})) {
      if (!/^(?:FILE|DIR)\b/.test(usage)) continue
      reading.push(`${verb} ${name}`)
      assert.equal(paths, true, `${verb} ${name}`)
    }
  }
  assert.notEqual(reading.length, 0)
})
