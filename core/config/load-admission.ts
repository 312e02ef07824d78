import { join } from 'node:path'
import { z } from 'zod'
import type { RawEnv } from '../env.ts'
import type { AdmissionRules } from '../identity/admission.ts'
import { authSection } from './instance-schema.ts'
import { interpolate } from './interpolate.ts'
import { mapLegacyKeys } from './legacy-keys.ts'
import { readYaml } from './read-yaml.ts'

const document = z.looseObject({ auth: z.looseObject({}).default({}) })

/**
 * Who may enter, as instance.yaml says at this moment; the rest of the file is not looked at. Throws when
 * it cannot be read or the rules are not good.
 */
export function loadAdmission(dir: string, rawEnv: RawEnv): AdmissionRules {
  const { value } = readYaml(join(dir, 'instance.yaml'))
  const { auth } = document.parse(interpolate(mapLegacyKeys(value).document, rawEnv, []).document)
  const { allowed_domains: allowedDomains, allowed_emails: allowedEmails } = authSection.parse(auth)
  return { allowedDomains, allowedEmails }
}
