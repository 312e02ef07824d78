/**
 * Starts this program again, in its own process, with the flags of Node that its manifest names and that
 * it lacks: they can only be given at the start. So they hold however the service is started, and stand in
 * one place. Where a process cannot be replaced (Windows) it goes on without them: they only save memory.
 */
export function runWithFlags(flags: readonly string[]): void {
  const given = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)]
  const missing = flags.filter((flag) => !given.includes(flag))
  if (missing.length === 0 || process.platform === 'win32') return
  const args = [process.execPath, ...process.execArgv, ...missing, ...process.argv.slice(1)]
  process.execve?.(process.execPath, args, process.env)
}
