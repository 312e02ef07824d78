import assert from 'node:assert/strict'
import { test } from 'node:test'
import { popUpCommand, requirePopUps } from './pop-up.ts'

test('a text on the desktop is an argument, whatever stands in it', () => {
  const hostile = { title: '--icon=/etc/passwd', message: '"; do shell script "rm -rf /" <b>&' }
  const mac = popUpCommand('darwin', hostile)
  assert.deepEqual(mac?.slice(-2), [hostile.title, hostile.message])
  assert.ok(!mac?.[2]?.includes('rm -rf'))
  const linux = popUpCommand('linux', hostile)
  assert.deepEqual(linux?.slice(-3), [
    '--',
    hostile.title,
    '"; do shell script "rm -rf /" &lt;b&gt;&amp;',
  ])
})

test('on other machines there is no command', () => {
  assert.equal(popUpCommand('win32', { title: 'T', message: '' }), undefined)
  assert.throws(() => requirePopUps('win32'), { code: 'no_pop_ups', remedy: /without --pop-up/ })
  requirePopUps('linux')
})
