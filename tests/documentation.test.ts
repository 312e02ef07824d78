import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { before, test } from 'node:test'
import { findCommands } from '../scripts/command-line/find-commands.ts'
import { verbNames } from '../scripts/analyst/build.ts'
import type { Verb } from '../scripts/analyst/verb.ts'
import { codeFiles, projectFiles } from './source-files.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
// What was measured is told as it was seen then.
const pages = projectFiles(root)
  .filter((path) => path.endsWith('.md') && !/docs\/(benchmarks|server-test)\.md$/.test(path))
  .map((path) => ({ path, text: read(path) }))

/** What the pages say at the places that a pattern finds, each with its page. */
function said(pattern: RegExp): readonly { path: string; words: string }[] {
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([, words = '']) => ({ path, words })),
  )
}

/** The verb, what may be an action, and the names of options; what stands in brackets counts too. */
function wordsOf(typed: string) {
  const words = typed.replace(/^--host \S+ /, '').split(/[\s[\]]+/)
  const [verb = '', action = ''] = words
  const options = words.flatMap((word) => /^--([a-z][a-z-]*)/.exec(word)?.[1] ?? [])
  return { verb, action, options }
}

/** The options that each verb takes; those of an action under both words. */
const stack = new Map<string, ReadonlySet<string>>()
const alone = new Set<string>()
const analyst = new Map<string, ReadonlySet<string>>()

before(async () => {
  for (const { verb, load } of (await findCommands(root)).values()) {
    const { actions } = await load()
    for (const [name, { options = {} }] of Object.entries(actions))
      stack.set(`${verb} ${name}`.trim(), new Set([...Object.keys(options), 'help']))
    // What is said of a verb that does several things: no action may follow that is none of them.
    if (!stack.has(verb)) alone.add(verb)
  }
  for (const name of await verbNames()) {
    const file = join(root, `scripts/analyst/verbs/${name}.ts`)
    const { default: verb } = (await import(file)) as { readonly default: Verb }
    analyst.set(name, new Set([...Object.keys(verb.options), 'help']))
  }
})

test('every command of stack that a page shows is one, and takes the options that it shows', () => {
  const shown = said(/(?:run -s stack -- |scripts\/stack\.ts |`stack )([a-z-][^\n`#|)]*)/g)
  assert.ok(shown.length > 70, `only ${shown.length} commands were found`)
  for (const { path, words } of shown) {
    const { verb, action, options } = wordsOf(words)
    if (!/^[a-z]/.test(verb)) continue
    if (alone.has(verb) && action === '') continue
    const known = stack.get(`${verb} ${action}`) ?? stack.get(verb)
    assert.ok(known, `${path}: there is no stack ${verb} (${words})`)
    for (const option of options) assert.ok(known.has(option), `${path}: stack ${words}`)
  }
})

test('every command of analyst that a page shows is one, and takes the options that it shows', () => {
  const shown = said(/(?:analyst\.mjs |`analyst )([a-z][^\n`#|)]*)/g)
  assert.ok(shown.length > 20, `only ${shown.length} commands were found`)
  for (const { path, words } of shown) {
    const { verb, options } = wordsOf(words)
    const known = analyst.get(verb)
    assert.ok(known, `${path}: there is no analyst ${verb} (${words})`)
    for (const option of options) assert.ok(known.has(option), `${path}: analyst ${words}`)
  }
})

test('every npm script, file and variable that a page names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: object }
  for (const { path, words } of said(/npm run (?:-s )?([\w:]+)/g))
    assert.ok(Object.hasOwn(scripts, words), `${path}: npm run ${words}`)

  const links = said(/\]\(((?!https?:|#)[^)\s]+)\)/g)
  assert.ok(links.length > 50, `only ${links.length} links were found`)
  for (const { path, words } of links) {
    const [file = ''] = words.split('#')
    assert.ok(existsSync(join(root, dirname(path), file)), `${path}: ${words}`)
  }
  for (const { path, words } of said(
    /`((?:core|scripts|tests|services|auth|connectors|webapp|deploy|examples)\/[\w./-]+\.(?:ts|js|md|css|sql|yaml))`/g,
  ))
    assert.ok(existsSync(join(root, words)), `${path}: ${words}`)

  const code = codeFiles(root)
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .map(({ text }) => text)
    .concat(read('.env.example'))
    .join('\n')
  const variables = said(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?==[^`]*`|`)/g)
  assert.ok(variables.length > 50, `only ${variables.length} variables were found`)
  for (const { path, words } of variables) {
    const name = words.replace(/_FILE$/, '')
    // A secret is read by its own name, from which that of its variable is made.
    const secret = `'${name.toLowerCase().replaceAll('_', '-')}'`
    const known = name === 'NAME' || code.includes(name) || code.includes(secret)
    assert.ok(known, `${path}: ${words} is read nowhere`)
  }
})
