import { readFileSync } from 'node:fs'

const PORT = 2222
const LISTENS = '0A'

// Whether sshd listens, by the kernel's own list (proc_pid_net(5)): a connection every few seconds would fill its log.
if (import.meta.main) {
  const port = PORT.toString(16).toUpperCase().padStart(4, '0')
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n')
  const well = lines.some((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/)
    return local.endsWith(`:${port}`) && state === LISTENS
  })
  console[well ? 'log' : 'error'](well ? 'sshd listens' : 'sshd does not listen')
  process.exitCode = well ? 0 : 1
}
