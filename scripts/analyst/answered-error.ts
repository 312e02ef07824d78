import { z } from 'zod'
import { AppError } from '#core/errors.ts'

const problem = z.object({ detail: z.string(), code: z.string(), remedy: z.string().optional() })

/** What a server answered instead of a success, in its own words where it has any (RFC 9457). */
export async function answeredError(answer: Response, server: string): Promise<AppError> {
  const { detail, code, remedy } = problem
    .catch({ detail: `${server} answered ${answer.status}`, code: 'server_error' })
    .parse(await answer.json().catch(() => undefined))
  return new AppError(answer.status, code, detail, remedy === undefined ? {} : { remedy })
}
