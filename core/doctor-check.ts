import type { CommandContext } from './command.ts'

/** What a check found: `fail` is something that does not work, `warn` something to know. */
export interface Finding {
  readonly status: 'ok' | 'warn' | 'fail'
  readonly detail: string
  /** How to mend it; there is one for everything that is not `ok`. */
  readonly remedy?: string
}

/** What a check works with. */
export interface CheckContext extends CommandContext {
  /** The folder where backups of this installation lie. */
  readonly backups: string
}

/**
 * A check of `stack doctor`: `scripts/doctor/<name>.ts`, `webapp/doctor/<name>.ts` or, where it belongs to a
 * service or a way to sign in, `services/<id>/doctor/<name>.ts` or `auth/<id>/doctor/<name>.ts` default-exports
 * it. The file's name is the check's. An error that it throws is a failure, with the error's remedy.
 */
export type Check = (context: CheckContext) => Promise<Finding>

/** All is well. */
export function well(detail: string): Finding {
  return { status: 'ok', detail }
}

/** What several looks found together: the worst status, every detail, and each remedy once. */
export function together(findings: readonly Finding[]): Finding {
  const status = (['fail', 'warn'] as const).find((one) => findings.some((f) => f.status === one))
  const shown = status ? findings.filter((finding) => finding.status !== 'ok') : findings
  const remedies = [...new Set(shown.flatMap(({ remedy }) => remedy ?? []))]
  return {
    status: status ?? 'ok',
    detail: shown.map(({ detail }) => detail).join('; '),
    ...(remedies.length > 0 && { remedy: remedies.join(' ') }),
  }
}
