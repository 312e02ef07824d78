import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyAnalysis } from '../transcript/file-analysis.ts'
import { noteRecord } from '../transcript/note-record.ts'
import type { Fields } from '../transcript/record.ts'
import { projectOf } from './project-of.ts'

function projectIn(...records: readonly Fields[]): string | undefined {
  const found = emptyAnalysis()
  for (const [nth, record] of records.entries()) noteRecord(found, record, nth + 1, [])
  return projectOf(found)
}

const at = (cwd: string, gitBranch?: string) => ({ type: 'user', cwd, gitBranch })
const worktree = (originalCwd: string) => ({
  type: 'worktree-state',
  worktreeSession: { originalCwd },
})
const moved = (relocatedCwd: string) => ({ type: 'relocated', relocatedCwd })

for (const [what, records, project] of [
  [
    'one that went into a folder of its repository',
    [at('/shop', 'main'), at('/shop/api', 'main')],
    '/shop',
  ],
  ['one that came from there', [at('/shop/api', 'main'), at('/shop', 'main')], '/shop'],
  ['one that went to another repository', [at('/shop', 'main'), at('/shop-2', 'main')], '/shop-2'],
  [
    'one that began above all repositories',
    [at('/home/ann', ''), at('/home/ann/shop', 'main')],
    '/home/ann/shop',
  ],
  ['one without a repository', [at('/a', ''), at('/a/b', 'HEAD'), at('/a/b')], '/a/b'],
  [
    'one in a worktree',
    [at('/shop', ''), worktree('/shop'), at('/shop/.claude/worktrees/x', '')],
    '/shop',
  ],
  ['one that moved to a worktree', [moved('/shop/trees/x'), worktree('/shop')], '/shop'],
  ['one that moved elsewhere', [at('/shop', 'main'), moved('/blog')], '/blog'],
  ['one in a repository that is the whole machine', [at('/', 'main'), at('/srv', 'main')], '/'],
  ['one with the other slash', [at('C:\\shop', 'main'), at('C:\\shop\\api', 'main')], 'C:\\shop'],
  ['one that is nowhere', [at('', 'main'), worktree('')], undefined],
] as const)
  test(`the project of ${what} is ${project}`, () => {
    assert.equal(projectIn(...records), project)
  })
