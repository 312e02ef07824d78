import type { Service } from '../service.ts'

/** Whether a part is code of ours that keeps running: not a database, a proxy, or a set-up that ends. */
export function isOurDaemon({ kind, container }: Service): boolean {
  return kind !== 'setup' && container === undefined
}
