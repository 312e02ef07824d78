import assert from 'node:assert/strict'
import { resolve } from 'node:path/posix'
import { test } from 'node:test'
import { chooser } from '../../tests/peers/seeded-random.ts'
import { readRequest } from './read-request.ts'
import { Refusal } from './refusal.ts'

const sender = 'rsync --server --sender'

/** As rsync 3.1 to 3.5 really send it. */
const usual = [
  [`${sender} -vlogDtpre.iLsfxCIvu . server/`, 'server/'],
  [`${sender} -logDtprze.iLsfxCIvu --timeout=300 . ~/server/parquet/`, 'server/parquet/'],
  [`${sender} -de.LsfxCIvu --bwlimit=1000 . .`, '.'],
  [`${sender} -vvnlogDtprce.iLsfxCIvu --checksum-choice=xxh128,md5 . ./server`, 'server'],
  [`${sender} -e.iLsfxCIvu . ~`, './'],
] as const

for (const [command, path] of usual) {
  test(`${command} reads ${path} with links followed`, () => {
    const request = readRequest(command)
    assert.equal(request.program, 'rsync')
    assert.deepEqual('args' in request && request.args.slice(-3), ['--copy-links', '.', path])
  })
}

const refused: Readonly<Record<string, string | undefined>> = {
  'no command': undefined,
  'an empty one': ' ',
  'a shell': 'sh -c id',
  writing: 'rsync --server -logDtpre.iLsfxCIvu . server/',
  'deleting what was sent': `${sender} -logDtpre.iLsfxCIvu --remove-source-files . server/`,
  'paths that come later': `${sender} -slogDtpre.iLsfxCIvu`,
  'paths that come later, with one in front': `${sender} -logDtprse.iLsfxCIvu . server/`,
  'a list of files of ours': `${sender} -logDtpre.iLsfxCIvu --files-from=/etc/passwd . server/`,
  'a log of ours': `${sender} -e.L --log-file=/tmp/x . server/`,
  'a daemon': `${sender} --daemon . server/`,
  'another program': `${sender} -e.L --rsh=sh . server/`,
  'a folder above': `${sender} -e.L . server/../..`,
  'an absolute path': `${sender} -e.L . /etc/passwd`,
  'somebody’s home': `${sender} -e.L . ~root/x`,
  'an absolute path behind a home': `${sender} -e.L . ~/~/etc`,
  'an option as a path': `${sender} -e.L . --rsh=sh`,
  'a pattern': `${sender} -e.L . server/*`,
  'two commands': `${sender} -e.L . server/;id`,
  'a command within': `${sender} -e.L . $(id)`,
  'a line more': `${sender} -e.L . server/\nid`,
  'an escaped blank': `${sender} -e.L . server/\\ x`,
  'a quoted path': `${sender} -e.L . 'server/'`,
  'no path': `${sender} -e.L .`,
  'no dot': `${sender} -e.L server/`,
  'another rsync': '/usr/bin/rsync --server --sender -e.L . server/',
  'the sftp server with options': '/usr/lib/openssh/sftp-server -d /',
}

for (const [what, command] of Object.entries(refused)) {
  test(`refused: ${what}`, () => {
    assert.throws(() => readRequest(command), Refusal)
  })
}

test('what ssh sends for sftp is sftp', () => {
  assert.deepEqual(readRequest('/usr/lib/openssh/sftp-server'), { program: 'sftp' })
})

/** What may stand in a command: what rsync sends, what leads astray, and pieces of both. */
const words = [
  ...['rsync', '--server', '--sender', '--sender', '.', '.', '..', '~', '~/', '/', './', '-', '--'],
  ...[
    '-logDtpre.iLsfxCIvu',
    '-vre.',
    '-se.L',
    '-e',
    '--timeout=30',
    '--delete',
    '--rsh=sh',
    '-B700',
  ],
  ...['--daemon', '--files-from=/etc/passwd', '--log-file=x', '--remove-source-files', '-M--x'],
  ...['server/', 'server/parquet', 'server//x', './server', '~/server', '~root', '~/~x', 'a/../b'],
  ...[
    'a/..',
    '/etc/passwd',
    './/etc',
    '~//etc',
    './../x',
    '-rf',
    './-x',
    'a..b',
    '..a',
    'a/.',
    'ä',
  ],
]

test('of any command, what is let through names known options, and paths that stay in the view', () => {
  const { below, pick: of } = chooser(20261129)
  const pick = () => of(words)
  const glue = ['', '/', '/', '//', '~', '.', '-']
  let accepted = 0
  for (let round = 0; round < 40_000; round += 1) {
    const more = Array.from({ length: 1 + below(4) }, () =>
      below(3) === 0 ? `${pick()}${of(glue)}${pick()}` : pick(),
    )
    const usual = [
      'rsync',
      '--server',
      '--sender',
      ...(below(2) === 0 ? ['-re.iLsfxCIvu', '.'] : []),
    ]
    const command = [...(below(8) === 0 ? [] : usual), ...more].join(' ')
    let args: readonly string[]
    try {
      const request = readRequest(command)
      args = request.program === 'rsync' ? request.args : []
    } catch (error) {
      assert.ok(error instanceof Refusal, `${command}: ${String(error)}`)
      continue
    }
    accepted += 1
    const dot = args.indexOf('--copy-links')
    assert.deepEqual(args.slice(dot, dot + 2), ['--copy-links', '.'], command)
    for (const option of args.slice(0, dot)) {
      assert.match(option, /^-/, command)
      assert.doesNotMatch(
        option,
        /^--(daemon|rsh|files|log-file|remove|sender|server)|^-M/,
        command,
      )
    }
    const paths = args.slice(dot + 2)
    assert.ok(paths.length > 0, command)
    for (const path of paths) {
      const reached = resolve('/home/view', path)
      assert.ok(reached === '/home/view' || reached.startsWith('/home/view/'), command)
      assert.doesNotMatch(path, /^[-~]/, command)
    }
  }
  assert.ok(accepted > 1000, `${accepted} were let through`)
})
