import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { staysHere } from './stays-here.ts'

// Only `.env` was left out: a copy of it, readable to all, went to the server.
test('no file of variables leaves this machine, whatever else it is called', () => {
  for (const name of ['.env', '.env.local', '.env.production', '.env.bak', '.env~', '.envrc'])
    assert.ok(staysHere(name), name)
})

test('what runs is not among what stays', async () => {
  assert.ok(!staysHere('.env.example'))
  const entries = await readdir(join(import.meta.dirname, '../..'))
  const staying = entries.filter(staysHere)
  for (const needed of ['core', 'services', 'webapp', 'auth', 'connectors', 'scripts', 'config'])
    assert.ok(entries.includes(needed) && !staying.includes(needed), needed)
})
