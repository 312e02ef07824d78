import { homedir } from 'node:os'
import { join } from 'node:path'
import { browserOpener } from './analyst/browser-opener.ts'
import { runAnalyst } from './analyst/run-analyst.ts'

/** Where this platform keeps programs' data of one user. */
function userDataDir(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') {
    return env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share')
}

if (import.meta.main) {
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort())
  process.once('SIGTERM', () => interrupt.abort())
  // A reader that closes early, such as `analyst query … | head`, wants no more.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  process.exitCode = await runAnalyst(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    token: process.env['ANALYST_TOKEN'] || undefined,
    program: [process.execPath, import.meta.filename],
    claudeDir: process.env['CLAUDE_CONFIG_DIR'] || join(homedir(), '.claude'),
    userDataDir: userDataDir(process.env),
    openBrowser: browserOpener(process),
    signal: interrupt.signal,
  })
}
