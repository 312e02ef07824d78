import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runRequest } from './run-request.ts'

const hash = 'a1'.repeat(32)
const table = { schema: 'shop', name: 'orders_2026', objects: [hash] }
const asked = {
  id: '1',
  owner: 'ann',
  language: 'sql',
  fileName: 'daily.sql',
  source: 'select 1',
  tables: [table],
}

test('what the runner asks is taken as it is, with a minute where it says nothing', () => {
  assert.deepEqual(runRequest.parse(asked), { ...asked, wallSeconds: 60 })
  assert.deepEqual(runRequest.parse({ ...asked, wallSeconds: 1, tables: [] }).wallSeconds, 1)
})

const refused: Readonly<Record<string, object>> = {
  'a file name that is a path': { fileName: '../query.ts' },
  'a file name with a folder': { fileName: 'a/b.sql' },
  'a file name that is hidden': { fileName: '.tables.json' },
  'a file name with a line after it': { fileName: 'a.sql\n' },
  'no file name': { fileName: '' },
  'a file name that is too long': { fileName: 'a'.repeat(101) },
  'another language': { language: 'sh' },
  'a language of every object': { language: 'constructor' },
  'nobody as the owner': { owner: '' },
  'a source that is too large': { source: 'x'.repeat(256 * 1024 + 1) },
  'an object that is a path': { tables: [{ ...table, objects: ['../../etc/passwd'] }] },
  'an object in capitals': { tables: [{ ...table, objects: [hash.toUpperCase()] }] },
  'an object with a line after it': { tables: [{ ...table, objects: [`${hash}\n`] }] },
  'a table whose name ends a quote': { tables: [{ ...table, name: 'a"; drop' }] },
  'a schema with a dot': { tables: [{ ...table, schema: 'a.b' }] },
  'a table that begins with a digit': { tables: [{ ...table, name: '1a' }] },
  'too many tables': { tables: Array.from({ length: 2001 }, () => table) },
  'no time at all': { wallSeconds: 0 },
  'more than a minute': { wallSeconds: 61 },
  'half a second': { wallSeconds: 0.5 },
  'a time without end': { wallSeconds: Infinity },
}
for (const [what, more] of Object.entries(refused))
  test(`a run with ${what} is refused before anything is made for it`, () => {
    assert.equal(runRequest.safeParse({ ...asked, ...more }).success, false)
  })

for (const name of Object.keys(asked))
  test(`a run without its ${name} is refused`, () => {
    const { [name]: _, ...less } = asked as Readonly<Record<string, unknown>>
    assert.equal(runRequest.safeParse(less).success, false)
  })
