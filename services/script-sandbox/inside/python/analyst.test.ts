import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'

const python = '/usr/bin/python3'
const skip = existsSync(python) ? false : `there is no Python at ${python}`

let scratch: string
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'analyst-py-'))
  await writeFile(join(scratch, '.tables.json'), '[]')
})
after(() => rm(scratch, { recursive: true }))

/** What a script prints, without the wall around it. */
async function said(source: string): Promise<string> {
  const script = join(scratch, 'script.py')
  await writeFile(script, source)
  const path = [join(import.meta.dirname, '../bin'), dirname(process.execPath), '/usr/bin:/bin']
  const env = { SCRATCH: scratch, PATH: path.join(':') }
  const program = ['-I', '-B', join(import.meta.dirname, 'run_script.py'), script]
  const { status, stdout, stderr } = spawnSync(python, program, { env, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stdout
}

test(
  'a count was text, and a script that compared it failed: numbers of every size are numbers',
  { skip },
  async () => {
    const source = `
import analyst
[row] = analyst.query("""select count(*) as n, 9007199254740993 as big, 1.5::decimal(9,2) as price, 'nan'::double as nan,
  0.1234567890123456789::decimal(30,19) as fine, 'x' as text, null as nothing, date '2026-03-01' as day""")
assert row['n'] < 2 and row['big'] == 9007199254740993 and row['price'] * 2 == 3 and row['nan'] != row['nan']
print(type(row['fine']).__name__, row['text'], row['nothing'], row['day'], list(row))`
    assert.equal(
      await said(source),
      `float x None 2026-03-01 ['n', 'big', 'price', 'nan', 'fine', 'text', 'nothing', 'day']\n`,
    )
  },
)

test('a query that fails raises with DuckDB’s words', { skip }, async () => {
  const source = `
import analyst
try: analyst.query('select * from nowhere')
except RuntimeError as error: print(str(error).splitlines()[0])
print(analyst.query('select 1 as n where false'))`
  assert.match(await said(source), /^Catalog Error: Table with name nowhere .*\n\[\]\n$/)
})
