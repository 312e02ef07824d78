import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startNext } from './next-container.ts'

/** An engine whose new container is in these states, one after the other; `failing` begins a command that fails. */
function engineWith(states: readonly string[], failing?: string, left = '') {
  const asked: string[] = []
  let looks = 0
  const answer = (line: string): string => {
    asked.push(line)
    if (failing !== undefined && line.startsWith(failing)) throw new Error(`${failing} failed`)
    if (line.includes('{{range $name')) return 'stack_default backend \n'
    if (line.includes('{{.State.Status}}'))
      return `${states[Math.min(looks++, states.length - 1)]}\n`
    if (line.startsWith('ps')) return left
    if (line.includes('compose.project')) return 'acme\n'
    if (line.startsWith('logs')) return 'relation "x" does not exist\n'
    return line.startsWith('run') ? 'new1\n' : ''
  }
  const ask = async (...args: readonly string[]) => answer(args.join(' '))
  return { asked, project: { compose: ask, docker: ask } as never }
}

const signal = new AbortController().signal
const removed = ['stop new1', 'rm --force --volumes new1']

test('the new version is found where the old one is, under a name of its own, until it is given up', async () => {
  const { asked, project } = engineWith(['running starting', 'running healthy'])
  {
    await using next = await startNext(project, 'old1', 'webapp')
    await next.well(signal)
    assert.deepEqual(
      asked.filter((line) => line.startsWith('network')),
      ['stack_default', 'backend'].flatMap((network) => [
        `network disconnect ${network} new1`,
        `network connect --alias webapp-next ${network} new1`,
      ]),
    )
    assert.ok(!asked.some((line) => removed.includes(line)))
  }
  assert.deepEqual(asked.slice(-2), removed)
  assert.ok(asked.includes('run --detach --no-deps --label ai-data-analyst.beside=webapp webapp'))
})

for (const [what, state] of [
  ['ended at once', 'exited unhealthy'],
  ['runs and is not well', 'running unhealthy'],
  ['starts again and again', 'restarting starting'],
] as const) {
  test(`a new version that ${what} is told with its last words, and removed`, async () => {
    const { asked, project } = engineWith(['running starting', state])
    await assert.rejects(
      async () => {
        await using next = await startNext(project, 'old1', 'webapp')
        await next.well(signal)
      },
      { code: 'new_version_unwell', message: /webapp did not become well:\nrelation "x"/ },
    )
    assert.deepEqual(asked.slice(-2), removed)
  })
}

test('one that no network takes is removed at once, with the reason', async () => {
  const { asked, project } = engineWith([], 'network connect')
  await assert.rejects(startNext(project, 'old1', 'webapp'), /network connect failed/)
  assert.deepEqual(asked.slice(-2), removed)
})

test('Ctrl-C ends the waiting, and the container with it', async () => {
  const { asked, project } = engineWith(['running starting'])
  const stopping = new AbortController()
  await assert.rejects(
    async () => {
      await using next = await startNext(project, 'old1', 'webapp')
      const waiting = next.well(stopping.signal)
      stopping.abort()
      await waiting
    },
    { name: 'AbortError' },
  )
  assert.deepEqual(asked.slice(-2), removed)
})

test('what a killed upgrade left beside is removed before, and only what is marked for this service', async () => {
  const { asked, project } = engineWith(['running healthy'], undefined, 'left1\nleft2\n')
  await using _next = await startNext(project, 'old1', 'webapp')
  const [looked, ...removals] = asked.slice(1, 4)
  const [of, mark] = ['com.docker.compose.project=acme', 'ai-data-analyst.beside=webapp']
  assert.equal(looked, `ps --all --quiet --filter label=${of} --filter label=${mark}`)
  assert.deepEqual(
    removals,
    ['left1', 'left2'].map((id) => `rm --force --volumes ${id}`),
  )
  assert.match(asked[4] ?? '', /^run --detach/)
})
