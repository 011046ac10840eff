import type { Observed } from '../../report.ts'
import { memoryOf } from '../../server/process.ts'
import type { ServicesBed } from '../bed.ts'

/** Measures one row on a bed with services. */
export type RunServiceRow = (bed: ServicesBed) => Promise<Observed>

/** Resident MB of the services that the bench has started. */
export const memoryOfServices = ({ services }: ServicesBed): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(services.each).flatMap(([name, { pid }]) => {
      const memory = pid === null ? null : memoryOf(pid)
      return memory ? [[name, memory.residentMb]] : []
    }),
  )
