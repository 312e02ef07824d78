import { together, well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { grantGaps } from '#core/identity/grant-gaps.ts'

const MAX_NAMES = 5

/** Whether the grants reach everybody and everything: people who see nothing, tables that nobody sees. */
export default async function grants(context: Pick<CheckContext, 'storage'>): Promise<Finding> {
  const gaps = await grantGaps((await context.storage()).db)
  const found = [
    gap('people see no table', gaps.blindPeople, 'stack group add GROUP EMAIL'),
    gap(
      'tables are seen by administrators only',
      gaps.unseenTables,
      'stack group grant GROUP TABLE',
    ),
    gap('groups have tables and no members', gaps.emptyGroups, 'stack group add GROUP EMAIL'),
  ].flat()
  return found.length > 0 ? together(found) : well('reach everybody and every table')
}

function gap(what: string, names: readonly string[], command: string): readonly Finding[] {
  if (names.length === 0) return []
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : ''
  return [
    {
      status: 'warn',
      detail: `${names.length} ${what}: ${names.slice(0, MAX_NAMES).join(', ')}${more}`,
      remedy: `If that is not meant: ${command}, or groups in instance.yaml.`,
    },
  ]
}
