import { readFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { Tokenizer } from '@huggingface/tokenizers'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { inside, leave } from './gate.ts'
import { pooled } from './pooled.ts'
import type { EmbedRequest, ThreadData, WorkerReply } from './protocol.ts'

const { model, gate } = workerData as ThreadData
const { modelDir, window, dimensions } = model
const port = parentPort!

/**
 * Nicer than the thread that takes requests and hands tokens on: where all cores are taken that one waited for an embedding to end, and
 * with it each stream. Only Linux has a priority for each thread; elsewhere this would be the whole process's.
 */
const nicerBy = 5
const nicest = 19
if (process.platform === 'linux') setPriority(Math.min(getPriority() + nicerBy, nicest))

const json = (file: string): object => JSON.parse(readFileSync(join(modelDir, file), 'utf8'))
const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'))
const session = await InferenceSession.create(join(modelDir, 'onnx/model_quantized.onnx'), {
  graphOptimizationLevel: 'all',
  // More threads make it slower under load; parallelism comes from more workers.
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  // A plan is kept for every length of text seen, and saves nothing measurable.
  enableMemPattern: false,
})

// One text a run: activations are quantised over the whole batch, so that a neighbour would change the bits of a vector.
const hiddenStates = async (ids: readonly number[]): Promise<Float32Array> => {
  const { last_hidden_state } = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
  })
  return last_hidden_state!.data as Float32Array
}

const embed = async ({ id, text }: EmbedRequest): Promise<WorkerReply & { kind: 'embedded' }> => {
  const { ids } = tokenizer.encode(text)
  const fits = ids.length <= window
  const vector = fits ? pooled(await inside(gate, () => hiddenStates(ids)), dimensions) : new Float32Array(dimensions)
  return { kind: 'embedded', id, vector, tokens: ids.length }
}

port.on('message', (request: EmbedRequest) => {
  embed(request).then(
    reply => port.postMessage(reply, [reply.vector.buffer]),
    (error: unknown) =>
      port.postMessage({ kind: 'failed', id: request.id, message: String(error) } satisfies WorkerReply),
  )
})
leave(gate)
port.postMessage({ kind: 'ready' } satisfies WorkerReply)
