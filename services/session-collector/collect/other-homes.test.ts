import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmod, mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { openTranscripts, turns } from '../../../tests/peers/transcripts.ts'

const account = { uid: 65_533, gid: 65_533 }
const collector = join(import.meta.dirname, 'collect-files.ts')

function whyNot(): string | false {
  if (process.getuid?.() !== 0) return 'only root can be an account without rights'
  const { status } = spawnSync(process.execPath, [collector], account)
  return status === 0 ? false : 'that account cannot read this folder'
}

test('a folder that leads to itself ended the collection of everybody: others are collected, and it is named', async () => {
  await using at = await openTranscripts()
  await mkdir(join(at.homesDir, 'ann/user'), { recursive: true })
  await symlink('sessions', join(at.homesDir, 'ann/user/sessions'))
  await at.write('zoe', 'user/sessions/z.jsonl', turns(0, 3))
  const { counts, refused } = await at.collect()
  assert.deepEqual(
    refused.map(({ username, reason }) => [username, reason]),
    [['ann', 'its folder is a link']],
  )
  assert.equal(counts.new, 1)
  assert.equal(await at.copy('zoe', 'sessions/z.jsonl'), turns(0, 3))
})

test('a link in the place of the folder let its person read the names of others’ transcripts: none is told', async () => {
  await using at = await openTranscripts()
  await at.write('bob', '.claude/projects/-secret-merger/5f.jsonl', turns(0, 2))
  for (const folder of ['user/sessions', '.claude/projects']) {
    await mkdir(join(at.homesDir, 'ann', dirname(folder)), { recursive: true })
    await symlink(join(at.homesDir, 'bob/.claude/projects'), join(at.homesDir, 'ann', folder))
  }
  for (const _again of [1, 2]) {
    const { refused } = await at.collect()
    assert.deepEqual(refused, [
      { username: 'ann', origin: 'sessions', path: '', reason: 'its folder is a link' },
      { username: 'ann', origin: 'projects', path: '', reason: 'its folder is a link' },
    ])
  }
  assert.deepEqual(await at.sessions(), ['bob/5f'])
  const { rows } = await at.place.db.pool.query(
    `select path from session_collector.file where username = 'ann'`,
  )
  assert.deepEqual(rows, [])
})

test('a link above the folder leads nowhere either, and what is right in the same home is collected', async () => {
  await using at = await openTranscripts()
  await at.write('bob', 'user/sessions/b.jsonl', turns(0, 2))
  await at.write('ann', '.claude/projects/p/a.jsonl', turns(0, 4))
  await symlink('../bob/user', join(at.homesDir, 'ann/user'))
  const { refused } = await at.collect()
  assert.deepEqual(
    refused.map(({ username, origin }) => [username, origin]),
    [['ann', 'sessions']],
  )
  assert.deepEqual(await at.sessions(), ['ann/a', 'bob/b'])
})

test('a home whose folder is put in its place again is collected as if nothing had been', async () => {
  await using at = await openTranscripts()
  await at.write('ann', 'user/sessions/a.jsonl', turns(0, 4))
  await at.collect()
  const folder = join(at.homesDir, 'ann/user/sessions')
  await rename(folder, `${folder}-away`)
  await symlink('sessions-away', folder)
  assert.equal((await at.collect()).counts.refused, 1)
  assert.equal(await at.copy('ann', 'sessions/a.jsonl'), turns(0, 4))
  await rm(folder)
  await rename(`${folder}-away`, folder)
  assert.equal((await at.collect()).counts.same, 1)
})

test(
  'a folder whose names may be read and nothing else ended the collection of everybody: it is told',
  { skip: whyNot() },
  async () => {
    await using at = await openTranscripts()
    const file = await at.write('ann', 'user/sessions/a.jsonl', turns(0, 2))
    // As the account of a service meets it; what lies above is opened for it.
    for (const path of [dirname(at.homesDir), at.homesDir]) await chmod(path, 0o777)
    await chmod(dirname(file), 0o744)
    const source = `
      import { collectFiles } from ${JSON.stringify(collector)}
      const [homesDir, storeDir] = ${JSON.stringify([at.homesDir, at.place.storeDir])}
      const place = { homesDir, storeDir, quotaBytes: 1e9, isLeftOut: () => false }
      const { counts, refused } = await collectFiles(place, 'ann', new Map())
      process.stdout.write(JSON.stringify([counts.refused, refused]))`
    const options = ['--input-type=module', '--eval', source]
    const { stdout, stderr } = spawnSync(process.execPath, options, {
      ...account,
      encoding: 'utf8',
    })
    const refused = { username: 'ann', origin: 'sessions', path: 'a.jsonl' }
    const reason = 'it may not be read'
    assert.deepEqual(JSON.parse(stdout || `"${stderr}"`), [1, [{ ...refused, reason }]])
  },
)
