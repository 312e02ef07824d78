import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withContainersStopped } from './with-containers-stopped.ts'

/** A project as Compose treats it: a verb without a name means every service. */
function projectOf(...services: readonly string[]) {
  const up = new Set(services.filter((name) => name !== 'off'))
  const compose = (verb = '', ...names: readonly string[]) => {
    for (const name of names.length > 0 ? names : services) {
      if (verb === 'stop') up.delete(name)
      else up.add(name)
    }
    return Promise.resolve('')
  }
  const running = () =>
    Promise.resolve([...up].map((service) => ({ id: service, service, image: '', imageId: '', definition: '' })))
  return { up, compose, running }
}

const kept = ['postgres']
const quiet = () => undefined

test('all but the database is stopped for the work and runs again after it, and only what ran before', async () => {
  const project = projectOf('postgres', 'webapp', 'edge', 'off')
  await withContainersStopped(
    project,
    kept,
    () => Promise.resolve(assert.deepEqual([...project.up], ['postgres'])),
    quiet,
  )
  assert.deepEqual([...project.up].sort(), ['edge', 'postgres', 'webapp'])
})

test('where only the database runs it goes on running, and nothing else is started', async () => {
  const project = projectOf('postgres', 'off')
  let worked = false
  const work = () => {
    worked = project.up.has('postgres')
    return Promise.resolve()
  }
  await withContainersStopped(project, kept, work, quiet)
  assert.ok(worked)
  assert.deepEqual([...project.up], ['postgres'])
})

test('where one cannot be stopped nothing is done, and those that were stopped run again', async () => {
  const project = projectOf('postgres', 'webapp', 'edge')
  const compose = async (verb: string, ...names: readonly string[]) => {
    if (verb === 'start') return project.compose(verb, ...names)
    await project.compose(verb, 'webapp')
    throw new Error('edge did not stop')
  }
  const work = () => Promise.reject(new Error('it was done all the same'))
  await assert.rejects(
    withContainersStopped({ ...project, compose } as never, kept, work, quiet),
    /edge did not stop/,
  )
  assert.deepEqual([...project.up].sort(), ['edge', 'postgres', 'webapp'])
})

test('work that fails is told, and all runs again', async () => {
  const project = projectOf('postgres', 'webapp')
  const fails = () => Promise.reject(new Error('the backup is damaged'))
  await assert.rejects(withContainersStopped(project, kept, fails, quiet), /backup is damaged/)
  assert.deepEqual([...project.up].sort(), ['postgres', 'webapp'])
})
