import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  countIn,
  fieldsIn,
  jsonOf,
  listIn,
  nameless,
  own,
  parseLine,
  textIn,
  timeOf,
  type Fields,
} from './record.ts'

/** Records as JSON brings them: with names that programs know otherwise. */
const fields = (json: string) => JSON.parse(json) as Fields

for (const [what, text, expected] of [
  ['an object', '{"a":1}', { a: 1 }],
  ['an empty object', '{}', {}],
  ['blanks and a return around an object', ' \t{"a":1} \r', { a: 1 }],
  ['a mark of the order of bytes', '\ufeff{"a":1}', { a: 1 }],
  ['nothing', '', 'blank'],
  ['blanks', ' \t\r', 'blank'],
  ['a mark of the order of bytes alone', '\ufeff', 'blank'],
  ['half an object', '{"a":', 'bad'],
  ['two objects', '{"a":1}{"b":2}', 'bad'],
  ['a name without quotes', '{a:1}', 'bad'],
  ['a number that JSON has not', 'NaN', 'bad'],
  ['bytes that are no text', '{"a":1}\u0001', 'bad'],
  ['an array', '[{"a":1}]', 'other'],
  ['a text', '"a"', 'other'],
  ['a number', '-1.5e3', 'other'],
  ['null', 'null', 'other'],
  ['true', 'true', 'other'],
] as const)
  test(`a line of ${what} is ${typeof expected === 'string' ? expected : 'a record'}`, () => {
    assert.deepEqual(parseLine(Buffer.from(text)), expected)
  })

test('bytes that are no UTF-8 spoil a text, and not its record', () => {
  const line = Buffer.concat([Buffer.from('{"a":"x'), Buffer.from([0xff]), Buffer.from('y"}')])
  assert.deepEqual(parseLine(line), { a: 'x\ufffdy' })
})

test('fields are what a record has itself: names of every object are none of its fields', () => {
  const record = fields('{"__proto__": {"text": "a"}, "constructor": "b"}')
  assert.deepEqual(own(record, '__proto__'), { text: 'a' })
  assert.equal(textIn(fieldsIn(record, '__proto__'), 'text'), 'a')
  assert.equal(textIn(record, 'constructor'), 'b')
  for (const name of ['text', 'toString', 'hasOwnProperty', 'valueOf'])
    assert.equal(own(record, name), undefined, name)
  for (const name of ['__proto__', 'constructor']) assert.equal(own({}, name), undefined, name)
})

test('a field of another kind than the one that is looked for is as none', () => {
  const odd = fields(
    '{"null":null,"text":"t","empty":"","number":5,"list":[1,{"a":1},[],null],"object":{"b":2},"yes":true}',
  )
  const names = ['null', 'text', 'empty', 'number', 'list', 'object', 'yes', 'missing']
  const by = <T>(read: (record: Fields, name: string) => T) => names.map((name) => read(odd, name))
  const none = undefined
  assert.deepEqual(by(textIn), [none, 't', none, none, none, none, none, none])
  assert.deepEqual(by(countIn), [0, 0, 0, 5, 0, 0, 0, 0])
  assert.deepEqual(by(fieldsIn), [{}, {}, {}, {}, {}, { b: 2 }, {}, {}])
  assert.deepEqual(by(listIn), [[], [], [], [], [{ a: 1 }], [], [], []])
})

for (const [json, count] of [
  ['7', 7],
  ['1.5', 1.5],
  ['0', 0],
  ['-1', 0],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740993', 0],
  ['1e308', 0],
  ['1e999', 0],
  ['"7"', 0],
] as const)
  test(`${json} counts as ${count}`, () => {
    assert.equal(countIn(fields(`{"n":${json}}`), 'n'), count)
  })

for (const [text, iso] of [
  ['2026-02-03T08:00:00.123Z', '2026-02-03T08:00:00.123Z'],
  ['2026-02-03T08:00:00+05:45', '2026-02-03T02:15:00.000Z'],
  ['2028-02-29T23:59:60Z', undefined],
  ['2028-02-29T23:59:59Z', '2028-02-29T23:59:59.000Z'],
  ['1970-01-01T00:00:00Z', undefined],
  ['1969-12-31T23:59:59Z', undefined],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['9999-12-31T23:59:59.999-01:00', undefined],
  ['+012026-01-01T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-02-29T10:00:00Z', undefined],
  ['2026-04-31T10:00:00+02:00', undefined],
  ['2026-02-00T10:00:00Z', undefined],
  ['2026-02-03T08:00:00Z and more', undefined],
  ['2026-02-03', undefined],
  ['Tue, 03 Feb 2026 08:00:00 GMT', undefined],
  ['1770105600000', undefined],
  ['', undefined],
  [undefined, undefined],
] as const)
  test(`${text ?? 'nothing'} is ${iso === undefined ? 'no time' : 'a time'}`, () => {
    const time = timeOf(text)
    assert.equal(time === undefined ? undefined : new Date(time).toISOString(), iso)
  })

test('a time without a zone was of the machine that read it: it is of UTC', (t) => {
  const zone = process.env['TZ']
  t.after(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })
  process.env['TZ'] = 'Asia/Kathmandu'
  assert.equal(new Date(2026, 0).getTimezoneOffset(), -345)
  assert.equal(timeOf('2026-02-03T08:00:00.5'), Date.UTC(2026, 1, 3, 8, 0, 0, 500))
})

test('what has no id is called the same for the same words in the same line, and by nothing that it says', () => {
  const block = { type: 'tool_use', input: { command: 'cat /etc/passwd' } }
  assert.equal(nameless(block, 3), nameless(structuredClone(block), 3))
  const others = [nameless(block, 4), nameless({ ...block, type: 'x' }, 3), nameless(undefined, 3)]
  assert.equal(new Set([nameless(block, 3), ...others]).size, 4)
  assert.doesNotMatch(nameless(block, 3), /passwd/)
})

test('a value that nobody can write as JSON is told as such, and what is none is empty', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
  assert.equal(jsonOf(deep), '(nested too deeply)')
  assert.deepEqual([jsonOf({ a: ['ž'] }), jsonOf(undefined)], ['{"a":["ž"]}', ''])
})
