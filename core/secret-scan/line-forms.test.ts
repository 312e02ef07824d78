import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSecrets } from './find-secrets.ts'
import { secretRules } from './secret-rules.ts'

/** How a text may stand in a note without saying anything else. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  'with a line end behind it': (text) => `${text}\n`,
  'with the line ends of Windows': (text) => `${text.replaceAll('\n', '\r\n')}\r\n`,
  'with the line ends of old Macs': (text) => `${text.replaceAll('\n', '\r')}\r`,
  'behind a byte order mark': (text) => `\ufeff${text}`,
  'with blanks behind each line': (text) => text.replace(/$/gm, '   '),
  'indented by two blanks': (text) => text.replace(/^/gm, '  '),
  'indented by a tab': (text) => text.replace(/^/gm, '\t'),
  'as a quotation': (text) => text.replace(/^/gm, '> '),
  'as an item of a list': (text) => `- ${text.replaceAll('\n', '\n  ')}`,
  'in a block of code': (text) => `\`\`\`\n${text}\n\`\`\``,
  'between other paragraphs': (text) =>
    `Orders come at noon.\n\n${text}\n\nThe depot opens on Mondays.`,
  'with blanks that do not break': (text) => text.replaceAll(' ', '\u00a0'),
}

/** Public by its nature, as documentation shows it. */
const shownEverywhere = '4111 1111 1111 1111'

for (const [form, written] of Object.entries(forms)) {
  test(`every secret that a rule knows is found ${form}`, () => {
    for (const { id, hits } of secretRules) {
      for (const example of hits) {
        const text = example.replaceAll('~', '')
        if (text === shownEverywhere) continue
        assert.ok(findSecrets(written(text)).length > 0, `${id}: ${text}`)
      }
    }
  })
}

test('what stands in a note is found in the line in which it stands', () => {
  const token = ['gh', 'p_', 'x8Kq2LmN4pR6sT8vW0yZ2aB4cD6eF8gH0iJ2'].join('')
  for (const lineEnd of ['\n', '\r\n']) {
    for (const line of [1, 2, 7]) {
      const text = [...Array.from({ length: line - 1 }, () => 'Orders come at noon.'), token, 'x']
      const [hit] = findSecrets(text.join(lineEnd))
      assert.deepEqual([hit?.rule, hit?.line], ['github-token', line], JSON.stringify(lineEnd))
    }
  }
})
