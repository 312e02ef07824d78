import { AppError } from '#core/errors.ts'

/** DuckDB refused or could not finish a statement; the message is its own. */
export class SqlError extends AppError {
  constructor(message: string, remedy: string, cause: unknown) {
    super(422, 'sql_failed', message, { remedy, cause })
  }
}
