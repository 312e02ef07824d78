import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runStackCommand } from './command-line/run-stack-command.ts'

/** Who reads our output may go away, as `head` does: that must not end a stack that serves people. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

if (import.meta.main) {
  process.stdout.on('error', ignoreClosedPipe)
  process.stderr.on('error', ignoreClosedPipe)
  const root = join(import.meta.dirname, '..')
  // What the environment says wins over the file.
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  process.exitCode = await runStackCommand(root, process.argv.slice(2), process)
}
