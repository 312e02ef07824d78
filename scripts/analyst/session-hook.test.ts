import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setSessionHook } from './session-hook.ts'
import { workspaceAt } from './workspace.ts'

const PROGRAM = ['/usr/bin/node', '/opt/analyst.mjs']

async function place(t: TestContext, settings?: unknown, name = 'work') {
  const folder = await mkdtemp(join(tmpdir(), 'hook-'))
  t.after(() => rm(folder, { recursive: true }))
  const workspace = workspaceAt(join(folder, name))
  await mkdir(dirname(workspace.settings), { recursive: true })
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings)
  if (settings !== undefined) await writeFile(workspace.settings, text)
  const read = () => readFile(workspace.settings, 'utf8')
  return { workspace, read, parsed: async () => JSON.parse(await read()) as unknown }
}

const foreign = { hooks: [{ type: 'command', command: 'notify-send done' }] }

test('the hook is added beside all that stands there, once, and taken away again without a trace', async (t) => {
  for (const before of [
    {},
    { model: 'x', permissions: { allow: ['Bash(ls)'] } },
    { hooks: { Stop: [foreign] } },
    { hooks: { SessionEnd: [foreign] } },
    { hooks: { SessionEnd: [{ matcher: 'clear', timeout: 5, ...foreign }], Stop: [] } },
    { env: { NAME: 'ünï ☃', __proto__x: 1 } },
  ]) {
    const { workspace, read, parsed } = await place(t, before)
    assert.equal(await setSessionHook(workspace, PROGRAM), true)
    const once = await read()
    assert.equal(once.split('--hook').length, 2)
    assert.equal(await setSessionHook(workspace, PROGRAM), false)
    assert.equal(await read(), once)
    assert.equal(await setSessionHook(workspace, undefined), true)
    const { hooks, ...rest } = (await parsed()) as { hooks?: object }
    const { hooks: hooksBefore, ...restBefore } = before as { hooks?: object }
    assert.deepEqual(rest, restBefore)
    assert.deepEqual(hooks ?? {}, hooksBefore ?? {})
    assert.equal(await setSessionHook(workspace, undefined), false)
  }
})

test('a program that lies elsewhere by now takes the place of the one before; others in the same entry stay', async (t) => {
  const old = {
    type: 'command',
    command: "'/old node' analyst 'sessions' 'push' '--hook' --dir /x",
  }
  const { workspace, parsed } = await place(t, {
    hooks: { SessionEnd: [{ hooks: [old, ...foreign.hooks] }, { hooks: [old] }] },
  })
  await setSessionHook(workspace, PROGRAM)
  const { hooks } = (await parsed()) as {
    hooks: { SessionEnd: { hooks: { command: string }[] }[] }
  }
  const commands = hooks.SessionEnd.map((entry) => entry.hooks.map(({ command }) => command))
  assert.deepEqual(commands[0], ['notify-send done'])
  assert.match(
    commands[1]?.[0] ?? '',
    /^'\/usr\/bin\/node' '\/opt\/analyst\.mjs' 'sessions' 'push' '--hook'/,
  )
  assert.equal(commands.length, 2)
})

test('a folder of any name reaches the program as one word of the shell', async (t) => {
  for (const name of ['with blank', "it's", '$(touch x)', 'a;b&c', 'ünï', '-n', '"q"', 'a\\b']) {
    const { workspace, parsed } = await place(t, undefined, name)
    await setSessionHook(workspace, ['printf', '%s\\0'])
    const { hooks } = (await parsed()) as {
      hooks: { SessionEnd: { hooks: { command: string }[] }[] }
    }
    const command = hooks.SessionEnd[0]?.hooks[0]?.command ?? ''
    const words = execFileSync('/bin/sh', ['-c', command]).toString().split('\0')
    assert.deepEqual(words, ['sessions', 'push', '--hook', '--dir', workspace.dir, ''], name)
  }
})

test('what Claude Code could not read is refused, and stays byte for byte', async (t) => {
  for (const text of ['', 'null', '[]', '7', '{', '{"hooks":7}', '{"hooks":{"SessionEnd":{}}}']) {
    const { workspace, read } = await place(t, text)
    for (const program of [PROGRAM, undefined]) {
      await assert.rejects(setSessionHook(workspace, program), { code: 'bad_settings' }, text)
    }
    assert.equal(await read(), text)
  }
})

// Such a file may hold keys in `env`; it was opened to all users of the machine.
test('who may read the settings stays as it is', async (t) => {
  for (const mode of [0o600, 0o640, 0o644]) {
    const { workspace } = await place(t, { env: { API_KEY: 'x' } })
    await chmod(workspace.settings, mode)
    await setSessionHook(workspace, PROGRAM)
    assert.equal((await stat(workspace.settings)).mode & 0o777, mode)
  }
})

test('where there are no settings, taking the hook away makes none', async (t) => {
  const { workspace, read } = await place(t)
  assert.equal(await setSessionHook(workspace, undefined), false)
  await assert.rejects(read(), { code: 'ENOENT' })
})
