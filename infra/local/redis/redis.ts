import { mkdir } from 'node:fs/promises'
import { ensureProgram } from '../programs.ts'
import type { ServiceKind } from '../service.ts'

const program = (): Promise<string> => ensureProgram('redis-server', 'redis-server')

/** Redis 7, alone or a node of a cluster, appending every second to a file, so that it comes back with its data after a kill. */
export const redis: ServiceKind = {
  name: 'redis',
  ports: ['server', 'bus'],
  heap: '',
  address: (port, password) => `redis://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${port}`,
  install: async () => {
    await program()
  },
  prepare: async ({ ports, dataDir, cluster, args, password }) => {
    const command = await program()
    await mkdir(dataDir, { recursive: true })
    const clustered = ['--cluster-enabled', 'yes', '--cluster-port', ports.bus, '--cluster-node-timeout', 2_000]
    const options = [
      '--port',
      ports.server,
      '--bind',
      '127.0.0.1',
      '--dir',
      dataDir,
      '--save',
      '',
      '--appendonly',
      'yes',
    ]
    const guarded = password === null ? [] : ['--requirepass', password]
    return { command, args: [...options, ...(cluster ? clustered : []), ...guarded, ...args].map(String) }
  },
}
