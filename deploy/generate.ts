import { documentedVariables } from './documented-variables.ts'
import { envExample } from './env-example.ts'
import type { GeneratedFile } from './generated-file.ts'
import { instanceExample } from './instance-example.ts'
import { manifestsJson } from './manifests-json.ts'
import { referencePage } from './reference-page.ts'
import { stackModel, type StackModel } from './stack-model.ts'
import type { Target } from './target.ts'

/** Every committed file that is made from the code. Pure: equal input, equal files. */
export function generate(found: StackModel, targets: readonly Target[]): readonly GeneratedFile[] {
  const variables = documentedVariables(found)
  const model = stackModel(found)
  return [
    envExample(variables),
    referencePage(found.services, variables),
    manifestsJson(model),
    instanceExample(found),
    ...targets.flatMap((target) => target.generate(model, { shown: true })),
  ]
}
