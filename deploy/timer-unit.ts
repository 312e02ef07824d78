import { onCalendar } from './calendar/on-calendar.ts'
import type { GeneratedFile } from './generated-file.ts'
import type { Process } from './processes-of.ts'
import { literal, unitFile } from './unit-file.ts'

/** The timer of a job: to the second, a run that was missed while the server was down is made up for. */
export function timerUnit(folder: string, { service, unit }: Process): GeneratedFile {
  return unitFile(`${folder}/${unit}.timer`, {
    Unit: [['Description', literal(`${service.title}: ${service.schedule} UTC`)]],
    Timer: [
      ...onCalendar(service.schedule ?? '').map((at) => ['OnCalendar', at] as const),
      ['AccuracySec', '1s'],
      ['Persistent', 'true'],
      ['Unit', `${unit}.service`],
    ],
    Install: [['WantedBy', 'timers.target']],
  })
}
