import type { Service } from '#core/service.ts'

/** Where the code of a service of ours lies, from the root: its Dockerfile, its main.ts. */
export function folderOf({ id, role }: Service): string {
  return role === 'portal' ? 'webapp' : `services/${id}`
}
