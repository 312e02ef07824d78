import { messageOf } from '#core/errors.ts'
import { Refusal } from '../refusal.ts'
import { serveConnection } from '../serve-connection.ts'

// What sshd runs for every connection: serve.ts ACCESS OBJECTS SCRATCH wall|no-wall
if (import.meta.main) {
  const [access = '', objects = '', scratch = '', wall] = process.argv.slice(2)
  const { USER = '', SSH_USER_AUTH = '', SSH_ORIGINAL_COMMAND } = process.env
  try {
    process.exitCode = await serveConnection({
      access,
      objects,
      scratch,
      username: USER,
      authFile: SSH_USER_AUTH,
      command: SSH_ORIGINAL_COMMAND,
      wall: wall !== 'no-wall',
      // Our parent is the process of sshd that holds this one connection.
      hangUp: () => process.kill(process.ppid),
    })
  } catch (error) {
    process.stderr.write(`ssh-gateway: ${messageOf(error)}\n`)
    process.exitCode = error instanceof Refusal ? 2 : 1
  }
}
