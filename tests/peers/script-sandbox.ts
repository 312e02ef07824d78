import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the runner asks of a sandbox. */
export interface AskedRun {
  readonly owner: string
  readonly language: string
  readonly fileName: string
  readonly source: string
  readonly tables: readonly { readonly schema: string; readonly name: string }[]
}

type Answer = Readonly<Record<string, unknown>>

/** A sandbox that runs nothing and answers as the test says, over the real protocol. */
export interface FakeSandbox extends AsyncDisposable {
  readonly address: string
  readonly asked: readonly AskedRun[]
}

/** Opens one, in a folder `where` it is known if one is given. */
export async function openFakeSandbox(
  answer: (run: AskedRun) => Answer | Promise<Answer>,
  where?: string,
): Promise<FakeSandbox> {
  const folder = where ?? (await mkdtemp(join(tmpdir(), 'sandbox-')))
  const socket = join(folder, 's.sock')
  const asked: AskedRun[] = []
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.end('{"status":"ok"}')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const run = JSON.parse(Buffer.concat(chunks).toString('utf8')) as AskedRun
      asked.push(run)
      void Promise.resolve(answer(run)).then((said) => {
        const { httpStatus = 200, ...body } = said
        response.writeHead(Number(httpStatus), { 'content-type': 'application/json' })
        const usual = { status: 'ok', exitCode: 0, stdout: '', stderr: '', durationMs: 1 }
        response.end(JSON.stringify(httpStatus === 200 ? { ...usual, ...body } : body))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    address: `unix:${socket}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a script prints that wants something told. */
export function says(output: Readonly<Record<string, unknown>>): Answer {
  return { stdout: JSON.stringify({ notify: true, title: 'T', message: 'M', ...output }) }
}

/** What a query prints that found these rows, the first of `total`. */
export function finds(
  rows: readonly Readonly<Record<string, unknown>>[],
  total = rows.length,
): Answer {
  return { stdout: JSON.stringify({ columns: Object.keys(rows[0] ?? { n: 0 }), rows, total }) }
}
