import type { ServerResponse } from 'node:http'
import { asAppError, problemOf } from '#core/http/problem.ts'

/** Answers with an error as problem details (RFC 9457); what is not one of ours says nothing of itself. */
export function sendProblem(res: ServerResponse, thrown: unknown): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  const { status, headers } = asAppError(thrown)
  const body = Buffer.from(JSON.stringify(problemOf(thrown)))
  res.writeHead(status, {
    ...headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  })
  res.end(res.req.method === 'HEAD' ? undefined : body)
}
