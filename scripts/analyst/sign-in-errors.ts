import { Forbidden, Unavailable, UpstreamError, type AppError } from '#core/errors.ts'

/** The person said no. */
export function denied(): Forbidden {
  return new Forbidden('denied', 'it was denied: nothing is linked')
}

/** Nobody decided while the code was good. */
export function tooLate(): Unavailable {
  const remedy = 'Run `analyst login` again.'
  return new Unavailable('nobody_answered', 'nobody allowed it in time', { remedy })
}

/** What a refusal of the server means here. */
export function refusedWith(code: string): AppError {
  if (code === 'access_denied') return denied()
  if (code === 'expired_token') return tooLate()
  const remedy = 'Run `analyst login` again; tell the administrator if it stays so.'
  return new UpstreamError('sign_in_refused', `the server refused: ${code}`, { remedy })
}
