import type { TestProject } from 'vitest/node'
import { startHost } from './host.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the host that starts services for this run. */
    servicesHost: string
  }
}

/** Before a run: a host that starts a service when the first suite asks for it, and stops them all at the end. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const host = await startHost()
  project.provide('servicesHost', host.url)
  return host.close
}
