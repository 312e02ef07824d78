import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { countAdministrators } from '#core/identity/people.ts'

/** Whether somebody who is not locked out administers. */
export default async function administrator(
  context: Pick<CheckContext, 'storage'>,
): Promise<Finding> {
  const count = await countAdministrators((await context.storage()).db)
  if (count > 0) return well(`${count}`)
  return {
    status: 'fail',
    detail: 'nobody administers',
    remedy: 'Start the stack and open the link it prints, or: stack user add EMAIL --admin',
  }
}
