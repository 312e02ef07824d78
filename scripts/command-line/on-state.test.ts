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
