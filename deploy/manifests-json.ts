import type { GeneratedFile } from './generated-file.ts'
import type { StackModel } from './stack-model.ts'

/** deploy/manifests.json: what each image knows of the parts that run elsewhere. */
export function manifestsJson({ services }: StackModel): GeneratedFile {
  return { path: 'deploy/manifests.json', content: `${JSON.stringify(services, null, 2)}\n` }
}
