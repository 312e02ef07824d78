import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'

const root = join(import.meta.dirname, '../..')

/** The program as an operator runs it: its exit code and what it printed. */
function runMain(...args: readonly string[]): Promise<Ended> {
  return runNode('services/corporate-memory/main.ts', ['--once', ...args])
}

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

function runNode(program: string, args: readonly string[], more: object = {}): Promise<Ended> {
  const env = { ...process.env, ...more }
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: root, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : 1, out, err }),
    )
  })
}

interface Report {
  readonly items: readonly { id: string; content: string; sources: readonly { user: string }[] }[]
  readonly quarantined: readonly { user: string; rule: string; line: number }[]
  readonly unreadable: readonly { user: string }[]
  readonly counts: { readonly new: number; readonly changed: number }
}

test('alone on an empty folder: a trial writes nothing, a run collects, a second changes nothing, a reset keeps a backup', async () => {
  await using folder = await temporaryFolder()
  const [homes, data] = [join(folder.path, 'homes'), join(folder.path, 'data')]
  const secret = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')
  const shared = '- Revenue is net of refunds since the change of the ledger.\n'
  const write = async (user: string, text: string) => {
    await mkdir(join(homes, user), { recursive: true })
    await writeFile(join(homes, user, 'CLAUDE.local.md'), text)
  }
  await write('ann', shared)
  await write('bob', `${shared}- The key is ${secret} for now.\n`)
  await mkdir(join(homes, 'eve'))
  await symlink(join(homes, 'ann/CLAUDE.local.md'), join(homes, 'eve/CLAUDE.local.md'))
  const run = async (...more: readonly string[]) => {
    const result = await runMain('--homes', homes, '--data', data, '--format', 'json', ...more)
    assert.equal(result.code, 0, result.err)
    assert.ok(!result.out.includes(secret) && !result.err.includes(secret))
    return { report: JSON.parse(result.out) as Report, out: result.out }
  }

  const trial = await run('--dry-run')
  const first = await run()
  assert.equal(first.out, trial.out)
  const [item] = first.report.items
  assert.deepEqual(
    item?.sources.map(({ user }) => user),
    ['ann', 'bob'],
  )
  assert.deepEqual(
    first.report.quarantined.map(({ user, rule, line }) => [user, rule, line]),
    [['bob', 'aws-access-key', 2]],
  )
  assert.deepEqual(
    first.report.unreadable.map(({ user }) => user),
    ['eve'],
  )
  const second = await run()
  assert.deepEqual(second.report.items, first.report.items)
  assert.deepEqual([second.report.counts.new, second.report.counts.changed], [0, 0])

  const lost = await runMain('--homes', join(folder.path, 'nowhere'), '--data', data)
  assert.deepEqual([lost.code, lost.out], [1, ''])
  assert.match(lost.err, /There is no folder .*nowhere/)

  const refused = await runMain('--homes', homes, '--data', data, '--reset')
  assert.deepEqual([refused.code, refused.out], [1, ''])
  assert.match(refused.err, /Say --yes; a backup is kept/)
  const shown = await run('--reset', '--dry-run')
  assert.equal(shown.out, trial.out, 'as if nothing were there')
  assert.equal((await run('--reset', '--yes')).report.counts.new, 1)
  const [backup = ''] = await readdir(join(data, 'corporate-memory'))
  const restored = await runNode(
    'scripts/stack.ts',
    [...['memory', 'restore', join(data, 'corporate-memory', backup)]],
    { DATA_DIR: data },
  )
  assert.deepEqual([restored.code, restored.out], [0, '1 item is back\n'], restored.err)
  assert.equal((await run()).report.counts.changed, 0)
})

test('by hand: what there is to say is told, and what is mistyped is named', async () => {
  const help = await runMain('--help')
  assert.equal(help.code, 0)
  assert.match(help.out, /--homes DIR[^]*--dry-run[^]*--reset[^]*keeps a backup/)
  const wrong = await runMain('--resett')
  assert.deepEqual([wrong.code, wrong.out], [1, ''])
  assert.match(wrong.err, /Unknown option '--resett'\. --help lists what there is\./)
  const sessions = await runNode('services/session-collector/main.ts', ['--once', '--reset'])
  assert.equal(sessions.code, 1, 'there is nothing that it would reset')
})
