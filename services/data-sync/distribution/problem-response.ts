import type { ServerResponse } from 'node:http'
import { AppError } from '#core/errors.ts'

/** Answers with an error as problem details (RFC 9457); what is not one of ours says nothing of itself. */
export function sendProblem(res: ServerResponse, thrown: unknown): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  const error =
    thrown instanceof AppError
      ? thrown
      : new AppError(500, 'internal_error', 'The server could not answer this request')
  const body = Buffer.from(
    JSON.stringify({
      type: 'about:blank',
      title: error.message,
      status: error.status,
      code: error.code,
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    }),
  )
  res.writeHead(error.status, {
    ...error.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  })
  res.end(res.req.method === 'HEAD' ? undefined : body)
}
