import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { findWorkspace } from './workspace.ts'

/** `outer` and `outer/inner` are analysts' folders, `outer/inner/deep` is below both. */
function folders(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'workspace-'))
  t.after(() => rmSync(root, { recursive: true }))
  const [outer, inner] = [join(root, 'outer'), join(root, 'outer/inner')]
  const deep = join(inner, 'deep/er')
  mkdirSync(deep, { recursive: true })
  for (const folder of [outer, inner]) mkdirSync(join(folder, '.analyst'))
  return { root, outer, inner, deep }
}

test('the nearest folder above is taken, and where there is none the current one', (t) => {
  const { root, outer, inner, deep } = folders(t)
  assert.equal(findWorkspace(undefined, deep).dir, inner)
  assert.equal(findWorkspace(undefined, inner).dir, inner)
  assert.equal(findWorkspace(undefined, outer).dir, outer)
  assert.equal(findWorkspace(undefined, root).dir, root)
  assert.equal(findWorkspace('..', inner).dir, outer)
  assert.equal(findWorkspace('new', root).dir, join(root, 'new'))
})

// Above lies /tmp, where everybody may put a folder that names a server.
test('a folder of another user is taken only by its name, so that no token goes where they say', (t) => {
  const { inner, deep } = folders(t)
  const somebodyElse = 12_345
  assert.throws(() => findWorkspace(undefined, deep, somebodyElse), {
    code: 'not_your_folder',
    remedy: `If you trust it: --dir ${inner}`,
  })
  assert.equal(findWorkspace(inner, deep, somebodyElse).dir, inner)
  // Root may read everything anyway, as in a container on somebody's folder.
  assert.equal(findWorkspace(undefined, deep, 0).dir, inner)
})

test('a link that leads nowhere is no reason to look further up', (t) => {
  const { inner } = folders(t)
  const below = join(inner, 'below')
  mkdirSync(below)
  symlinkSync('/nowhere', join(below, '.analyst'))
  assert.equal(findWorkspace(undefined, below).dir, below)
})
