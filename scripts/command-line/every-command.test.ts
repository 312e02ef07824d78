import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, test } from 'node:test'
import type { CommandAction } from '#core/command.ts'
import { runStack } from '../../tests/peers/command-line.ts'
import { findCommands } from './find-commands.ts'

const root = join(import.meta.dirname, '../..')
const actions: { readonly words: readonly string[]; readonly action: CommandAction }[] = []

before(async () => {
  for (const { verb, load } of (await findCommands(root)).values()) {
    for (const [name, action] of Object.entries((await load()).actions))
      actions.push({ words: [verb, ...(name === '' ? [] : [name])], action })
  }
  assert.ok(actions.length > 30, `only ${actions.length} actions were found`)
})

test('every action has a help that names each of its options, and no other', async () => {
  for (const { words, action } of actions) {
    const { code, out, err } = await runStack([...words, '--help'])
    assert.deepEqual([code, err], [0, ''], words.join(' '))
    const usage = out.split('usage:').at(-1) ?? ''
    const named = [...usage.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name)
    const known = Object.keys(action.options ?? {})
    assert.deepEqual([...new Set(named)].sort(), known.sort(), `${words.join(' ')}: ${usage}`)
  }
})

test('every action of the stack’s own verbs that ends answers with a document where one is asked for', async () => {
  const { size } = await findCommands(root)
  const own = [...(await findCommands(root)).values()]
    .filter(({ file }) => file.startsWith(join(root, 'scripts')))
    .map(({ verb }) => verb)
  assert.ok(own.length > 10 && own.length < size)
  for (const { words, action } of actions) {
    const [verb = ''] = words
    // `start` says where the stack is, and ends when it is stopped.
    if (!own.includes(verb) || verb === 'start') continue
    assert.ok(Object.hasOwn(action.options ?? {}, 'format'), `${words.join(' ')} takes no --format`)
  }
})

test('every action that ends takes --dry-run', () => {
  const without = actions
    .filter(({ action }) => !Object.hasOwn(action.options ?? {}, 'dry-run'))
    .map(({ words }) => words.join(' '))
  // It says where the stack is, and ends when it is stopped.
  assert.deepEqual(without, ['start'])
})

test('what no action understands is refused as a document, with the exit code for it', async () => {
  for (const { words } of actions) {
    const { code, out, err } = await runStack([...words, '--no-such-option', '--format=json'])
    assert.equal(code, 2, words.join(' '))
    assert.match((JSON.parse(out) as { error: string }).error, /--no-such-option/)
    assert.match(err, /^error: .*\n(.*\n)?usage: stack /, words.join(' '))
  }
})
