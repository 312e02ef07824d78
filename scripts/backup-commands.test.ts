import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { openStackState, runStack } from '../tests/peers/command-line.ts'

let state: Awaited<ReturnType<typeof openStackState>>
const run = (...args: readonly string[]) => state.run(...args)
const at = (name: string) => join(state.folder, name)

before(async () => {
  state = await openStackState()
  await writeFile(at('instance.yaml'), 'instance: { name: Acme }\n')
  assert.equal((await run('user', 'add', 'ann@acme.com', '--admin')).code, 0)
  await mkdir(at('homes/ann'), { recursive: true })
  await writeFile(at('homes/ann/notes.md'), 'mine')
})
after(() => state.close())

/** A backup as JSON tells it. */
async function back(...words: readonly string[]) {
  const { code, out, err } = await run('backup', '--format', 'json', ...words)
  assert.equal(code, 0, err)
  return JSON.parse(out) as {
    file: string
    bytes: number
    files: number
    removed: string[]
    tables: { name: string; rows: number }[]
  }
}

test('what is mistyped is refused with the usage, before anything is written', async () => {
  for (const [words, reason] of [
    [['backup', '--keep', '0'], /--keep must be 1 or more/],
    [['backup', '--keep', '1.5'], /--keep must be 1 or more/],
    [['backup', '--keep', ''], /--keep is empty/],
    [['backup', '--out', ''], /--out is empty/],
    [['backup', '--out', state.folder, '--keep', '-1'], /--keep/],
    [['restore', '--verify', ''], /an argument is empty/],
    [['restore', state.folder, '--scratch', 'postgres://localhost/x'], /say --verify too/],
    [['doctor', '--backups='], /--backups is empty/],
    [['backup', '--keep', '1e99'], /--keep must be 1 or more/],
    [['backup', '--without', 'home'], /--without home: there are data, homes, secrets, config/],
    [['backup', '--format', 'xml'], /--format xml: text or json/],
    [['backup', 'now'], /too much: now/],
    [['backup', '--target', 'moon'], /moon/],
    [['restore'], /something is missing/],
    [['restore', 'a', 'b'], /too much: a b/],
    [['doctor', 'disk', 'dsik'], /there is no check dsik: there are .*disk/],
    [['render', '--target', 'compose'], /--out/],
  ] as const) {
    const { code, out, err } = await run(...words)
    assert.deepEqual([code, out], [2, ''], `${words.join(' ')}: ${err}`)
    assert.match(err, reason)
  }
  assert.ok(!(await readdir(state.folder)).includes('backups'))
})

test('a plan says what a backup would hold, as text and as JSON, and writes none', async () => {
  const plan = await run('backup', '--dry-run', '--format', 'json')
  const told = JSON.parse(plan.out) as { dryRun: boolean; files: number; file: string }
  assert.deepEqual([told.dryRun, told.files >= 2], [true, true])
  assert.match(told.file, /backups\/ai-data-analyst-.*Z\.tar\.age$/)
  const without = await run('backup', '--dry-run', '--format', 'json', '--without', 'homes')
  assert.equal((JSON.parse(without.out) as { files: number }).files, told.files - 1)
  const text = await run('backup', '--dry-run')
  assert.deepEqual([text.code, text.out], [0, ''])
  assert.match(text.err, /Would write .*: the database, and \d+ files of \d+ bytes/)
  assert.ok(!(await readdir(state.folder)).includes('backups'))
})

test('a backup is printed alone, listed with the newest first, and proved by its key', async () => {
  const made = await run('backup', '--out', at('kept'))
  assert.match(made.out, /^\/.*\/kept\/ai-data-analyst-\S+Z\.tar\.age\n$/)
  assert.match(made.err, /Prove it: stack restore --verify \/.*\.age/)
  const file = made.out.trim()
  const old = join(at('kept'), 'ai-data-analyst-2020-01-02T030405Z.tar.age')
  await writeFile(old, '')
  const listed = (await run('backup', 'list', '--out', at('kept'))).out
  assert.match(listed, /^made +bytes +file\n.*\n2020-01-02T03:04:05\.000Z +0 +\S+\n$/)
  const json = (await run('backup', 'list', '--out', at('kept'), '--format', 'json')).out
  assert.deepEqual(
    (JSON.parse(json) as { path: string }[]).map(({ path }) => path),
    [file, old],
  )
  const verified = await run('restore', '--verify', file, '--format', 'json')
  assert.equal(verified.code, 0, verified.err)
  const { verified: found } = JSON.parse(verified.out) as {
    verified: { tables: { name: string; recorded: number; restored: number }[] }
  }
  const person = found.tables.find(({ name }) => name === 'core.person')
  assert.deepEqual([person?.recorded, person?.restored], [1, 1])
  assert.match((await run('backup', 'key')).out, /^AGE-SECRET-KEY-1[A-Z0-9]{58}\n$/)
})

test('of backups in a folder as many stay as are to be kept, the new one among them', async () => {
  const folder = at('rotated')
  await mkdir(folder)
  const names = ['2020-01-01', '2020-01-02', '2090-01-01'].map(
    (day) => `ai-data-analyst-${day}T030405Z.tar.age`,
  )
  for (const name of [...names, 'README']) await writeFile(join(folder, name), '')
  const { file, removed } = await back('--out', folder, '--keep', '2')
  assert.deepEqual(removed.toSorted(), names.slice(0, 2))
  assert.deepEqual(
    (await readdir(folder)).sort(),
    [names[2] ?? '', 'README', file.slice(folder.length + 1)].sort(),
  )
})

test('with a key that is kept elsewhere nothing on this server opens a backup', async () => {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const { file } = JSON.parse(
    (await stackWith({ BACKUP_RECIPIENT: recipient }, 'backup', '--format', 'json')).out,
  ) as { file: string }
  const own = await run('restore', '--verify', file)
  assert.deepEqual([own.code, own.out], [1, ''])
  assert.match(own.err, /made for another key[\s\S]*remedy: .*--key-file/)
  // As age-keygen writes it.
  await writeFile(at('key.txt'), `# created: today\n# public key: ${recipient}\n${identity}\n`)
  assert.equal((await run('restore', '--verify', file, '--key-file', at('key.txt'))).code, 0)
  const mistaken = await stackWith({ BACKUP_RECIPIENT: identity }, 'backup')
  assert.equal(mistaken.code, 1)
  assert.match(mistaken.err, /BACKUP_RECIPIENT: number 1 is a secret key/)
  assert.ok(!mistaken.err.includes(identity))
})

test('a restore into what is used, or not said, is refused and changes nothing', async () => {
  const { file } = await back()
  const unsaid = await run('restore', file, '--replace')
  assert.deepEqual([unsaid.code, unsaid.out], [2, ''])
  assert.match(unsaid.err, /say --yes/)
  // The connections of this test are not the stack's.
  const used = await run('restore', file, '--replace', '--yes')
  assert.deepEqual([used.code, used.out], [1, ''])
  assert.match(used.err, /The database is in use by events/)
  for (const [path, reason] of [
    [at('gone.age'), /is not there/],
    [state.folder, /is a folder, or no plain file/],
    [at('instance.yaml'), /The backup is damaged/],
  ] as const) {
    const { code, err } = await run('restore', '--verify', path)
    assert.equal(code, 1, err)
    assert.match(err, reason)
  }
  assert.equal(await readFile(at('homes/ann/notes.md'), 'utf8'), 'mine')
  assert.match((await run('user', 'list')).out, /ann@acme\.com/)
})

/** Makes a file that not even root can remove, as chattr(1) does, or an ordinary one of it again. */
const guard = (sign: '+' | '-', file: string) =>
  spawnSync('chattr', [`${sign}i`, file]).status === 0

function mayGuard(): boolean {
  const file = join(mkdtempSync(join(tmpdir(), 'guard-')), 'file')
  writeFileSync(file, '')
  const may = guard('+', file)
  guard('-', file)
  rmSync(dirname(file), { recursive: true })
  return may
}

test(
  'an older backup that cannot be removed fails the command, and the new one is told all the same',
  { skip: mayGuard() ? false : 'no file can be guarded here: that needs root and chattr' },
  async (t) => {
    const folder = at('guarded')
    await mkdir(folder)
    const name = (day: string) => join(folder, `ai-data-analyst-${day}T030405Z.tar.age`)
    for (const day of ['2020-01-01', '2020-01-02', '2020-01-03']) await writeFile(name(day), '')
    guard('+', name('2020-01-02'))
    t.after(() => guard('-', name('2020-01-02')))
    const { code, out, err } = await run('backup', '--out', folder, '--keep', '1', '--format=json')
    assert.equal(code, 1)
    assert.match(err, /error: EPERM: .*2020-01-02.*\nremedy: Be a user who may do this/)
    const told = JSON.parse(out) as { file: string; removed: string[] }
    assert.ok((await readdir(folder)).includes(basename(told.file)))
    assert.deepEqual(told.removed, [basename(name('2020-01-03'))])
  },
)

test('the key is told as JSON too, and it is the same', async () => {
  const text = (await run('backup', 'key')).out.trim()
  assert.deepEqual(JSON.parse((await run('backup', 'key', '--format', 'json')).out), { key: text })
})

test('a folder that cannot be written is told, and a file of one’s own name is taken as it is', async () => {
  const refused = await run('backup', '--out', at('instance.yaml/backups'))
  assert.equal(refused.code, 1)
  assert.match(refused.err, /ENOTDIR/)
  const { file } = await back('--out', at('monthly.tar.age'))
  assert.equal(file, at('monthly.tar.age'))
  // The next one of that name takes its place.
  assert.equal((await back('--out', at('monthly.tar.age'))).file, file)
})

function stackWith(more: Readonly<Record<string, string>>, ...args: readonly string[]) {
  return runStack(args, { ...state.env, ...more })
}
