import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const retryMs = 100

/**
 * Runs `work` alone among all processes of the machine that name the same path. The lock is an abstract socket, which the kernel
 * takes back when its holder dies, so none is ever stale. Linux only.
 */
export const alone = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  const name = `\0turnstream-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`
  for (;;) {
    const holder = createServer().unref()
    try {
      await once(holder.listen(name), 'listening')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
        await sleep(retryMs)
        continue
      }
      throw error
    }
    try {
      return await work()
    } finally {
      holder.close()
    }
  }
}
