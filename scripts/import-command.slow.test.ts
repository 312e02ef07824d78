import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runScript, temporaryFolder } from '../tests/peers/stack.ts'

test('the original’s data is taken over by a command that shows the plan first and never guesses a yes', async () => {
  await using data = await temporaryFolder()
  await using original = await temporaryFolder()
  const env = { DATA_DIR: data.path, CONFIG_DIR: join(data.path, 'no-config') }
  const stack = (...args: string[]) => runScript('stack', args, env)
  await mkdir(join(original.path, 'notifications'))
  const links = { ann: { chat_id: 11, linked_at: '2026-02-03T12:00:00Z' } }
  await writeFile(join(original.path, 'notifications/telegram_users.json'), JSON.stringify(links))
  const take = (...args: string[]) =>
    stack('import', original.path, '--domain', 'Acme.com', ...args)

  const unasked = await take()
  assert.equal(unasked.code, 2)
  assert.match(unasked.err, /say --yes, or --dry-run/)
  const refused = await take('--yes')
  assert.equal(refused.code, 1)
  assert.match(
    refused.out,
    /refused {2}notifications\/telegram_users\.json {2}ann .*stack user add/,
  )
  assert.match(refused.err, /Nothing is new[\s\S]*1 were refused/)

  assert.equal((await stack('user', 'add', 'ann@acme.com')).code, 0)
  const planned = await take('--dry-run')
  assert.equal(planned.code, 0)
  assert.match(planned.out, /^new .* a link to ann@acme\.com$/m)
  assert.match(planned.err, /1 would be taken over/)
  const done = await take('--yes', '--format', 'json')
  assert.equal(done.code, 0, done.err)
  assert.deepEqual(JSON.parse(done.out), {
    dryRun: false,
    entries: [
      {
        file: 'notifications/telegram_users.json',
        key: 'ann',
        state: 'new',
        detail: 'a link to ann@acme.com',
      },
    ],
  })
  const again = await take('--yes')
  assert.deepEqual([again.code, again.err], [0, 'Nothing is new: nothing was changed.\n'])
  assert.equal((await stack('import', join(original.path, 'none'), '--yes')).code, 1)
})
