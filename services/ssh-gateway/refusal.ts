import { Forbidden } from '#core/errors.ts'

/** What somebody asked for is not done here; the message is for the one who asked. */
export class Refusal extends Forbidden {
  constructor(message: string) {
    super('ssh_refused', message)
  }
}
