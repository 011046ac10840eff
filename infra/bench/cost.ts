import type { Bed } from './bed.ts'
import type { Cost } from './report.ts'
import { cpuMsOf, memoryOf } from './server/process.ts'

/** Begins to count what a row costs; the result tells what it has cost so far. */
export const countCost = (bed: Bed): (() => Cost) => {
  const start = performance.now()
  const generatorBefore = process.cpuUsage()
  const upBefore = bed.isUp() ? bed.up() : null
  const serverBefore = upBefore && cpuMsOf(upBefore.server.pid)
  const sentBefore = upBefore?.connections.sent() ?? 0
  return () => {
    const seconds = (performance.now() - start) / 1_000
    const up = bed.isUp() ? bed.up() : null
    const memory = up && memoryOf(up.server.pid)
    const { user, system } = process.cpuUsage(generatorBefore)
    // A server that was started in between has its start in its CPU time.
    const server = up && up === upBefore ? cpuMsOf(up.server.pid) : null
    const requests = (up?.connections.sent() ?? 0) - sentBefore
    const cpuUs =
      server === null || serverBefore === null || requests <= 0
        ? null
        : { server: ((server - serverBefore) * 1_000) / requests, generator: (user + system) / requests }
    return { seconds, cpuUs, memory }
  }
}
