import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTranscripts, turns } from '../../../tests/peers/transcripts.ts'

test('not atomic although documented so (of the original): who reads a copy meets a whole one, whenever it is made anew', async () => {
  await using at = await openTranscripts()
  const [one, other] = [turns(0, 3000), turns(5000, 9000)]
  const file = await at.write('ann', 'user/sessions/s.jsonl', one)
  await at.collect()
  const source = `
    const { readFileSync } = require('node:fs')
    const [, copy, ...sizes] = process.argv
    const end = Date.now() + 2000
    let read = 0
    while (Date.now() < end) {
      try {
        const size = readFileSync(copy).length
        if (!sizes.includes(String(size))) throw new Error('a part of ' + size + ' bytes')
        read += 1
      } catch (error) {
        if (error.code !== 'ENOENT') throw error
      }
    }
    if (read === 0) throw new Error('nothing was read')`
  const copy = join(at.place.storeDir, 'ann/sessions/s.jsonl')
  const sizes = [one, other].map((text) => String(Buffer.byteLength(text)))
  const reader = spawn(process.execPath, ['-e', source, copy, ...sizes], { stdio: 'inherit' })
  const ended = once(reader, 'exit')
  let going = true
  void ended.then(() => (going = false))
  for (let n = 0; going; n += 1) {
    await writeFile(file, n % 2 === 0 ? other : one)
    await at.collect()
  }
  assert.deepEqual(await ended, [0, null])
})

test('unreadable results (of the original): a copy has the rights of the store, whatever its source had', async () => {
  await using at = await openTranscripts()
  for (const [name, mode] of [
    ['closed', 0o600],
    ['open', 0o666],
  ] as const) {
    await chmod(await at.write('ann', `user/sessions/${name}.jsonl`, turns(0, 2)), mode)
  }
  await at.collect()
  for (const name of ['closed', 'open']) {
    const { mode } = await stat(join(at.place.storeDir, `ann/sessions/${name}.jsonl`))
    assert.equal(mode & 0o777, 0o640, name)
  }
})

test('deletion propagates the wrong way (of the original): neither a second machine nor an emptied folder takes a session away', async () => {
  await using at = await openTranscripts()
  const file = await at.write('ann', 'user/sessions/home.jsonl', turns(0, 2))
  await at.push('ann', 0, turns(0, 2), 'first-machine.jsonl')
  await at.push('ann', 0, turns(10, 12), 'second-machine.jsonl')
  await at.collect()
  await rm(file)
  await at.push('ann', 0, turns(10, 14), 'second-machine.jsonl')
  await at.collect()
  const all = ['ann/first-machine', 'ann/home', 'ann/second-machine']
  assert.deepEqual(await at.sessions(), all)
  assert.equal(await at.copy('ann', 'push/first-machine.jsonl'), turns(0, 2))
  assert.equal(await at.copy('ann', 'sessions/home.jsonl'), turns(0, 2))
})

test('single machine (of the original): who has no folder on the server has their sessions all the same', async () => {
  await using at = await openTranscripts()
  await at.push('far', 0, turns(0, 5))
  await at.collect()
  const { rows } = await at.place.db.pool.query<{ turns: number }>(
    `select (figures ->> 'userTurns')::int as turns from session_collector.session where username = 'far'`,
  )
  assert.deepEqual(rows, [{ turns: 5 }])
})
