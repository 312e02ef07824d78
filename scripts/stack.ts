import { join } from 'node:path'
import { runStackCommand } from './command-line/run-stack-command.ts'

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  process.exitCode = await runStackCommand(root, process.argv.slice(2), process)
}
