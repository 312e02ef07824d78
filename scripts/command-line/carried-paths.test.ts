import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { carriedPaths } from './carried-paths.ts'

test('files that an action is to read are named in full and taken along, when they are there', () => {
  const { args, folders } = carriedPaths(
    ['--format', 'json', 'package.json', 'gone.json'],
    ['package.json', 'gone.json'],
  )
  assert.deepEqual(args, ['--format', 'json', resolve('package.json'), resolve('gone.json')])
  assert.deepEqual(folders, [resolve('package.json')])
})

test('an action without paths keeps its words, whatever files lie here', () => {
  assert.deepEqual(carriedPaths(['package.json'], []), { args: ['package.json'], folders: [] })
})
