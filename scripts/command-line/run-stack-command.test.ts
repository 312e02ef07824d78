import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openStackState, runStack } from '../../tests/peers/command-line.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'

/** A checkout with one verb, `try`, which does what the test says, on a state of its own. */
async function checkout(t: TestContext, verb: string, stopped = false) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const file = join(folder.path, 'scripts/stack/try.ts')
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, verb)
  await writeFile(join(folder.path, 'instance.yaml'), 'instance: { name: Acme }\n')
  const env = { DATA_DIR: folder.path, CONFIG_DIR: folder.path }
  return (...args: readonly string[]) => runStack(['try', ...args], env, folder.path, stopped)
}

const greeting = `export default { summary: 'Greets', actions: {
  greet: { summary: 'Greets one.', usage: 'NAME [--loud] [--format json]',
    options: { loud: { type: 'boolean' }, format: { type: 'string' } }, positionals: { min: 1, max: 1 },
    run: async ({ positionals: [name], values }, { out, note }) => {
      note('greeting'); out(values.loud ? name.toUpperCase() : name) } } } }`

test('what is for pipes goes to the output, what is for people beside it', async (t) => {
  const run = await checkout(t, greeting)
  assert.deepEqual(await run('greet', 'ann', '--loud'), {
    code: 0,
    out: 'ANN\n',
    err: 'greeting\n',
  })
})

test('nothing, and a verb without its action, is not understood, and shown what there is', async (t) => {
  const bare = await runStack([])
  assert.equal(bare.code, 2)
  assert.match(bare.out, /^usage: npm run -s stack -- <command>[\s\S]*^ {2}backup +Back up/m)
  const run = await checkout(t, greeting)
  const { code, out } = await run()
  assert.deepEqual([code, /greet NAME .* {2}Greets one\./.test(out)], [2, true], out)
})

test('help is no error, wherever it is asked for, and does nothing', async (t) => {
  const run = await checkout(t, greeting)
  for (const words of [
    ['--help'],
    ['help'],
    ['greet', '--help'],
    ['greet', 'ann', '-h'],
    ['greet', 'help'],
    ['greet', '--loud', 'help'],
    ['greet', '--nonsense', 'help'],
    ['greet', '--format', '--help'],
  ]) {
    const { code, out, err } = await run(...words)
    assert.deepEqual([code, err], [0, ''], words.join(' '))
    assert.match(out, /usage: stack try/)
  }
  for (const word of ['help', '--help', '-h']) {
    const { code, out } = await runStack([word])
    assert.deepEqual([code, /stack <command> --help/.test(out)], [0, true])
  }
})

test('help before a verb or an action is about that one, and of none is not understood', async () => {
  for (const [words, usage] of [
    [['help', 'restore'], /^usage: stack restore FILE/m],
    [['--help', 'user', 'add'], /^usage: stack user add EMAIL/m],
    [['help', 'user'], /^usage: stack user <action>/m],
  ] as const) {
    const { code, out, err } = await runStack(words)
    assert.deepEqual([code, err], [0, ''], words.join(' '))
    assert.match(out, usage)
  }
  const { code, err } = await runStack(['help', 'restor'])
  assert.deepEqual([code, /did you mean restore\?/.test(err)], [2, true], err)
})

// It showed the help and ended well, so a script believed that it was done.
test('a value that is the word help is a value', async (t) => {
  const named = greeting
    .replace('[--loud]', '[--as TEXT]')
    .replace("loud: { type: 'boolean' }", "as: { type: 'string' }")
    .replace('values.loud ? name.toUpperCase() : name', '`${values.as ?? name}!`')
  const run = await checkout(t, named)
  for (const words of [
    ['ann', '--as', 'help'],
    ['ann', '--as=help'],
    ['--', 'help'],
  ]) {
    const { code, out } = await run('greet', ...words)
    assert.deepEqual([code, out], [0, 'help!\n'], words.join(' '))
  }
})

test('a failure of what is asked for as JSON is a document, beside the words for people', async (t) => {
  const run = await checkout(
    t,
    `import { AppError } from '${new URL('../../core/errors.ts', import.meta.url).href}'
     export default { summary: 'Fails', actions: { '': { summary: 'Fails.', usage: '[--said]',
       options: { said: { type: 'boolean' }, format: { type: 'string' } },
       run: async ({ values }, { out }) => {
         if (values.said) out('{"half":true}')
         throw new AppError(503, 'shut', 'It is shut.', { remedy: 'Open it.' }) } } } }`,
  )
  const words = 'error: It is shut.\nremedy: Open it.\n'
  for (const asked of [['--format', 'json'], ['--format=json']]) {
    const { code, out, err } = await run(...asked)
    assert.deepEqual([code, err], [1, words])
    assert.deepEqual(JSON.parse(out), { error: 'It is shut.', code: 'shut', remedy: 'Open it.' })
  }
  assert.deepEqual(await run('--said', '--format=json'), {
    code: 1,
    out: '{"half":true}\n',
    err: words,
  })
  assert.deepEqual(await run(), { code: 1, out: '', err: words })
  const { code, out } = await run('--format=json', '--nonsense')
  assert.deepEqual(
    [code, /Unknown option/.test((JSON.parse(out) as { error: string }).error)],
    [2, true],
  )
})

test('what is mistyped names what was meant, with the usage, and nothing runs', async (t) => {
  const run = await checkout(t, greeting)
  for (const [words, reason] of [
    [['gret', 'ann'], /no action gret; did you mean greet\?/],
    [['greet'], /something is missing\nusage: stack try greet NAME/],
    [['greet', 'ann', 'bob'], /too much: ann bob\nusage:/],
    [['greet', 'ann', '--quiet'], /--quiet[\s\S]*usage:/],
    [['greet', 'ann', '--loud=very'], /--loud[\s\S]*usage:/],
    [['greet', 'ann', '--format', 'xml'], /--format xml: text or json\nusage:/],
  ] as const) {
    const { code, out, err } = await run(...words)
    assert.deepEqual([code, out], [2, ''], words.join(' '))
    assert.match(err, reason)
  }
  const verb = await runStack(['bakcup'])
  assert.deepEqual([verb.code, /did you mean backup\?/.test(verb.err)], [2, true], verb.err)
})

// `sync "$SOURCE"` pulled everything, `backup --out "$DIR"` wrote into the checkout.
test('what a variable of the shell did not fill is refused, and never taken for what was left out', async (t) => {
  const run = await checkout(
    t,
    greeting
      .replace('NAME [--loud]', 'NAME [--loud] [--as TEXT]…')
      .replace(
        "loud: { type: 'boolean' }",
        "loud: { type: 'boolean' }, as: { type: 'string', multiple: true }",
      ),
  )
  for (const [words, reason] of [
    [['greet', ''], /^error: an argument is empty; was a variable of the shell not set\?\nusage:/],
    [['greet', '--', ''], /an argument is empty/],
    [['greet', 'ann', '--as', ''], /^error: --as is empty; was a variable/],
    [['greet', 'ann', '--as='], /--as is empty/],
    [['greet', 'ann', '--as', 'bob', '--as', ''], /--as is empty/],
    [[''], /there is no action /],
  ] as const) {
    const { code, out, err } = await run(...words)
    assert.deepEqual([code, out], [2, ''], words.join(' '))
    assert.match(err, reason)
  }
  const whole = await checkout(
    t,
    `export default { summary: 's', actions: { '': { summary: 's', usage: '[NAME]…',
    positionals: { min: 0, max: 9 }, run: async (_input, { out }) => out('everything') } } }`,
  )
  assert.equal((await whole()).out, 'everything\n')
  const { code, out, err } = await whole('')
  assert.deepEqual([code, out, /an argument is empty/.test(err)], [2, '', true], err)
})

test('a file that the system refuses is named with what can be done, without a trace', async (t) => {
  const run = await checkout(
    t,
    `import { mkdir } from 'node:fs/promises'
    export default { summary: 's', actions: { '': { summary: 's', usage: 'DIR', positionals: { min: 1, max: 1 },
      options: { format: { type: 'string' } }, run: ({ positionals: [dir] }) => mkdir(dir) } } }`,
  )
  const { code, out, err } = await run(import.meta.filename, '--format=json')
  assert.equal(code, 1)
  assert.match(
    err,
    /^error: EEXIST: file already exists, mkdir '.*'\nremedy: .* name another place\.\n$/,
  )
  assert.equal((JSON.parse(out) as { code: string }).code, 'EEXIST')
})

test('a word that every object knows is no verb and no action', async (t) => {
  const run = await checkout(t, greeting)
  for (const word of ['constructor', 'toString', '__proto__']) {
    const { code, err } = await run(word)
    assert.deepEqual([code, err.split('\n')[0]], [2, `error: there is no action ${word}`])
    assert.equal((await runStack([word])).code, 2)
  }
})

const failing = (
  error: string,
) => `import { AppError } from '${join(import.meta.dirname, '../../core/errors.ts')}'
  export default { summary: 's', actions: { '': { summary: 's', usage: '', run: async () => { throw ${error} } } } }`

test('a failure ends with 1 and its remedy; only a defect of ours shows where it happened', async (t) => {
  const run = await checkout(t, failing(`new AppError(409, 'c', 'Full', { remedy: 'Make room.' })`))
  assert.deepEqual(await run(), { code: 1, out: '', err: 'error: Full\nremedy: Make room.\n' })
  const defect = await (await checkout(t, failing(`new TypeError('oh')`)))()
  assert.equal(defect.code, 1)
  assert.match(defect.err, /^error: oh\nTypeError: oh\n +at .*try\.ts/)
})

test('a database that refuses us is told with what to do, and not as a trouble of the end', async () => {
  const state = await openStackState()
  try {
    const url = new URL(state.env.DATABASE_URL)
    url.pathname = '/not_there'
    for (const words of [
      ['user', 'list'],
      ['doctor', 'administrator'],
    ]) {
      const { code, out, err } = await runStack(words, { ...state.env, DATABASE_URL: url.href })
      assert.equal(code, 1)
      assert.match(out + err, /"not_there" does not exist[^]*Check DATABASE_URL/, words.join(' '))
      assert.doesNotMatch(err, /suppressed| {4}at /)
    }
  } finally {
    await state.close()
  }
})

test('of two failures the first one counts, and the one in giving back is told beside it', async (t) => {
  const thrown = `new SuppressedError(new Error('still in use'), new AppError(409, 'c', 'Full', { remedy: 'Make room.' }))`
  const { code, err } = await (await checkout(t, failing(thrown)))()
  assert.equal(code, 1)
  assert.equal(err, 'afterwards: still in use\nerror: Full\nremedy: Make room.\n')
})

test('a file that is no command, or does not load, is named with the reason', async (t) => {
  for (const [text, reason] of [
    ['export const nothing = 1', 'has no default export'],
    ['export default {}', 'has no command as default export'],
    ['export default nothing', 'nothing is not defined'],
  ] as const) {
    const { code, err } = await (await checkout(t, text))()
    assert.equal(code, 1)
    assert.match(err, new RegExp(`^error: .*try\\.ts: ${reason}\n$`))
  }
})

test('who is stopped by Ctrl-C says so, without a trace of where it was', async (t) => {
  const waiting = `import { once } from 'node:events'
    export default { summary: 's', actions: { '': { summary: 's', usage: '', run: async (_input, { signal, note }) => {
      note('working'); await once(signal, 'abort'); signal.throwIfAborted() } } } }`
  const run = await checkout(t, waiting, true)
  assert.deepEqual(await run(), { code: 1, out: '', err: 'working\nerror: interrupted\n' })
})
