import type { Database } from '../database/connect.ts'
import type { AdmissionRules } from './admission.ts'
import { audit } from './audit.ts'

/**
 * Makes the rules hold for people who are in already: who was not invited and is not admitted any more is
 * barred, with everything they hold, and comes back when the rules admit them again. Returns who was barred.
 */
export async function followAdmission(
  db: Database,
  { allowedDomains, allowedEmails }: AdmissionRules,
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ id: string; email: string; barred: boolean }>(
    `update core.person set barred_at = case when barred_at is null then now() end
     where (barred_at is null) <> (invited or email = any($1) or split_part(email, '@', 2) = any($2))
     returning id, email, barred_at is not null as barred`,
    [allowedEmails, allowedDomains],
  )
  for (const { id, email, barred } of rows) {
    if (barred) await db.pool.query('delete from core.session where person_id = $1', [id])
    const action = barred ? 'person.bar' : 'person.readmit'
    await audit(db, { actor: 'portal', action, subject: email, detail: { by: 'instance.yaml' } })
  }
  return rows.filter(({ barred }) => barred).map(({ email }) => email)
}
