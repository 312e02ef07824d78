import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { StackModel } from '../../deploy/stack-model.ts'
import quadlet from '../../deploy/targets/quadlet/target.ts'
import { readInstalled } from '../../scripts/server/installed.ts'
import { planInstall, type InstallInput } from '../../scripts/server/plan-install.ts'
import { withPlan, type Plan } from '../../scripts/server/plan.ts'
import { quadletServer } from '../../scripts/server/quadlet-server.ts'
import { releaseOf } from '../../scripts/server/release.ts'
import { serverLayout } from '../../scripts/server/server-layout.ts'
import type { Step } from '../../scripts/server/step.ts'
import { switchVersion } from '../../scripts/server/switch-version.ts'
import { exampleStack } from './example-stack.ts'
import { fakeSystemd } from './fake-systemd.ts'

const root = join(import.meta.dirname, '../..')

export type Broken = (image: string, unit: string) => boolean

/** A server on which version 1 of the example runs. */
export async function fakeServer(
  t: TestContext,
  broken: Broken,
  afterEach?: Parameters<typeof fakeSystemd>[2],
) {
  const home = await mkdtemp(join(tmpdir(), 'server-'))
  t.after(() => rm(home, { recursive: true }))
  const layout = serverLayout(true, home)
  const systemd = fakeSystemd(layout.quadlets, broken, afterEach)
  const said: string[] = []
  const context = {
    out: (line: string) => void said.push(line),
    note: (line: string) => void said.push(line),
    signal: new AbortController().signal,
  }
  const inputOf = async (
    version: string,
    model: StackModel = exampleStack,
  ): Promise<InstallInput> => ({
    root,
    layout,
    commands: systemd.commands,
    release: releaseOf({ ...model, version }, quadlet, true),
    target: quadletServer,
    targetName: 'quadlet',
    before: await readInstalled(layout),
  })
  const planned = (work: (plan: Plan) => Promise<void>) =>
    withPlan({ positionals: [], values: {} }, context, work)
  await planned(async (plan) => plan.run(await planInstall(await inputOf('1.0.0'))))
  const installed = async () => {
    const found = await readInstalled(layout)
    assert.ok(found)
    return found
  }
  /** Goes to a version, as `stack upgrade` does. */
  const upgrade = async (version: string, first: readonly Step[] = []) => {
    const input = { ...(await inputOf(version)), before: await installed(), first }
    await planned((plan) => switchVersion(input, plan, context))
  }
  return { layout, systemd, said, inputOf, installed, planned, upgrade }
}
