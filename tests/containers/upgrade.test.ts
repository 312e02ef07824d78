import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { startCompose, type ComposeStack } from '../peers/compose.ts'
import { startLoad } from '../peers/request-load.ts'
import { copyTree } from '../peers/tree-copy.ts'

const run = promisify(execFile)

test('weakness: no atomic release: an upgrade fails no request, and a version that does not start changes nothing', async () => {
  await using tree = await copyTree()
  await using stack = await startCompose({ tree: tree.path })
  const load = startLoad(stack.url.replace(/\/$/, ''), ['/login', '/sync/v1/root', '/nowhere'])
  try {
    await appendFile(join(tree.path, 'webapp/main.ts'), '\n// The next version.\n')
    await upgrade(stack, tree.path, 'good')
    assert.match(await imageOf(stack, 'webapp'), /good$/)
    assert.match(await imageOf(stack, 'data-sync'), /good$/)
    assert.deepEqual(await planned(stack, tree.path, 'good'), [], 'all is as the files say')
    const database = join(tree.path, 'compose/postgres.yaml')
    const before = await readFile(database, 'utf8')
    await writeFile(database, before.replace('mem_limit: 512m', 'mem_limit: 600m'))
    assert.deepEqual(await planned(stack, tree.path, 'good'), ['postgres'])
    await writeFile(database, before)

    const main = join(tree.path, 'webapp/main.ts')
    await writeFile(main, `throw new Error('out of order')\n${await readFile(main, 'utf8')}`)
    await assert.rejects(upgrade(stack, tree.path, 'broken'), /webapp did not become well/)
    assert.match(await imageOf(stack, 'webapp'), /good$/)
    const broken = `reference=localhost/ai-data-analyst/*:${stack.project}-broken`
    const left = await run('docker', ['image', 'ls', '--quiet', '--filter', broken])
    assert.equal(left.stdout, '', 'images of the version that failed')

    const archive = join(tree.path, 'images.tar')
    await run('docker', ['save', '--output', archive, await imageOf(stack, 'webapp')])
    await assert.rejects(
      upgrade(stack, tree.path, 'absent', ['--images', archive]),
      /the image \S*webapp\S*absent is not here/,
    )
    assert.match(await imageOf(stack, 'webapp'), /good$/)
  } finally {
    const { requests, failed, answers } = await load.stop()
    assert.equal(failed, 0, JSON.stringify(answers))
    assert.ok(requests > 50, `${requests} requests`)
  }
  const names = await run('docker', [
    ...['ps', '--all', '--format', '{{.Names}}'],
    ...['--filter', `label=com.docker.compose.project=${stack.project}`],
  ])
  assert.doesNotMatch(names.stdout, /-run-/, 'nothing that ran beside is left')
})

/** What an upgrade would start anew. */
async function planned(
  stack: ComposeStack,
  tree: string,
  version: string,
): Promise<readonly string[]> {
  const out = await upgrade(stack, tree, version, ['--dry-run', '--format', 'json'])
  const { steps } = JSON.parse(out) as { steps: { does: string; what: string }[] }
  return steps.filter(({ does }) => does === 'restart').map(({ what }) => what)
}

/** What an administrator types in the checkout of the new version; resolves with what it printed. */
async function upgrade(
  stack: ComposeStack,
  tree: string,
  version: string,
  options: readonly string[] = [],
): Promise<string> {
  const args = ['scripts/stack.ts', 'upgrade', '--target', 'compose', ...options]
  const { stdout } = await run(process.execPath, args, {
    cwd: tree,
    env: {
      ...process.env,
      ...stack.env,
      COMPOSE_PROJECT_NAME: stack.project,
      STACK_VERSION: `${stack.project}-${version}`,
    },
    maxBuffer: 64 * 2 ** 20,
  })
  return stdout
}

async function imageOf(stack: ComposeStack, service: string): Promise<string> {
  const { stdout } = await run('docker', [
    ...['inspect', '--format', '{{.Config.Image}}'],
    (await stack.inspect(service)).Id,
  ])
  return stdout.trim()
}
