import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError, Unavailable } from '#core/errors.ts'
import { fromFailure } from './failure.ts'
import type { WorkerJob, WorkerResult } from './job.ts'
import type { WorkerMessage } from './main.ts'

export interface WorkerSurroundings {
  readonly signal: AbortSignal
  /** Bytes of the input that are done, and all of them. */
  readonly onProgress?: ((done: number, total?: number) => void) | undefined
  /** Told once, for tests that end the process from outside. */
  readonly onStart?: (pid: number) => void
}

/**
 * Performs one job in a process of its own, so that neither memory nor a crash of native code reaches the
 * service. The process gets no secret, and ends with the job, the signal, the time limit or its parent.
 * @throws {AppError} the worker's own errors; `worker_died`, `worker_timeout`; the signal's reason.
 */
export async function runWorker<Job extends WorkerJob>(
  job: Job,
  { signal, onProgress, onStart }: WorkerSurroundings,
): Promise<WorkerResult<Job>> {
  signal.throwIfAborted()
  const child = startWorker()
  const timeout = AbortSignal.timeout(Math.min(job.limits.timeoutMs, 2 ** 31 - 1))
  const stop = AbortSignal.any([signal, timeout])
  const kill = (): void => void child.kill('SIGKILL')
  stop.addEventListener('abort', kill, { once: true })
  if (child.pid !== undefined) onStart?.(child.pid)
  try {
    const message = await outcome(child, job, onProgress)
    // An answer that came before the end counts, even when the end came by signal.
    if (message.kind === 'failed') throw fromFailure(message.failure)
    return message.result as WorkerResult<Job>
  } catch (error) {
    signal.throwIfAborted()
    if (timeout.aborted) throw timedOut(job)
    throw error
  } finally {
    stop.removeEventListener('abort', kill)
    kill()
  }
}

function startWorker(): ChildProcess {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  return spawn(process.execPath, ['--max-old-space-size=192', '--max-semi-space-size=2', main], {
    env: { TZ: 'UTC', NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    windowsHide: true,
  })
}

type LastMessage = Exclude<WorkerMessage, { kind: 'progress' }>

function outcome(
  child: ChildProcess,
  job: WorkerJob,
  onProgress: WorkerSurroundings['onProgress'],
): Promise<LastMessage> {
  const total = job.kind === 'convert' ? job.slices.reduce((sum, { bytes }) => sum + bytes, 0) : 100
  const { promise, resolve, reject } = Promise.withResolvers<LastMessage>()
  let complaint = ''
  let last: LastMessage | undefined
  child.stderr?.on('data', (text) => (complaint = `${complaint}${String(text)}`.slice(-2000)))
  child.on('message', (message: WorkerMessage) => {
    if (message.kind === 'progress') onProgress?.((message.percent / 100) * total, total)
    else last = message
  })
  child.once('error', reject)
  child.once('close', (code, signalName) => {
    if (last) resolve(last)
    else reject(died(job, code, signalName, complaint))
  })
  child.send(job, (error) => {
    // A worker that died already is reported by `close`, with its reason.
    if (error && child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  })
  return promise
}

function died(
  job: WorkerJob,
  code: number | null,
  signal: string | null,
  complaint: string,
): AppError {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`
  const said = complaint.trim() === '' ? '' : `: ${complaint.trim().slice(-500)}`
  return new Unavailable(
    'worker_died',
    `The ${job.kind} process of ${job.table} ended ${how}${said}`,
    {
      remedy:
        'Most often the system ended it for lack of memory: give the container more, or lower SYNC_MEMORY_LIMIT.',
    },
  )
}

function timedOut(job: WorkerJob): AppError {
  const minutes = Math.round(job.limits.timeoutMs / 6000) / 10
  return new Unavailable('worker_timeout', `${job.table} took longer than ${minutes} minutes`, {
    remedy: 'Raise SYNC_TIMEOUT_MINUTES, or split the table.',
  })
}
