import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readTextIfPresent } from '../../files/read-text-if-present.ts'
import { isAlive } from '../../process-start.ts'

/** The process that postmaster.pid of a cluster names, if it is a living PostgreSQL. */
export async function runningServer(cluster: string): Promise<number | undefined> {
  const text = await readTextIfPresent(join(cluster, 'postmaster.pid'))
  if (text === undefined) return undefined
  const pid = Number(text.split('\n', 1)[0])
  // The number of a process has 32 bits at most: what a crash left there may be anything.
  const isNumber = pid === (pid | 0) && pid > 1
  return isNumber && isAlive(pid) && (await isPostgres(pid)) ? pid : undefined
}

/** Stops a server: first politely (SIGINT, PostgreSQL's fast shutdown), after 20 seconds at once. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    if (!sendSignal(pid, signal)) return
    for (let waited = 0; waited < seconds * 50; waited += 1) {
      if (!isAlive(pid)) return
      await sleep(20)
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end`)
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Another user's process is alive all the same.
    if (code === 'EPERM') return true
    if (code === 'ESRCH') return false
    throw error
  }
}

/** After a restart of the machine the number may be another program's. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  try {
    return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === 'postgres'
  } catch (error) {
    // ESRCH: it ended between the opening of the file and its reading (proc(5)).
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return false
    throw error
  }
}
