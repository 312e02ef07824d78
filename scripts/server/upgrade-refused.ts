import { AppError, messageOf } from '#core/errors.ts'

/** What ends an upgrade before anything of what runs was touched. */
export function upgradeRefused(reason: string, cause: unknown, remedy?: string): AppError {
  return new AppError(
    409,
    'upgrade_refused',
    `Nothing was changed: ${reason}: ${messageOf(cause)}`,
    {
      cause,
      ...(remedy !== undefined && { remedy }),
    },
  )
}
