import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyAnalysis, type FileAnalysis } from '../transcript/file-analysis.ts'
import { titleOf } from './title-of.ts'

const titled = (over: Partial<FileAnalysis>) => titleOf({ ...emptyAnalysis(), ...over })
const all = {
  customTitle: 'custom',
  aiTitle: 'ai',
  summaries: [
    { text: 'summary', leaf: 'u1' },
    { text: 'newer', leaf: 'u2' },
    { text: 'of another file', leaf: 'u9' },
    { text: 'of nothing', leaf: undefined },
  ],
  uuids: new Set(['u1', 'u2']),
  firstTurn: 'first',
}

test('a session is called by its person, by the program, by its own newest summary, by its first turn, in this order', () => {
  const { customTitle: _, ...byProgram } = all
  const { aiTitle: __, ...bySummary } = byProgram
  const titles = [all, byProgram, bySummary, { ...bySummary, uuids: new Set<string>() }, {}]
  assert.deepEqual(titles.map(titled), ['custom', 'ai', 'newer', 'first', undefined])
})

for (const [what, text, title] of [
  ['lines and blanks as one', ' a\r\n\tb   c\u2028d ', 'a b c d'],
  ['what is not seen as nothing', 'a\u200bb\u202ec\0d', 'abcd'],
  ['eighty characters as they are', 'x'.repeat(80), 'x'.repeat(80)],
  ['one more with an ellipsis', 'x'.repeat(81), `${'x'.repeat(79)}…`],
  ['no blank before the ellipsis', `${'x'.repeat(78)} ${'y'.repeat(9)}`, `${'x'.repeat(78)}…`],
  ['blanks as no title', ' \n\u200b', undefined],
  [
    'a command without what is around it',
    '<command-message>init is…</command-message>\n<command-name>/init</command-name><command-args></command-args>',
    'init is… /init',
  ],
  ['markup as text', '<b>"x"</b>', '<b>"x"</b>'],
] as const)
  test(`a title shows ${what}`, () => {
    assert.equal(titled({ firstTurn: text }), title)
  })

test('a secret is in no title, also when it is cut or comes before all else', () => {
  const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
  for (const text of [
    token,
    `deploy with ${token}`,
    `${'x '.repeat(30)}${token}`,
    `${token}\n${'y'.repeat(90)}`,
  ])
    for (const key of ['customTitle', 'aiTitle', 'firstTurn'] as const) {
      const title = titled({ [key]: text }) ?? ''
      assert.doesNotMatch(title, /ghp_|a1B2c3/, `${key}: ${title}`)
      assert.ok(title.length <= 80)
    }
})
