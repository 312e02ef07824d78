import type { AuthProvider } from '#core/auth.ts'
import type { EnvDeclarations } from '#core/env.ts'
import type { Service } from '#core/service.ts'
import { documentedVariables } from './documented-variables.ts'
import { envExample } from './env-example.ts'
import type { GeneratedFile } from './generated-file.ts'
import { referencePage } from './reference-page.ts'

/** What the generated files are made from. */
export interface GeneratorInput {
  readonly stackEnv: EnvDeclarations
  readonly services: readonly Service[]
  readonly providers: readonly AuthProvider[]
}

/** Every committed file that is made from the code. Pure: equal input, equal files. */
export function generate({
  stackEnv,
  services,
  providers,
}: GeneratorInput): readonly GeneratedFile[] {
  const variables = documentedVariables(stackEnv, services, providers)
  return [envExample(variables), referencePage(services, variables)]
}
