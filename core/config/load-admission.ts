import { join } from 'node:path'
import { z } from 'zod'
import type { RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import type { AdmissionRules } from '../identity/admission.ts'
import { authSection, documentSection } from './instance-schema.ts'
import { interpolate } from './interpolate.ts'
import { mapLegacyKeys } from './legacy-keys.ts'
import { describeProblems } from './problems.ts'
import { readYaml } from './read-yaml.ts'

const document = z.looseObject({ auth: documentSection.shape.auth })

/**
 * Who may enter, as instance.yaml says at this moment; the rest of the file is not looked at. Throws when
 * it cannot be read or the rules are not good.
 */
export function loadAdmission(dir: string, rawEnv: RawEnv): AdmissionRules {
  const yaml = readYaml(join(dir, 'instance.yaml'))
  const { document: mapped, problems } = mapLegacyKeys(yaml.value)
  const wrong = problems.filter(({ path }) => path[0] === 'auth')
  if (wrong.length > 0) throw new ConfigError(describeProblems(wrong, yaml, new Map()))
  const { auth } = document.parse(interpolate(mapped, rawEnv, []).document)
  const { allowed_domains: allowedDomains, allowed_emails: allowedEmails } = authSection.parse(auth)
  return { allowedDomains, allowedEmails }
}
