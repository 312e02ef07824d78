import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { copyRelease } from './copy-release.ts'

const run = promisify(execFile)
const must = async (program: string, args: readonly string[]) =>
  (await run(program, [...args])).stdout

/** A checkout with a little of everything; its command line of analysts is bundled by a program of its own. */
async function checkoutIn(folder: string): Promise<string> {
  const root = join(folder, 'checkout')
  const files = {
    'package-lock.json': JSON.stringify({
      packages: {
        '': {},
        'node_modules/pg': {},
        'node_modules/tool': { dev: true },
        'node_modules/node': { dev: true },
      },
    }),
    'scripts/bundle-analyst.ts': `
      import { writeFileSync } from 'node:fs'
      writeFileSync(process.argv[2], 'bundled')`,
    'webapp/service.ts': '',
    'core/a.ts': '',
    'core/a.test.ts': '',
    'core/var/kept.ts': '',
    'tests/b.ts': '',
    '.env': 'SECRET=1',
    '.git/HEAD': '',
    'var/secrets/csrf': '',
    'data/x.parquet': '',
    'node_modules/pg/index.js': '',
    'node_modules/tool/index.js': '',
    'node_modules/node/bin/node': '',
    'node_modules/.cache/x': '',
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), content, { mode: 0o600 })
  }
  await symlink('../pg/index.js', join(root, 'node_modules/pg/link.js'))
  return root
}

test('a server gets what it runs: no secret, no history, no test, no tool, all of it readable', async () => {
  await using folder = await temporaryFolder()
  const root = await checkoutIn(folder.path)
  const release = join(folder.path, 'opt/releases/1.0.0')
  await copyRelease(root, release, { must })
  const found = await readdir(release, { recursive: true, withFileTypes: true })
  const files = found
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(release.length + 1))
  assert.deepEqual(files.sort(), [
    'core/a.ts',
    'core/var/kept.ts',
    'node_modules/node/bin/node',
    'node_modules/pg/index.js',
    'node_modules/pg/link.js',
    'package-lock.json',
    'scripts/bundle-analyst.ts',
    'webapp/analyst.mjs',
    'webapp/service.ts',
  ])
  assert.equal((await stat(join(release, 'core/a.ts'))).mode & 0o777, 0o644)
  assert.equal(await readlink(join(release, 'node_modules/pg/link.js')), '../pg/index.js')
})

test('a release copied once more is the same, though it cannot bundle anything', async () => {
  await using folder = await temporaryFolder()
  const first = join(folder.path, 'releases/1.0.0')
  await copyRelease(await checkoutIn(folder.path), first, { must })
  await writeFile(join(first, 'scripts/bundle-analyst.ts'), 'throw new Error("no bundler here")')
  const second = join(folder.path, 'releases/2.0.0')
  await copyRelease(first, second, { must })
  assert.equal(await readFile(join(second, 'webapp/analyst.mjs'), 'utf8'), 'bundled')
})

test('a copy that fails leaves nothing on the disk, and one that was killed does not mix with the next', async () => {
  await using folder = await temporaryFolder()
  const root = await checkoutIn(folder.path)
  const release = join(folder.path, 'releases/1.0.0')
  const full = () => Promise.reject(new Error('no space left on device'))
  await assert.rejects(copyRelease(root, release, { must: full }), /no space left/)
  assert.deepEqual(await readdir(dirname(release)), [])
  await mkdir(`${release}.in-progress/core`, { recursive: true })
  await writeFile(`${release}.in-progress/core/old.ts`, '')
  await copyRelease(root, release, { must })
  assert.ok(!existsSync(join(release, 'core/old.ts')))
  assert.deepEqual(await readdir(dirname(release)), ['1.0.0'])
})
