import type { NotificationImage } from '#core/notifications/notify.ts'
import type { PublishedTable } from '#core/sync/published-tables.ts'
import { messageOf } from '#core/errors.ts'
import { readHeader, type ScriptHeader } from '../workspace/script-header.ts'
import { languageOf } from '../workspace/script-name.ts'
import { chartProgram } from './chart-program.ts'
import type { Sandbox, SandboxAnswer } from './sandbox-client.ts'
import { readOutput, type ScriptOutput } from './script-output.ts'
import { judgeQuery, readQueryResult } from './sql-alert.ts'

/** A script and what it may read. */
export interface ScriptTask {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly source: string
  readonly tables: readonly PublishedTable[]
}

/** What came of it: `output` when the script kept to the contract, else `error`. */
export interface Execution {
  readonly output?: ScriptOutput
  readonly image?: NotificationImage
  readonly error?: string
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
  readonly durationMs: number
}

/** Runs a script in the sandbox and reads what it said; a query is judged by its header. */
export async function execute(
  sandbox: Sandbox,
  task: ScriptTask,
  signal: AbortSignal,
): Promise<Execution> {
  const { name, source, ...rest } = task
  const language = languageOf(name)
  const header = readHeader(source, name)
  const answer = await sandbox.run({ ...rest, language, fileName: name, source }, signal)
  const { stdout, stderr, exitCode, durationMs } = answer
  const said = { stdout, stderr, exitCode, durationMs }
  if (answer.status !== 'ok') return { ...said, error: reasonOf(answer) }
  if (language === 'sql')
    return { ...said, ...(await judged(sandbox, task, header, answer, signal)) }
  const read = readOutput(stdout)
  if ('problem' in read) return { ...said, error: read.problem }
  const { output } = read
  const image = imageOf(answer)
  if (!output.notify || !output.image_path || image.image) return { ...said, output, ...image }
  return { ...said, output, error: noPicture(output.image_path) }
}

async function judged(
  sandbox: Sandbox,
  task: ScriptTask,
  header: ScriptHeader,
  { stdout }: SandboxAnswer,
  signal: AbortSignal,
): Promise<Pick<Execution, 'output' | 'error' | 'image'>> {
  try {
    const result = readQueryResult(stdout)
    const output = judgeQuery(header, task.name, result)
    const program = header.chart === undefined ? undefined : chartProgram(header.chart, result)
    if (header.chart !== undefined && program === undefined)
      return { error: `chart: “${header.chart}” is not bar or line with two columns of the result` }
    if (!output.notify || program === undefined) return { output }
    const drawing = { id: `${task.id}-chart`, owner: task.owner, fileName: 'chart.py', tables: [] }
    const drawn = await sandbox
      .run({ ...drawing, language: 'py', source: program }, signal)
      .catch((error: unknown) => ({ stderr: messageOf(error) }))
    const image = 'image' in drawn ? imageOf(drawn) : {}
    // An alert without its picture is worth more than none.
    if (!image.image)
      return { output, error: `the chart could not be drawn: ${complaintIn(drawn.stderr)}` }
    return { output, ...image }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

/** An alert without its picture is worth more than none, but not without a word. */
function noPicture(path: string): string {
  return `image_path: “${path}” is no PNG or JPEG of at most 2 MB that lies in the folder of the run`
}

function imageOf({ image }: Pick<SandboxAnswer, 'image'>): { image?: NotificationImage } {
  return image ? { image: { type: image.type, bytes: Buffer.from(image.base64, 'base64') } } : {}
}

/** Python says in the end what went wrong, and DuckDB before it draws an arrow to the place. */
function complaintIn(stderr: string): string {
  const lines = stderr.trim().split('\n')
  const named = lines.findLast((line) => /^[\w. ]{0,60}(?:Error|Exception): /.test(line))
  return (named ?? lines.at(-1) ?? '').slice(0, 500)
}

function reasonOf({ status, exitCode, stderr }: SandboxAnswer): string {
  const complaint = complaintIn(stderr)
  const reasons = {
    ok: '',
    failed: `it ended with ${exitCode ?? 'a signal'}${complaint === '' ? '' : `: ${complaint}`}`,
    timeout: 'it took longer than a minute and was ended',
    too_much_output: 'it printed more than 64 KiB and was ended',
    too_much_written: 'it wrote more than 15 MB into its folder and was ended',
    too_many_processes: 'it had more than 64 processes and threads, and was ended',
    out_of_memory: 'it needed more memory than a script may have',
  }
  return reasons[status]
}
