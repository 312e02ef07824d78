import { onCalendar } from './calendar/on-calendar.ts'
import type { GeneratedFile } from './generated-file.ts'
import type { Process } from './processes-of.ts'
import { literal, unitText } from './unit-file.ts'

/** The timer of a job: to the second, a run that was missed while the server was down is made up for. */
export function timerUnit(folder: string, { service, unit }: Process): GeneratedFile {
  const path = `${folder}/${unit}.timer`
  const content = unitText(path, {
    Unit: [['Description', literal(`${service.title}: ${service.schedule} UTC`)]],
    Timer: [
      ...onCalendar(service.schedule ?? '').map((at) => ['OnCalendar', at] as const),
      ['AccuracySec', '1s'],
      ['Persistent', 'true'],
      ['Unit', `${unit}.service`],
    ],
    Install: [['WantedBy', 'timers.target']],
  })
  return { path, content }
}
