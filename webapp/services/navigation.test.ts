import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service, ServiceAddress } from '#core/service.ts'
import { navigation } from './navigation.ts'

function service(title: string, order: number, admin?: boolean): ServiceAddress {
  const path = `/${title.toLowerCase()}`
  const page = { path, title, icon: 'book', order, ...(admin !== undefined && { admin }) }
  const about = { id: title.toLowerCase(), title, description: title, kind: 'daemon' } as const
  const manifest: Service = { ...about, portal: { page } }
  return { manifest, address: 'unix:/nowhere.sock' }
}
const titles = (services: readonly ServiceAddress[], admin: boolean) =>
  navigation(services, { admin }).map(({ title }) => title)

test('pages stand by their order, and by their name where that is equal', () => {
  const services = [
    service('Zoo', 1),
    service('Data', 20),
    service('Alerts', 20),
    service('Äpfel', 20),
  ]
  assert.deepEqual(titles(services, false), ['Home', 'Zoo', 'Alerts', 'Äpfel', 'Data'])
  assert.deepEqual(titles(services.toReversed(), false), titles(services, false))
})

test('pages for administrators are theirs alone, with the administration at the end', () => {
  const services = [service('Keys', 5, true), service('Data', 20, false)]
  assert.deepEqual(titles(services, false), ['Home', 'Data'])
  assert.deepEqual(titles(services, true), ['Home', 'Keys', 'Data', 'Administration', 'Health'])
})

test('a service without a page, or with a widget alone, has no place in it', () => {
  const { manifest, address } = service('Quiet', 1)
  const { portal: _, ...plain } = manifest
  const widget = { path: '/quiet/widget', title: 'Quiet', order: 1 }
  const quiet = [
    { manifest: plain, address },
    { manifest: { ...plain, portal: { widget } }, address },
  ]
  assert.deepEqual(titles(quiet, true), ['Home', 'Administration', 'Health'])
})

test('it tells no more of a page than its place, its title and its picture', () => {
  const [, data = {}] = navigation([service('Data', 1, true)], { admin: true })
  assert.deepEqual(data, { path: '/data', title: 'Data', icon: 'book' })
})
