import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bubblewrap } from './bubblewrap.ts'
import { chooseWall } from './choose-wall.ts'
import { landlock } from './landlock.ts'

const skip = process.platform === 'linux' ? false : 'walls are for Linux'

test('the first wall without a hole is taken, bubblewrap before Landlock', { skip }, async () => {
  assert.deepEqual(await chooseWall('auto', async () => undefined), { wall: bubblewrap })
  const second = await chooseWall('auto', async (wall) => (wall === bubblewrap ? 'x' : undefined))
  assert.deepEqual(second, { wall: landlock })
})

test('where each has a hole, all of them are told and none is taken', { skip }, async () => {
  const chosen = await chooseWall('auto', async ({ name }) => `no ${name.split(' ')[0]}`)
  assert.deepEqual(chosen, { hole: 'bubblewrap: no bubblewrap; landlock: no Landlock' })
})

test('a wall that is named is the only one that is tried', { skip }, async () => {
  const tried: string[] = []
  await chooseWall('landlock', async ({ name }) => (tried.push(name), 'x'))
  assert.deepEqual(tried, ['Landlock and seccomp'])
})

test('a wall that nobody knows stops the start, with those that there are', async () => {
  await assert.rejects(
    chooseWall('none', async () => undefined),
    /SCRIPT_WALL must be auto, bubblewrap or landlock/,
  )
})
