import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Vote } from './vote.ts'
import { votesApart } from './votes-apart.ts'

const merged = new Date('2026-03-02T12:00:00.500Z')
const [before, since] = ['2026-03-02 12:00:00.499+00', '2026-03-02 12:00:00.501+00']
const cast = (username: string, itemId: string, vote: 1 | -1, at = before): Vote => ({
  ...{ username, itemId, vote, at },
  wordHash: `of ${itemId}`,
})
const [of, into] = ['km_a', 'km_b']

for (const [what, then, now, apart] of [
  ['nobody voted', [], [], []],
  [
    'a vote that the merge moved is where it was',
    [cast('ann', of, 1)],
    [cast('ann', into, 1)],
    [cast('ann', of, 1)],
  ],
  [
    'who voted for both has both again, though one of them was shown meanwhile',
    [cast('ann', of, 1), cast('ann', into, -1)],
    [cast('ann', into, -1)],
    [cast('ann', of, 1), cast('ann', into, -1)],
  ],
  ['who took their vote back has none', [cast('ann', of, 1)], [], []],
  [
    'who took their vote back while others kept theirs has none',
    [cast('ann', of, 1), cast('bob', of, -1)],
    [cast('bob', into, -1)],
    [cast('bob', of, -1)],
  ],
  [
    'who voted for the first time meanwhile voted on what they saw',
    [],
    [cast('ann', into, 1, since)],
    [cast('ann', into, 1, since)],
  ],
  [
    'who voted again keeps the newer vote for what was shown, and the older one for the other',
    [cast('ann', of, 1), cast('ann', into, 1)],
    [cast('ann', into, -1, since)],
    [cast('ann', into, -1, since), cast('ann', of, 1)],
  ],
] as const satisfies readonly (readonly [
  string,
  readonly Vote[],
  readonly Vote[],
  readonly Vote[],
])[]) {
  test(`after a merge that is undone: ${what}`, () =>
    assert.deepEqual(votesApart(then, now, merged), apart))
}

test('each person has one vote an item, whatever was voted before and since', () => {
  const people = ['ann', 'bob', 'cyd', 'dan']
  for (let choice = 0; choice < 4 ** 4; choice += 1) {
    const digit = (at: number) => Math.floor(choice / 4 ** at) % 4
    const then = people.flatMap((name, at) => [
      ...(digit(at) & 1 ? [cast(name, of, 1)] : []),
      ...(digit(at) & 2 ? [cast(name, into, 1)] : []),
    ])
    const now = people.flatMap((name, at) =>
      digit(at) === 0 ? [] : [cast(name, into, -1, at % 2 === 0 ? since : before)],
    )
    const keys = votesApart(then, now, merged).map(({ username, itemId }) => username + itemId)
    assert.equal(new Set(keys).size, keys.length)
  }
})
