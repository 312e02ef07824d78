import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { placeOfSession, transcriptName, transcriptsIn } from './transcripts.ts'

const claude = '/home/ann/.claude'

test('a transcript is called as Claude Code lays it down, and no name leads out of a folder', () => {
  for (const [file, name] of [
    [`${claude}/projects/-home-ann/a.jsonl`, '-home-ann/a.jsonl'],
    [`${claude}/projects/p/s/subagents/b.jsonl`, 'p/s/subagents/b.jsonl'],
    [`${claude}/projects/../secret/a.jsonl`, 'a.jsonl'],
    [`${claude}/projects-of-old/a.jsonl`, 'a.jsonl'],
    [`${claude}/a.jsonl`, 'a.jsonl'],
    ['/elsewhere/p/a.jsonl', 'a.jsonl'],
    [`${claude}/projects`, 'projects'],
  ] as const) {
    assert.equal(transcriptName(claude, file), name, file)
  }
})

test('a session that ended is sent with its whole project, and alone where it lies elsewhere', () => {
  for (const [transcript, place] of [
    [`${claude}/projects/p/a.jsonl`, `${claude}/projects/p`],
    [`${claude}/projects/p/s/b.jsonl`, `${claude}/projects/p/s/b.jsonl`],
    [`${claude}/projects/a.jsonl`, `${claude}/projects/a.jsonl`],
    ['/elsewhere/a.jsonl', '/elsewhere/a.jsonl'],
  ] as const) {
    assert.equal(placeOfSession(claude, transcript), place, transcript)
  }
})

test('a folder stands for the transcripts anywhere below it, each once, and for nothing behind a link', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
  t.after(() => rm(folder, { recursive: true }))
  const at = (name: string) => join(folder, name)
  await mkdir(at('p/s/sub'), { recursive: true })
  await mkdir(at('other'))
  const files = ['p/a.jsonl', 'p/s/sub/b.jsonl', 'p/ü 漢.jsonl', 'p/notes.md', 'p/c.jsonl.bak']
  for (const name of [...files, 'other/secret.jsonl']) await writeFile(at(name), '')
  await symlink(at('other'), at('p/link'))
  // It was gone through forty times, and each transcript sent as often.
  await symlink(at('p'), at('p/s/back'))
  await mkdir(at('p/folder.jsonl'))
  const found = ['p/a.jsonl', 'p/s/sub/b.jsonl', 'p/ü 漢.jsonl'].map(at)
  assert.deepEqual(await transcriptsIn([at('p')]), found)
  assert.deepEqual(await transcriptsIn([at('p'), at('p/a.jsonl'), at('p/s')]), found)
  assert.deepEqual(
    await transcriptsIn([at('p/notes.md')]),
    [at('p/notes.md')],
    'what is named is meant',
  )
  assert.deepEqual(await transcriptsIn([at('gone.jsonl')]), [at('gone.jsonl')], 'its push names it')
  assert.deepEqual(await transcriptsIn([]), [])
})
