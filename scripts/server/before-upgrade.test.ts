import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { beforeUpgrade } from './before-upgrade.ts'
import type { RunThere, StateHere } from './state-here.ts'

/** A state that keeps what `stack` was run with there; the verb `failing` does not end well. */
function stateIn(backups: string, failing?: string) {
  const ran: { readonly args: readonly string[]; readonly how: RunThere | undefined }[] = []
  const state: StateHere = {
    backups,
    run(args, how) {
      ran.push({ args, how })
      return args[0] === failing ? Promise.reject(new Error('it says why')) : Promise.resolve()
    },
    whileStopped: (work) => work(),
  }
  return { state, ran }
}

const versions = { from: '1.0.0', to: '2.0.0' }

test('the new version tries its migrations, then the one that runs makes the backup that it could restore', async () => {
  await using folder = await temporaryFolder()
  const { state, ran } = stateIn(join(folder.path, 'backups'))
  const steps = beforeUpgrade(state, { ...versions, backup: true })
  assert.ok(!existsSync(state.backups), 'a plan that is only shown makes nothing')
  for (const step of steps) await step.apply()
  assert.deepEqual(
    ran.map(({ args, how }) => [args[0], how?.version, how?.aside]),
    [
      ['migrations', '2.0.0', true],
      ['backup', '1.0.0', true],
    ],
  )
  const place = join(state.backups, 'before-upgrade')
  assert.deepEqual(ran[1]?.args.slice(1), [`--out=${place}`, '--keep=3'])
  assert.deepEqual(ran[1]?.how?.folders, [place])
  assert.ok(existsSync(place))
})

test('who wants no backup gets none, and the migrations are tried all the same', async () => {
  const { state, ran } = stateIn('/nowhere')
  for (const step of beforeUpgrade(state, { ...versions, backup: false })) await step.apply()
  assert.deepEqual(
    ran.map(({ args }) => args),
    [['migrations']],
  )
})

test('what fails before anything is switched says that nothing was, why, and what to do', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'file'), '')
  for (const [backups, failing, step, message, remedy] of [
    [
      folder.path,
      'migrations',
      0,
      /Nothing was changed: its migrations fail: it says why/,
      undefined,
    ],
    [folder.path, 'backup', 1, /no backup could be made: it says why/, /--no-backup/],
    // A folder that cannot be made.
    [join(folder.path, 'file'), undefined, 1, /no backup could be made: ENOTDIR/, /--no-backup/],
  ] as const) {
    const { state } = stateIn(backups, failing)
    const steps = beforeUpgrade(state, { ...versions, backup: true })
    await assert.rejects(
      async () => steps[step]?.apply(),
      (error: Error & { code?: string; remedy?: string }) => {
        assert.equal(error.code, 'upgrade_refused')
        assert.match(error.message, message)
        if (remedy) assert.match(error.remedy ?? '', remedy)
        return true
      },
    )
  }
})
