// What must not work behind the wall, tried as a script would; prints what got through.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'

const through = []
const refused = []

function attempt(name, work) {
  try {
    work()
    through.push(name)
  } catch (error) {
    refused.push(error.code)
  }
}

attempt('reading /etc/passwd', () => readFileSync('/etc/passwd'))
attempt('reading the environment of the service', () => readFileSync('/proc/1/environ'))
attempt('writing outside of its folder', () => writeFileSync('/tmp/escaped', 'x'))
attempt('ending another process', () => process.kill(1, 'SIGCONT'))
attempt('leaving the process group', () => {
  if (spawnSync('setsid', ['true']).status !== 0) throw new Error('refused')
})
attempt('making a namespace', () => {
  if (spawnSync('unshare', ['--user', 'true']).status !== 0) throw new Error('refused')
})
await new Promise((resolve) => {
  const socket = createConnection(9, '127.0.0.1')
  socket.on('error', ({ code }) => {
    // Nobody listens there: that this is known means that a socket could be made.
    if (code === 'ECONNREFUSED') through.push('opening a socket')
    resolve()
  })
  socket.on('connect', () => {
    through.push('opening a socket')
    resolve()
  })
})
writeFileSync(join(process.env.SCRATCH, 'mine'), 'x')
console.log(JSON.stringify({ through }))
