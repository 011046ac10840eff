import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A redis-server of the test's own, which it may stop, kill and start again on the same port. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Sends the signal; with SIGKILL resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again after a kill, with what it has on its disk. */
  start(): Promise<void>
  stop(): Promise<void>
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** A port above 21000 that is free, as is the one 10,000 above it, where a cluster talks. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = 21_001 + Math.trunc(Math.random() * 9_000)
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port
  }
}

/** Whether it takes commands; one that first wants to know who is there does. */
const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    const settle = (does: boolean): void => {
      socket.destroy()
      resolve(does)
    }
    socket.once('data', reply => settle(/^(\+PONG|-NOAUTH)/.test(String(reply))))
    socket.once('error', () => settle(false))
  })

/** Starts a redis-server that keeps nothing unless `args` say so. Throws with its last lines where it does not start. */
export const startRedisServer = async (args: readonly string[] = []): Promise<RedisServer> => {
  const dir = await mkdtemp(join(tmpdir(), 'turnstream-redis-'))
  const port = await freePort()
  let child: ChildProcess | null = null

  const start = async (): Promise<void> => {
    const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no']
    const started = spawn('redis-server', [...own, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    child = started
    const endNow = (): void => void started.kill('SIGKILL')
    process.once('exit', endNow)
    started.once('exit', () => process.off('exit', endNow))
    let said = ''
    const keep = (text: Buffer): void => {
      said = `${said}${text}`.slice(-2_000)
    }
    started.stdout.on('data', keep)
    started.stderr.on('data', keep)
    started.on('error', error => keep(Buffer.from(error.message)))
    for (let tries = 0; tries < 200; tries++) {
      if (await answers(port)) return
      if (started.exitCode !== null || started.pid === undefined) break
      await delay(25)
    }
    throw new Error(`redis-server on port ${port} does not answer:\n${said}`)
  }
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    if (signal === 'SIGKILL' || signal === 'SIGTERM') await gone
  }

  await start()
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    stop: async () => {
      await kill('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    },
  }
}
