import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import type { GeneratedFile } from '../../generated-file.ts'
import type { RenderOptions } from '../../render-options.ts'
import { onCalendar } from '../../schedule/on-calendar.ts'
import type { StackModel } from '../../stack-model.ts'
import { containerSection } from './container-section.ts'
import { HEAD } from './names.ts'
import { unitFile, type Section } from './unit-file.ts'

const START = { period: 90, interval: 10, timeout: 5, retries: 3 }
const STOP_SECONDS = 20

/**
 * The files of one part. A job is two units: `<id>`, which a timer starts and which ends, and `<id>-pages`,
 * which answers the portal.
 */
export function containerFiles(
  manifest: Service,
  model: StackModel,
  options: RenderOptions,
): readonly GeneratedFile[] {
  const unit = manifest.unit ?? manifest.id
  if (manifest.kind === 'setup') return [container(manifest, model, options, { unit, as: 'setup' })]
  if (manifest.kind === 'daemon')
    return [container(manifest, model, options, { unit, as: 'daemon' })]
  if (manifest.schedule === undefined) {
    throw new ConfigError([`services/${manifest.id}: a job without a schedule cannot be carried`])
  }
  return [
    container(manifest, model, options, { unit, as: 'job' }),
    container(manifest, model, options, { unit: `${unit}-pages`, as: 'daemon' }),
    {
      path: `${unit}.timer`,
      content: unitFile(HEAD, {
        Unit: [['Description', `${manifest.title}: when it runs`]],
        Timer: [
          ...onCalendar(manifest.schedule, `services/${manifest.id}`).map(
            (line) => ['OnCalendar', line] as const,
          ),
          ['AccuracySec', '1s'],
          ['RandomizedDelaySec', '20s'],
          ['Persistent', 'true'],
          ['Unit', `${unit}.service`],
        ],
        Install: [['WantedBy', 'timers.target']],
      }),
    },
  ]
}

/** How a part is run. */
export interface Run {
  readonly unit: string
  readonly as: 'daemon' | 'job' | 'setup'
}

function container(
  manifest: Service,
  model: StackModel,
  options: RenderOptions,
  run: Run,
): GeneratedFile {
  const gates = model.services.filter(({ kind }) => kind === 'setup')
  const waits = manifest.kind === 'setup' || manifest.isolated ? [] : gates
  const content = unitFile(HEAD, {
    Unit: [
      ['Description', `${manifest.title}: ${manifest.description}`.replaceAll('%', '%%')],
      ...waits.flatMap(({ id, unit = id }): Section => [
        ['Requires', `${unit}.service`],
        ['After', `${unit}.service`],
      ]),
      ...(run.as === 'daemon' ? ([['StartLimitIntervalSec', '0']] as const) : []),
    ],
    Container: containerSection(manifest, model, options, run),
    Service: serviceSection(run),
    Install: run.as === 'job' ? [] : [['WantedBy', 'multi-user.target default.target']],
  })
  return { path: `${run.unit}.container`, content }
}

function serviceSection({ as }: Run): Section {
  if (as === 'setup') {
    return [
      ['Type', 'oneshot'],
      ['RemainAfterExit', 'yes'],
      ['TimeoutStartSec', '120'],
    ]
  }
  if (as === 'job') {
    return [
      ['Type', 'oneshot'],
      ['TimeoutStartSec', '25min'],
    ]
  }
  const { period, interval, timeout, retries } = START
  return [
    ['Restart', 'always'],
    ['RestartSec', '2s'],
    ['TimeoutStartSec', String(period + retries * (interval + timeout) + 30)],
    ['TimeoutStopSec', String(STOP_SECONDS + 15)],
  ]
}
