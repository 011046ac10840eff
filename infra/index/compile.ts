import { readFileSync, writeFileSync } from 'node:fs'
import wabt from 'wabt'

/** The bytes that kernel.wat stands for. */
export const compileKernel = async (): Promise<Buffer> => {
  const { parseWat } = await wabt()
  const module = parseWat('kernel.wat', new Uint8Array(readFileSync(new URL('./kernel.wat', import.meta.url))), {
    simd: true,
  })
  return Buffer.from(module.toBinary({}).buffer)
}

if (import.meta.main) writeFileSync(new URL('./kernel.wasm', import.meta.url), await compileKernel())
