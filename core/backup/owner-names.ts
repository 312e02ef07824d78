import { readTextIfPresent } from '../files/read-text-if-present.ts'

/** The users or groups of a machine, by number and by name. */
export interface Names {
  name(id: number): string | undefined
  id(name: string): number | undefined
}

/** Whom numbers mean here: on another machine the same person has another one. */
export async function ownerNames(): Promise<{ readonly users: Names; readonly groups: Names }> {
  return { users: await namesOf('/etc/passwd'), groups: await namesOf('/etc/group') }
}

/** passwd(5), group(5): the name comes first, its number third. */
async function namesOf(file: string): Promise<Names> {
  const text = await readTextIfPresent(file)
  const lines = (text ?? '').split('\n').map((line) => line.split(':'))
  const pairs = lines.flatMap(([name, , id]) => (name && id ? [[name, Number(id)] as const] : []))
  const byId = new Map(pairs.map(([name, id]) => [id, name]))
  const byName = new Map(pairs)
  return { name: (id) => byId.get(id), id: (name) => byName.get(name) }
}
