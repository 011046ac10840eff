import { mkdir } from 'node:fs/promises'
import type { ServiceKind } from '../service.ts'
import { builtOllama, launchOf } from './build.ts'

/** Ollama with one small model, which all servers of this machine share. */
export const ollama: ServiceKind = {
  name: 'ollama',
  ports: ['http'],
  heap: '',
  address: port => `http://127.0.0.1:${port}`,
  install: async () => {
    await builtOllama()
  },
  prepare: async ({ ports, dataDir }) => {
    await mkdir(dataDir, { recursive: true })
    return launchOf(await builtOllama(), dataDir, ports.http!)
  },
}
