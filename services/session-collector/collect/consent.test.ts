import assert from 'node:assert/strict'
import { appendFile, rm } from 'node:fs/promises'
import { after, before, beforeEach, test } from 'node:test'
import {
  openTranscripts,
  turn,
  turns,
  type TranscriptPlace,
} from '../../../tests/peers/transcripts.ts'
import { deleteSession, leaveOut, takeIn } from '../sessions.ts'

let at: TranscriptPlace
before(async () => {
  at = await openTranscripts()
})
after(() => at[Symbol.asyncDispose]())
let ann = ''
let nth = 0
beforeEach(async () => {
  // Somebody new each time, with the only home: what one has said holds for nobody else.
  await rm(at.homesDir, { recursive: true, force: true })
  ann = `ann${(nth += 1)}`
  await leaveOut(at.place.db, ann, '/code/secret')
})

const own = async () => (await at.sessions()).filter((name) => name.startsWith(`${ann}/`))
const secret = { cwd: '/code/secret/api' }

test('a project that was left out was collected when a transcript began with a long record: its folder is found behind it', async () => {
  const pasted = 'x'.repeat(300_000)
  const long = turn(1, { ...secret, message: { content: pasted } })
  await at.write(ann, 'user/sessions/first.jsonl', long + turns(2, 4, secret))
  const summary = `${JSON.stringify({ type: 'summary', summary: pasted })}\n`
  await at.write(ann, '.claude/projects/p/second.jsonl', summary + turns(2, 4, secret))
  const noEnd = turn(1, { ...secret, message: { content: pasted } }).trimEnd()
  await at.write(ann, '.claude/projects/p/third.jsonl', noEnd)
  const { counts } = await at.collect()
  assert.deepEqual([counts.leftOut, counts.new, await own()], [3, 0, []])
})

test('a session that went on in a project that was left out was collected all the same: it takes nothing more', async () => {
  const file = await at.write(ann, 'user/sessions/s.jsonl', turns(0, 3))
  await at.collect()
  assert.deepEqual(await own(), [`${ann}/s`])
  await appendFile(file, turns(3, 2000) + turns(2000, 2003, secret))
  const { counts } = await at.collect()
  assert.deepEqual([counts.leftOut, counts.grown], [1, 0])
  assert.equal(await at.copy(ann, 'sessions/s.jsonl'), turns(0, 3))
})

test('a session that was there for a while, and went on elsewhere, was collected with what it said there: it is left out', async () => {
  const visit = turns(0, 3) + turns(3, 5, secret) + turns(5, 2000)
  await at.write(ann, 'user/sessions/s.jsonl', visit)
  assert.deepEqual([(await at.collect()).counts.leftOut, await own()], [1, []])
})

test('what a machine sent next from there was taken once, as only what came before was looked at: no word of it is', async () => {
  const before = turns(0, 3)
  assert.equal((await at.push(ann, 0, before)).kind, 'taken')
  const more = await at.push(ann, Buffer.byteLength(before), turns(3, 5, secret))
  assert.equal(more.kind, 'left-out')
  assert.equal(await at.copy(ann, 'push/s.jsonl'), before)
})

test('a session that moved there by a word of the program counts as one of that project', async () => {
  const moved = `${JSON.stringify({ type: 'relocated', relocatedCwd: '/code/secret' })}\n`
  await at.write(ann, 'user/sessions/s.jsonl', turns(0, 3) + moved)
  assert.equal((await at.collect()).counts.leftOut, 1)
})

test('projects whose names begin alike are others, and a session without any folder belongs to none', async () => {
  await at.write(ann, 'user/sessions/a.jsonl', turns(0, 2, { cwd: '/code/secret-santa' }))
  await at.write(ann, 'user/sessions/b.jsonl', turns(0, 2, { cwd: '/code' }))
  await at.write(ann, 'user/sessions/c.jsonl', turns(0, 2, { cwd: undefined }))
  assert.equal((await at.collect()).counts.new, 3)
  assert.deepEqual(await own(), [`${ann}/a`, `${ann}/b`, `${ann}/c`])
})

test('folders of a machine with Windows were below no project: they are', async () => {
  await leaveOut(at.place.db, ann, 'C:\\Users\\ann\\diary')
  for (const [n, cwd] of ['diary', 'diary\\2026', 'diary-of-others'].entries()) {
    await at.push(ann, 0, turn(n, { cwd: `C:\\Users\\ann\\${cwd}` }), `s${n}.jsonl`)
  }
  await at.collect()
  assert.deepEqual(await own(), [`${ann}/s2`])
})

test('what is sent from a machine is judged by the same: a long first record hides no project', async () => {
  const long = turn(1, { ...secret, message: { content: 'x'.repeat(300_000) } })
  assert.equal((await at.push(ann, 0, long)).kind, 'left-out')
  await takeIn(at.place.db, ann, '/code/secret')
  assert.equal((await at.push(ann, 0, long)).kind, 'taken')
})

test('a session that was deleted came back by the files of its subagents: they stay away with it', async () => {
  const agent = { sessionId: 's', isSidechain: true }
  await at.write(ann, '.claude/projects/p/s.jsonl', turns(0, 3, { sessionId: 's' }))
  await at.write(ann, '.claude/projects/p/agent-1.jsonl', turns(10, 12, agent))
  await at.write(ann, '.claude/projects/p/s/subagents/agent-2.jsonl', turns(20, 22, agent))
  await at.write(ann, '.claude/projects/p/agent-9.jsonl', turns(30, 32, { sessionId: 'other' }))
  await at.collect()
  assert.deepEqual(await own(), [`${ann}/agent-9`, `${ann}/s`])
  await deleteSession(at.place, ann, 's')
  const { counts } = await at.collect()
  assert.deepEqual([counts.leftOut, counts.new], [3, 0])
  assert.deepEqual(await own(), [`${ann}/agent-9`], 'a subagent of another session is still there')
  assert.equal((await at.push(ann, 0, turns(40, 42, agent), 'agent-3.jsonl')).kind, 'left-out')
})
