import assert from 'node:assert/strict'
import { mkdir, readdir, readlink, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from '#core/errors.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { linkStep } from './link-step.ts'

test('a link is made, changed in one move, and left alone when it is right already', async () => {
  await using folder = await temporaryFolder()
  const link = join(folder.path, 'current')
  // What a change that was killed has left.
  await symlink('nowhere', `${link}.next`)
  for (const [target, does] of [
    ['releases/1', 'create'],
    ['releases/2', 'change'],
  ] as const) {
    const [step, ...more] = await linkStep(link, target)
    assert.deepEqual([step?.does, more], [does, []])
    await step?.apply()
    assert.equal(await readlink(link), target)
    assert.deepEqual(await linkStep(link, target), [])
  }
  assert.deepEqual(await readdir(folder.path), ['current'])
})

test('a folder in the place of the link is refused before anything is done', async () => {
  await using folder = await temporaryFolder()
  const link = join(folder.path, 'current')
  await mkdir(link)
  await assert.rejects(linkStep(link, 'releases/1'), (error) => {
    assert.ok(error instanceof ConfigError)
    assert.match(error.message, /current is in the way/)
    return true
  })
})
